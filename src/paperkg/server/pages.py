"""Pages for people: the first one, one for each thing in the graph, and the query editor."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from paperkg.explorer.page import WEB
from paperkg.explorer.readable_text import readable_name
from paperkg.kinds import EntityType
from paperkg.rdf.vocabulary import prefixes
from paperkg.server.options import Job, Reply
from paperkg.server.page_queries import (
    COMMONEST,
    COUNTS,
    TABLES_OF_ENTITY,
    TABLES_OF_PAPER,
    of_entity,
    of_paper,
    of_table,
    properties_of,
)
from paperkg.server.pool import WorkerPool
from paperkg.sparql.cookbook import list_cookbook

_TEMPLATES = Environment(
    loader=FileSystemLoader([Path(__file__).parent / "templates", WEB]),  # the explorer's folder has the colors
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {}  # the editor shows prefixes in our order
_ENTITY_KINDS = frozenset(kind.value.lower() for kind in EntityType)

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


class Head(NamedTuple):
    """What stands above the tables on the page of a thing."""

    title: str
    facts: str = ""
    paragraphs: tuple[str, ...] = ()
    link: Text | None = None


class UnansweredError(Exception):
    """The store could not answer now; `reply` says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Pages:
    """Makes pages from what the store answers."""

    def __init__(self, pool: WorkerPool, base_iri: str, root_path: str = "") -> None:
        self._pool = pool
        self._base = base_iri
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
        head = [name for name in names if not name.endswith("Label")]
        return Table(caption, head, [[self._cell(name, row) for name in head] for row in rows])

    async def home(self) -> str:
        """What the build holds, and where to go."""
        if self._home is None:  # the store never changes, and counting takes a while
            tables = [await self._table("In the graph", COUNTS), await self._table("Commonest entities", COMMONEST)]
            self._home = _rendered("list.html", self._root, title="Knowledge graph of papers", tables=tables)
        return self._home

    async def thing(self, kind: str, local: str) -> str | None:
        """The page of an entity, paper or other thing; None where the graph says nothing of it."""
        iri = f"{self._base}{kind}/{local}"
        if kind == "paper":
            query, to_head, names = of_paper(iri), _paper_head, TABLES_OF_PAPER
        elif kind in _ENTITY_KINDS:
            query, to_head, names = of_entity(iri), _entity_head, TABLES_OF_ENTITY
        else:
            properties = await self._table("Properties", properties_of(iri))
            head = Head(f"{kind} {local}")
            return _thing_page(head, [properties], kind, local, self._base, self._root) if properties.rows else None
        _, rows = await self._ask(query)
        if not rows:
            return None
        tables = [await self._table(name, of_table(name, iri)) for name in names]
        return _thing_page(to_head(rows[0]), tables, kind, local, self._base, self._root)

    def _cell(self, name: str, row: Binding) -> Text:
        term = row.get(name)
        if term is None:
            return Text("")
        text = readable_name(row.get(f"{name}Label", term)["value"])
        return self._link(term["value"], text) if term["type"] == "uri" else Text(text, quoted=name == "evidence")

    def _link(self, iri: str, text: str) -> Text:
        """To a page of ours, or away; names are shortened."""
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
        return _rendered("editor.html", self._root, title="SPARQL", data=data)


def _paper_head(row: Binding) -> Head:
    facts = [row[name]["value"] for name in ("authors", "venue", "date") if row.get(name, {}).get("value")]
    url = row.get("url", {}).get("value", "")
    link = Text(url, url) if url.startswith(("http://", "https://")) else None
    title, abstract = (readable_name(row[name]["value"]) for name in ("title", "abstract"))
    return Head(title, "; ".join(facts), (abstract,), link)


def _entity_head(row: Binding) -> Head:
    kind, papers, sure = (row[name]["value"] for name in ("type", "papers", "confidence"))
    aliases = row.get("aliases", {}).get("value", "")
    written = (f"Also written: {aliases}",) if aliases else ()
    return Head(readable_name(row["label"]["value"]), f"{kind} in {papers} papers, confidence {sure}", written)


def _thing_page(head: Head, tables: list[Table], kind: str, local: str, base: str, root: str) -> str:
    forms = (("ttl", "Turtle"), ("jsonld", "JSON-LD"))
    documents = [Text(name, f"{root}/data/{kind}/{local}.{end}") for end, name in forms]
    chosen = {"paper": "paper"}.get(kind, "entity" if kind in _ENTITY_KINDS else None)
    place = unquote(local) if kind == "paper" else f"{kind}:{unquote(local)}"
    explorer = f"{root}/#{chosen}={quote(place, safe=':')}" if chosen else None
    query = quote(f"DESCRIBE <{base}{kind}/{local}>", safe="")
    links = {"explorer": explorer, "sparql": f"{root}/sparql#query={query}"}
    return _rendered("thing.html", root, title=head.title, head=head, tables=tables, documents=documents, links=links)


def missing_page(message: str, root: str = "") -> str:
    """The page that says that there is nothing."""
    return _rendered("missing.html", root, title="Not found", message=message)


def _rendered(template: str, root: str, **content: object) -> str:
    return _TEMPLATES.get_template(template).render(content, root=root)
