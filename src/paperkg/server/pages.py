"""Pages for people: the list, one for each thing in the graph, and the query editor.

What the graph says in names of properties, they say in words.
"""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool

from paperkg.explorer.page import WEB
from paperkg.explorer.readable_text import readable, readable_name
from paperkg.graph.index import index_of
from paperkg.graph.tables import Tables
from paperkg.kinds import LOOKS, EntityType
from paperkg.rdf.iris import Iris, id_of_iri
from paperkg.rdf.terms import external
from paperkg.rdf.vocabulary import PKG, prefixes
from paperkg.server.kept_answers import KeptAnswers
from paperkg.server.options import Job, Reply
from paperkg.server.page_rows import (
    COMMONEST,
    COUNTS,
    ENTITY,
    MENTIONS,
    PAPER,
    TABLES_OF_ENTITY,
    TABLES_OF_PAPER,
    PageRows,
    Row,
    Rows,
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
_ENTITIES = frozenset({"entity", "subject", "object", "benchmark", "metric"})
"""Columns of entities."""
_ENTITY_KINDS = frozenset(kind.value.lower() for kind in EntityType)
_PROPERTIES = "SELECT ?property ?value {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"
_MOST_MADE = 2  # pages that are made at a time
_KEPT_BYTES = 32 << 20
_KEPT_BESIDES = 500  # bytes that a kept page takes beside its text, about
_DOCUMENTS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))


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
    """Makes the pages of entities and papers from the tables, and those of other things from what the store answers.

    Args:
        graph: the build.
        pool: what asks the store.
        corpus: the name of the corpus.
        root_path: the prefix under which a proxy passes requests on.
    """

    def __init__(self, graph: Tables, pool: WorkerPool, corpus: str, root_path: str = "") -> None:
        self._graph = graph
        self._tables = PageRows(graph)
        self._pool = pool
        self._base = graph.base_iri
        self._iris = Iris(graph.base_iri)
        self._corpus = corpus
        self._root = root_path
        self._home: str | None = None
        self._prefixes = prefixes(graph.base_iri)
        self._turn = asyncio.Semaphore(_MOST_MADE)
        self._kept = KeptAnswers[str](_KEPT_BYTES)

    def knows(self, kind: str, local: str) -> bool | None:
        """Whether the tables have an entity or paper; None for other things, which only the store can tell."""
        if kind not in _ENTITY_KINDS | {"paper"}:
            return None
        index = index_of(self._graph)
        return id_of_iri(f"{self._base}{kind}/{local}", self._base) in (
            index.paper_number if kind == "paper" else index.entity_number
        )

    def close(self) -> None:
        """Lets go of the tables."""
        self._tables.close()

    def _table(self, caption: str, found: Rows) -> Table:
        names, rows = found
        shown = [name for name in names if not name.endswith("Label")]
        head = [_HEADINGS.get(name, name.capitalize()) for name in shown]
        return Table(caption, head, [[self._cell(name, row) for name in shown] for row in rows])

    async def home(self) -> str:
        """What the build holds, and where to go."""
        if self._home is None:  # the build never changes
            async with self._turn:
                self._home = await run_in_threadpool(self._list)
        return self._home

    def _list(self) -> str:
        found = self._tables.of({"In the graph": COUNTS, "Commonest entities": COMMONEST})
        tables = [self._table(caption, rows) for caption, rows in found.items()]
        return self.rendered("list.html", title="What is in the graph", tables=tables)

    async def thing(self, kind: str, local: str) -> str | None:
        """The page of an entity, paper or other thing; None where the graph says nothing of it."""
        known = self.knows(kind, local)
        if known is None:
            return await self._other_thing(kind, local)
        if not known:
            return None
        page = self._kept.get((kind, local))
        if page is None:
            async with self._turn:
                page = await run_in_threadpool(self._known_thing, kind, local)
            self._kept.put((kind, local), page, sys.getsizeof(page) + _KEPT_BESIDES)
        return page

    def _known_thing(self, kind: str, local: str) -> str:
        """The page of an entity or paper that the tables have."""
        identifier = id_of_iri(f"{self._base}{kind}/{local}", self._base)
        if kind == "paper":
            found = self._tables.of({"": PAPER, "mentions": MENTIONS} | TABLES_OF_PAPER, id=identifier)
            _, mentions = found.pop("mentions")
            head = self._paper_head(found.pop("")[1][0], mentions)
        else:
            found = self._tables.of({"": ENTITY} | TABLES_OF_ENTITY, id=identifier)
            head = _entity_head(found.pop("")[1][0])
        tables = [self._table(caption, rows) for caption, rows in found.items()]
        return self._thing_page(head, tables, kind, local)

    async def _other_thing(self, kind: str, local: str) -> str | None:
        """The page of a claim, a sentence or the like: its properties."""
        iri = f"{self._base}{kind}/{local}"
        reply = await self._pool.ask(Job(_PROPERTIES.format(iri=iri), "application/sparql-results+json", own=True))
        if reply.status >= 500:
            raise UnansweredError(reply)
        found = json.loads(reply.body)["results"]["bindings"] if reply.status == 200 else []
        if not found:
            return None
        rows = [[self._property_cell(row[name]) for name in ("property", "value")] for row in found]
        table = Table("Properties", ["Property", "Value"], rows)
        return self._thing_page(Head(f"{kind.capitalize()} {unquote(local)}"), [table], kind, local)

    def _property_cell(self, term: dict[str, str]) -> Text:
        text = readable_name(term["value"])
        return self._link(term["value"], text) if term["type"] == "uri" else Text(text)

    def _paper_head(self, row: Row, mentions: list[Row]) -> Head:
        facts = [row[name] for name in ("authors", "venue", "date") if row.get(name)]
        url = (external(row.get("url", "")) or "")[1:-1]
        link = Text(url, url) if url.startswith(("http://", "https://")) else None
        title, abstract = row["title"], row["abstract"]
        parts = tuple(self._marked(f"{title}\n{abstract}", len(title) + 1, mentions))
        return Head(readable_name(title), "; ".join(facts), parts, link)

    def _marked(self, text: str, abstract: int, mentions: list[Row]) -> Iterator[Part]:
        """The abstract, which begins at a character of the text, in parts; TeX is read over."""
        shown = readable(text)
        at, end = shown.place(abstract), len(text)
        for row in mentions:
            start, stop = row["start"], row["end"]
            if start < abstract or stop > end or shown.place(start) < at:
                continue  # in the title, or within another mention
            yield Part(shown.text[at : shown.place(start)])
            at = shown.place(stop)
            target = self._link(self._iris.entity(row["entity"])[1:-1], "").target
            name = f"{row['type']}: {readable_name(row['entityLabel'])}"
            yield Part(shown.part(start, stop), target, name, LOOKS[row["type"]].hex)
        yield Part(shown.text[at:])

    def _cell(self, name: str, row: Row) -> Text:
        value = row.get(name)
        if value is None:
            return Text("")
        if name in _WORDED:
            return Text(_in_words(_RESULT_KINDS.get(value) or value))
        if name in _COUNTS:
            return Text(f"{value:,}")
        if name in _DEGREES:
            return Text(f"{value:.2f}")
        if name == "class":
            return self._link(PKG + value, value)
        if name == "paper":
            return self._link(self._iris.of_paper(value).paper[1:-1], readable_name(row["paperLabel"]))
        if name in _ENTITIES:
            return self._link(self._iris.entity(value)[1:-1], readable_name(row[f"{name}Label"]))
        return Text(readable_name(value), quoted=name == "evidence")

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


def _entity_head(row: Row) -> Head:
    written = (Part(f"Also written: {row['aliases']}"),) if row.get("aliases") else ()
    facts = f"{row['type']} in {counted(row['papers'], 'papers')}, confidence {row['confidence']:.2f}"
    return Head(readable_name(row["label"]), facts, written)
