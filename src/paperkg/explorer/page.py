"""The explorer: one HTML file that opens anywhere, without a network.

pyvis holds the network and its options and renders our template; its own file writer is not used,
because it links to a content delivery network and takes the locale's encoding. Everything from
papers travels as JSON inside data blocks, with `<`, `>`, `&` and `'` escaped, and is shown as text
only; a content security policy names the scripts by digest and forbids every request.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from paperkg.explorer.backbone import backbone_payload, informative, map_pairs
from paperkg.explorer.payload import Payload, whole_payload
from paperkg.files import whole_file
from paperkg.graph.index import index_of
from paperkg.graph.tables import Tables
from paperkg.kinds import LOOKS
from paperkg.maps.entity_map import Map, Pair, make_map, table_pairs, telling
from paperkg.text.counts import counted

WEB = Path(__file__).parent / "web"
STYLES = ("theme.css", "style.css")
SCRIPTS = (
    *"dom source source_search source_questions source_charts backbone remote state labels map search filters".split(),
    *"references view take_away legend cards results trends matrix questions papers compare main".split(),
)
VENDORED = ("d3.min.js", "plot.umd.min.js")
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hideEdgesOnDrag": False,
        "hideEdgesOnZoom": False,
        "hover": False,
        "multiselect": False,
        "tooltipDelay": 200,
        "dragNodes": False,
        "selectConnectedEdges": False,
    },
    "nodes": {"borderWidth": 1, "borderWidthSelected": 2},
    "edges": {"smooth": False, "hoverWidth": 0, "selectionWidth": 0},
}
_MANY_EDGES = 3000
_SOURCES = 2  # named; more are counted
WHOLE_PAPERS = 2500
_ENDING = re.compile(r"<(/script|!--)", re.IGNORECASE)


def write_html(graph: Tables, path: str | Path, title: str | None = None) -> None:
    """Writes the explorer of a build into one file; `title` is the name of the corpus, where not that of the build."""
    page = to_html(graph, title=title)
    with whole_file(path) as file:
        file.write(page)


def to_html(
    graph: Tables, whole: bool | None = None, title: str | None = None, start: str = "", connect: bool = False
) -> str:
    """The explorer of a build, as the text of one HTML file.

    Args:
        graph: the build.
        whole: whether all papers go into the file; None decides by their number (`WHOLE_PAPERS`).
            Otherwise it holds the backbone and says what it leaves out.
        title: the name of the corpus; that of the build where none is given.
        start: what is chosen at first, as the address would say it: "#entity=method:lora".
        connect: whether the page may ask the server that it came from.
    """
    if whole is None:
        whole = graph.table("papers", ["paper_id"]).num_rows <= WHOLE_PAPERS
    if whole:
        payload, pairs = whole_payload(graph), table_pairs(graph)
    else:
        payload = backbone_payload(graph)
        index = index_of(graph)
        pairs = map_pairs(index, informative(index)[: payload["mapped"]])
    return render(payload | {"corpus": corpus(graph, title)}, pairs, connect, start)


def corpus_title(graph: Tables, title: str | None = None) -> str:
    """The name of the corpus: the given one, else that of the build, else ours."""
    return title or graph.manifest.get("title") or "paperkg"


def corpus(graph: Tables, title: str | None = None) -> Payload:
    """The corpus in words: its title, and how many papers it has, of which time and from which sources."""
    papers = graph.table("papers", ["year", "sources"])
    years = sorted({year for year in papers["year"].to_pylist() if year})
    span = f" from {years[0]}" + (f" to {years[-1]}" if len(years) > 1 else "") if years else ""
    undated = papers["year"].null_count
    sources = sorted({source.rpartition(":")[0] for places in papers["sources"].to_pylist() for source in places})
    named = ", ".join(sources) if len(sources) <= _SOURCES else counted(len(sources), "sources")
    about = f"{counted(papers.num_rows, 'papers')}{span}" + (f", {undated:,} without a year" if undated else "")
    return {
        "title": corpus_title(graph, title),
        "about": f"{about}; from {named}." if named else f"{about}.",
    }


def render(payload: Payload, pairs: Sequence[Pair], connect: bool = False, start: str = "") -> str:
    """The page of a payload.

    Args:
        payload: as the modules `payload` and `backbone` describe it.
        pairs: ties of the entities on the map, which are the payload's first ones.
        connect: whether the page may ask the server that it came from.
        start: what is chosen at first, as the address would say it.
    """
    mapped = payload["entities"][: payload.get("mapped")]
    kinds = [payload["types"][row[2]]["name"] for row in mapped]
    papers = payload["totals"]["papers"] if "totals" in payload else len(payload["papers"])
    weights = [telling(row[3], row[4], papers) for row in mapped]
    drawn = make_map(pairs, [row[3] for row in mapped], weights, kinds)
    net = _pyvis_network(payload, drawn)
    scripts = [_vis_script(), *_vendored_scripts(), _own_script()]
    net.set_template_dir(str(WEB), "template.html")
    net.templateEnv.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    net.templateEnv.globals.update(
        payload=payload
        | {
            "served": connect,
            "community": drawn.layout.community,
            "min_papers": drawn.min_papers,
            "growth": drawn.growth,
        },
        scripts=scripts,
        digests=[_digest(script) for script in scripts],
        style="".join((WEB / name).read_text(encoding="utf-8") for name in STYLES),
        connect=connect,
        start=start,
    )
    return str(net.generate_html())


def _pyvis_network(payload: Payload, drawn: Map) -> Any:
    from pyvis.network import Network  # imports IPython, which takes most of a second

    # A directed network takes an edge as it is; an undirected one compares it with all before.
    net = Network(directed=True, cdn_resources="in_line", heading="")
    for node, (x, y, size) in enumerate(zip(drawn.layout.x, drawn.layout.y, drawn.sizes, strict=True)):
        _, label, kind, *_ = payload["entities"][node]
        name = payload["types"][kind]["name"]
        net.add_node(node, label=label, shape=LOOKS[name].symbol, color=LOOKS[name].hex, x=x, y=y, size=size)
    most = max((papers for _, _, papers in drawn.ties), default=1)
    for a, b, papers in drawn.ties:
        net.add_edge(a, b, arrows="", width=round(0.5 + min(0.5, 5 / most) * papers, 2))
    options = json.loads(json.dumps(_OPTIONS))
    many = len(drawn.ties) > _MANY_EDGES
    options["interaction"] |= {"hideEdgesOnDrag": many, "hideEdgesOnZoom": many}
    net.set_options(json.dumps(options))
    return net


def _vis_script() -> str:
    """vis-network as pyvis brings it, with its licence in the first lines."""
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _inline(path.read_text(encoding="utf-8"))


def _vendored_scripts() -> list[str]:
    """The plot library and what it stands on, below their licences."""
    folder = WEB / "vendor"
    licenses = (folder / "LICENSES.txt").read_text(encoding="utf-8")
    sources = [(folder / name).read_text(encoding="utf-8") for name in VENDORED]
    return [_inline(f"/*\n{licenses}*/\n{sources[0]}"), *map(_inline, sources[1:])]


def _own_script() -> str:
    parts = [(WEB / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return _inline("(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n")


def _inline(script: str) -> str:
    """A script that can stand in a page: nothing in it ends the element or opens a comment."""
    return _ENDING.sub(r"<\\\g<1>", script)


def _digest(script: str) -> str:
    """The script's digest as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
