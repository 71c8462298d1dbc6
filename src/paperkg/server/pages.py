"""Pages for people: the list, one for each thing in the graph, and the query editor.

What the graph says in names of properties, they say in words.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from paperkg.explorer.page import WEB
from paperkg.explorer.readable_text import readable, readable_name
from paperkg.kinds import LOOKS, EntityType
from paperkg.rdf.vocabulary import PKG, prefixes
from paperkg.server.options import Job, Reply
from paperkg.server.page_queries import (
    COMMONEST,
    COUNTS,
    TABLES_OF_ENTITY,
    TABLES_OF_PAPER,
    mentions_of,
    of_entity,
    of_paper,
    of_table,
    properties_of,
)
from paperkg.server.pool import WorkerPool
from paperkg.sparql.cookbook import list_cookbook
from paperkg.text.counts import counted

_TEMPLATES = Environment(
    loader=FileSystemLoader([Path(__file__).parent / "templates", WEB]),  # the explorer's folder has the colors
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {}  # the editor shows prefixes in our order
_HEADINGS = {"npmi": "Association (NPMI)", "class": "Kind"}
_WORDED = frozenset({"role", "relation", "kind"})
_COUNTS = frozenset({"papers", "number"})
_DEGREES = frozenset({"confidence", "npmi"})
_RESULT_KINDS = {"absolute": "value", "delta": "gain"}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENTITY_KINDS = frozenset(kind.value.lower() for kind in EntityType)
_DOCUMENTS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))

Binding = dict[str, dict[str, str]]


class Text(NamedTuple):
    """A text on a page: plain, a link to `target`, or quoted from a paper."""

    text: str
    target: str | None = None
    quoted: bool = False


class Table(NamedTuple):
    """A table on a page; one without rows is left out."""

    caption: str
    head: list[str]
    rows: list[list[Text]]


class Part(NamedTuple):
    """A part of an abstract; where it is a mention, its entity: the page, the name with the type, the type's color."""

    text: str
    target: str | None = None
    title: str = ""
    color: str = ""


class Head(NamedTuple):
    """What stands above the tables on the page of a thing."""

    title: str
    facts: str = ""
    abstract: tuple[Part, ...] = ()
    link: Text | None = None


class UnansweredError(Exception):
    """The store could not answer now; `reply` says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Pages:
    """Makes pages from what the store answers.

    Args:
        pool: what asks the store.
        base_iri: what the IRIs of the build's data start with.
        corpus: the name of the corpus.
        root_path: the prefix under which a proxy passes requests on.
    """

    def __init__(self, pool: WorkerPool, base_iri: str, corpus: str, root_path: str = "") -> None:
        self._pool = pool
        self._base = base_iri
        self._corpus = corpus
        self._root = root_path
        self._home: str | None = None
        self._prefixes = prefixes(base_iri)

    async def _ask(self, query: str) -> tuple[list[str], list[Binding]]:
        reply = await self._pool.ask(Job(query, "application/sparql-results+json"))
        if reply.status >= 500:
            raise UnansweredError(reply)
        if reply.status != 200:
            return [], []
        found: dict[str, Any] = json.loads(reply.body)
        return found["head"]["vars"], found["results"]["bindings"]

    async def _table(self, caption: str, query: str) -> Table:
        names, rows = await self._ask(query)
        shown = [name for name in names if not name.endswith("Label")]
        head = [_HEADINGS.get(name, name.capitalize()) for name in shown]
        return Table(caption, head, [[self._cell(name, row) for name in shown] for row in rows])

    async def home(self) -> str:
        """What the build holds, and where to go."""
        if self._home is None:  # the store never changes, and counting takes a while
            tables = [await self._table("In the graph", COUNTS), await self._table("Commonest entities", COMMONEST)]
            self._home = self.rendered("list.html", title="What is in the graph", tables=tables)
        return self._home

    async def thing(self, kind: str, local: str) -> str | None:
        """The page of an entity, paper or other thing; None where the graph says nothing of it."""
        iri = f"{self._base}{kind}/{local}"
        if kind not in _ENTITY_KINDS | {"paper"}:
            properties = await self._table("Properties", properties_of(iri))
            head = Head(f"{kind.capitalize()} {unquote(local)}")
            return self._thing_page(head, [properties], kind, local) if properties.rows else None
        _, rows = await self._ask(of_paper(iri) if kind == "paper" else of_entity(iri))
        if not rows:
            return None
        if kind == "paper":
            _, mentions = await self._ask(mentions_of(iri))
            head, names = self._paper_head(rows[0], mentions), TABLES_OF_PAPER
        else:
            head, names = _entity_head(rows[0]), TABLES_OF_ENTITY
        tables = [await self._table(name, of_table(name, iri)) for name in names]
        return self._thing_page(head, tables, kind, local)

    def _paper_head(self, row: Binding, mentions: list[Binding]) -> Head:
        facts = [row[name]["value"] for name in ("authors", "venue", "date") if row.get(name, {}).get("value")]
        url = row.get("url", {}).get("value", "")
        link = Text(url, url) if url.startswith(("http://", "https://")) else None
        title, abstract = row["title"]["value"], row["abstract"]["value"]
        parts = tuple(self._marked(f"{title}\n{abstract}", len(title) + 1, mentions))
        return Head(readable_name(title), "; ".join(facts), parts, link)

    def _marked(self, text: str, abstract: int, mentions: list[Binding]) -> Iterator[Part]:
        """The abstract, which begins at a character of the text, in parts; TeX is read over."""
        shown = readable(text)
        at, end = shown.place(abstract), len(text)
        for row in mentions:
            start, stop = (int(row[edge]["value"]) for edge in ("start", "end"))
            if start < abstract or stop > end or shown.place(start) < at:
                continue  # in the title, or within another mention
            yield Part(shown.text[at : shown.place(start)])
            at = shown.place(stop)
            target, kind = self._link(row["entity"]["value"], "").target, row["type"]["value"]
            name = f"{kind}: {readable_name(row['entityLabel']['value'])}"
            yield Part(shown.part(start, stop), target, name, LOOKS[kind].hex)
        yield Part(shown.text[at:])

    def _cell(self, name: str, row: Binding) -> Text:
        term = row.get(name)
        if term is None:
            return Text("")
        if name in _WORDED:
            return Text(_in_words(_RESULT_KINDS.get(term["value"], term["value"])))
        if name in _COUNTS:
            return Text(f"{int(term['value']):,}")
        if name in _DEGREES:
            return Text(f"{float(term['value']):.2f}")
        text = readable_name(row.get(f"{name}Label", term)["value"])
        return self._link(term["value"], text) if term["type"] == "uri" else Text(text, quoted=name == "evidence")

    def _link(self, iri: str, text: str) -> Text:
        """To a page of ours, or away; names are shortened."""
        if iri.startswith(PKG):
            return Text(_in_words(iri.removeprefix(PKG)), f"{self._root}/ns")
        if iri.startswith(self._base):
            local = iri.removeprefix(self._base)
            target = f"{self._root}/{local}" if "/" in local else iri
            return Text(text if text != iri else local.replace("/", ":", 1), target)
        short = next((f"{p}:{iri[len(n) :]}" for p, n in self._prefixes.items() if iri.startswith(n)), text)
        return Text(short, iri) if iri.startswith(("http://", "https://")) else Text(iri)

    def editor(self) -> str:
        """The query editor, the cookbook at hand."""
        examples = [asdict(recipe) for recipe in sorted(list_cookbook(), key=lambda recipe: recipe.title)]
        data = {"prefixes": self._prefixes, "examples": examples, "base": self._base}
        return self.rendered("editor.html", title="SPARQL", data=data)

    def _thing_page(self, head: Head, tables: list[Table], kind: str, local: str) -> str:
        root = self._root
        documents = [Text(name, f"{root}/data/{kind}/{local}.{end}") for end, name in _DOCUMENTS]
        chosen = {"paper": "paper"}.get(kind, "entity" if kind in _ENTITY_KINDS else None)
        place = unquote(local) if kind == "paper" else f"{kind}:{unquote(local)}"
        explorer = f"{root}/#{chosen}={quote(place, safe=':')}" if chosen else None
        query = quote(f"DESCRIBE <{self._base}{kind}/{local}>", safe="")
        links = {"explorer": explorer, "sparql": f"{root}/sparql#query={query}"}
        return self.rendered("thing.html", title=head.title, head=head, tables=tables, documents=documents, links=links)

    def missing(self, message: str) -> str:
        """The page that says that there is nothing."""
        return self.rendered("missing.html", title="Not found", message=message)

    def rendered(self, template: str, **content: object) -> str:
        """A page: a template, filled."""
        return _TEMPLATES.get_template(template).render(content, root=self._root, corpus=self._corpus)


def _in_words(name: str) -> str:
    """The name of a property in words.

    >>> _in_words("comparesWith")
    'compares with'
    """
    return _HUMP.sub(" ", name).lower() if name[:1].islower() else name


def _entity_head(row: Binding) -> Head:
    kind, papers, sure = (row[name]["value"] for name in ("type", "papers", "confidence"))
    aliases = row.get("aliases", {}).get("value", "")
    written = (Part(f"Also written: {aliases}"),) if aliases else ()
    facts = f"{kind} in {counted(int(papers), 'papers')}, confidence {float(sure):.2f}"
    return Head(readable_name(row["label"]["value"]), facts, written)
