"""Pages for people: the first one, one for each thing in the graph, and the query editor."""

import json
from html import escape
from typing import Any

from paperkg.kinds import EntityType
from paperkg.rdf.vocabulary import prefixes
from paperkg.server.options import Job, Reply
from paperkg.server.pool import WorkerPool
from paperkg.sparql.cookbook import list_cookbook

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1a1a1a; }
a { color: #0b57a4; } h1 { line-height: 1.2; } header { margin-bottom: 2rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: break-word; } .kind { color: #5c5c5c; } q { color: #444; }
"""

_LIMIT = 500

_ENTITY = """SELECT ?label ?type ?papers ?confidence (GROUP_CONCAT(DISTINCT ?alias; SEPARATOR=", ") AS ?aliases) {{
  <{iri}> skos:prefLabel ?label ; a ?class ; pkg:paperCount ?papers ; pkg:confidence ?confidence .
  OPTIONAL {{ <{iri}> skos:altLabel ?alias }} BIND(STRAFTER(STR(?class), "#") AS ?type)
}} GROUP BY ?label ?type ?papers ?confidence"""

_PAPER = """SELECT ?title ?abstract ?date ?venue ?url (GROUP_CONCAT(DISTINCT ?name; SEPARATOR=", ") AS ?authors) {{
  <{iri}> dcterms:title ?title ; dcterms:abstract ?abstract .
  OPTIONAL {{ <{iri}> dcterms:date ?date }} OPTIONAL {{ <{iri}> pkg:venue ?venue }}
  OPTIONAL {{ <{iri}> schema:url ?url }}
  OPTIONAL {{
    SELECT ?name {{ <{iri}> dcterms:creator ?author . ?author foaf:name ?name ; pkg:position ?n }} ORDER BY ?n
  }}
}} GROUP BY ?title ?abstract ?date ?venue ?url"""

_QUOTE = "OPTIONAL { ?claim pkg:evidence/oa:hasSelector/oa:exact ?evidence }"

_TABLES = {
    "Papers": """SELECT ?role ?paper ?paperLabel ?confidence ?evidence {{
      ?claim pkg:object <{iri}> ; pkg:predicate ?property ; pkg:subject ?paper ; pkg:confidence ?confidence .
      ?paper dcterms:title ?paperLabel . BIND(STRAFTER(STR(?property), "#") AS ?role) {quote}
    }} ORDER BY ?role DESC(?confidence) ?paperLabel""",
    "Entities": """SELECT ?role ?entity ?entityLabel ?confidence ?evidence {{
      ?claim pkg:subject <{iri}> ; pkg:predicate ?property ; pkg:object ?entity ; pkg:confidence ?confidence .
      ?entity skos:prefLabel ?entityLabel . BIND(STRAFTER(STR(?property), "#") AS ?role) {quote}
    }} ORDER BY ?role DESC(?confidence) ?entityLabel""",
    "Said to be": """SELECT ?other ?otherLabel ?relation ?evidence {{
      ?claim pkg:object <{iri}> ; pkg:predicate ?property ; pkg:subject ?other .
      ?other skos:prefLabel ?otherLabel . BIND(STRAFTER(STR(?property), "#") AS ?relation) {quote}
    }} ORDER BY ?relation ?otherLabel""",
    "Results": """SELECT ?value ?kind ?subject ?subjectLabel ?benchmark ?benchmarkLabel ?metric ?metricLabel
    ?evidence {{
      ?claim pkg:inPaper|pkg:subject|pkg:benchmark|pkg:metric <{iri}> ;
        a pkg:Result ; pkg:valueText ?value ; pkg:kind ?k .
      OPTIONAL {{ ?claim pkg:subject ?subject . ?subject skos:prefLabel ?subjectLabel }}
      OPTIONAL {{ ?claim pkg:benchmark ?benchmark . ?benchmark skos:prefLabel ?benchmarkLabel }}
      OPTIONAL {{ ?claim pkg:metric ?metric . ?metric skos:prefLabel ?metricLabel }}
      BIND(STRAFTER(STR(?k), "#") AS ?kind) {quote}
    }} ORDER BY ?value""",
    "Neighbours": """SELECT ?entity ?entityLabel ?papers ?npmi {{
      ?pair pkg:between <{iri}> , ?entity ; pkg:paperCount ?papers ; pkg:npmi ?npmi .
      ?entity skos:prefLabel ?entityLabel . FILTER(?entity != <{iri}>)
    }} ORDER BY DESC(?papers) DESC(?npmi) ?entityLabel""",
}
_ENTITY_KINDS = frozenset(kind.value.lower() for kind in EntityType)
_OF_ENTITY: tuple[str, ...] = ("Papers", "Entities", "Said to be", "Results", "Neighbours")
_OF_PAPER: tuple[str, ...] = ("Entities", "Results")
_OF_THING = "SELECT ?property ?value {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"

_COMMON = """SELECT ?entity ?entityLabel ?type ?papers {
  ?entity pkg:paperCount ?papers ; skos:prefLabel ?entityLabel ; a ?class .
  BIND(STRAFTER(STR(?class), "#") AS ?type)
} ORDER BY DESC(?papers) ?entityLabel LIMIT 100"""
_COUNTS = """SELECT ?class (COUNT(?x) AS ?number) {
  VALUES ?c { pkg:Paper pkg:Method pkg:Model pkg:Benchmark pkg:Software pkg:Task pkg:Metric pkg:Statement pkg:Result }
  ?x a ?c . BIND(STRAFTER(STR(?c), "#") AS ?class)
} GROUP BY ?class ORDER BY ?class"""

Binding = dict[str, dict[str, str]]


class UnansweredError(Exception):
    """The store could not answer now; `reply` says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Pages:
    """Makes pages from what the store answers."""

    def __init__(self, pool: WorkerPool, base_iri: str) -> None:
        self._pool = pool
        self._base = base_iri

    async def _ask(self, query: str) -> tuple[list[str], list[Binding]]:
        reply = await self._pool.ask(Job(query, "application/sparql-results+json"))
        if reply.status >= 500:
            raise UnansweredError(reply)
        if reply.status != 200:
            return [], []
        found: dict[str, Any] = json.loads(reply.body)
        return found["head"]["vars"], found["results"]["bindings"]

    async def home(self) -> str:
        """What the build holds, and where to go."""
        counts = await self._ask(_COUNTS)
        common = await self._ask(_COMMON)
        return _html(
            "Knowledge graph of papers",
            "<p>Ask in <a href='/sparql'>SPARQL</a>; the words are those of the <a href='/ns'>ontology</a>.</p>"
            + self._table("In the graph", *counts)
            + self._table("Commonest entities", *common),
        )

    async def thing(self, kind: str, local: str) -> str | None:
        """The page of an entity, paper or other thing; None where the graph says nothing of it."""
        iri = f"{self._base}{kind}/{local}"
        if kind != "paper" and kind not in _ENTITY_KINDS:
            return await self._other(iri, kind, local)
        head, names = (_PAPER, _OF_PAPER) if kind == "paper" else (_ENTITY, _OF_ENTITY)
        _, rows = await self._ask(head.format(iri=iri))
        if not rows:
            return None
        tables = [self._table(name, *await self._ask(self._query(name, iri))) for name in names]
        top = self._of_paper(rows[0]) if kind == "paper" else self._of_entity(rows[0])
        title = rows[0]["title" if kind == "paper" else "label"]["value"]
        return _html(title, top + "".join(tables) + self._documents(kind, local))

    @staticmethod
    def _query(name: str, iri: str) -> str:
        return _TABLES[name].format(iri=iri, quote=_QUOTE) + f" LIMIT {_LIMIT}"

    async def _other(self, iri: str, kind: str, local: str) -> str | None:
        names, rows = await self._ask(_OF_THING.format(iri=iri))
        if not rows:
            return None
        return _html(f"{kind} {local}", self._table("Properties", names, rows) + self._documents(kind, local))

    @staticmethod
    def _of_paper(row: Binding) -> str:
        facts = [row[name]["value"] for name in ("authors", "venue", "date") if row.get(name, {}).get("value")]
        link = row.get("url", {}).get("value")
        more = f"<p>{_anchor(link, link)}</p>" if link and link.startswith(("http://", "https://")) else ""
        return f"<p class='kind'>{escape('; '.join(facts))}</p><p>{escape(row['abstract']['value'])}</p>{more}"

    @staticmethod
    def _of_entity(row: Binding) -> str:
        aliases = row.get("aliases", {}).get("value", "")
        written = f"<p>Also written: {escape(aliases)}</p>" if aliases else ""
        kind, papers, sure = (row[name]["value"] for name in ("type", "papers", "confidence"))
        return f"<p class='kind'>{escape(kind)} in {escape(papers)} papers, confidence {escape(sure)}</p>{written}"

    @staticmethod
    def _documents(kind: str, local: str) -> str:
        links = (
            _anchor(f"/data/{kind}/{local}.{end}", name) for end, name in (("ttl", "Turtle"), ("jsonld", "JSON-LD"))
        )
        return f"<p>As data: {', '.join(links)}</p>"

    def _table(self, caption: str, names: list[str], rows: list[Binding]) -> str:
        if not rows:
            return ""
        shown = [name for name in names if not name.endswith("Label")]
        head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in shown)
        body = "".join("<tr>" + "".join(self._cell(name, row) for name in shown) + "</tr>" for row in rows)
        return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _cell(self, name: str, row: Binding) -> str:
        term = row.get(name)
        if term is None:
            return "<td></td>"
        value = term["value"]
        text = row.get(f"{name}Label", term)["value"]
        if term["type"] == "uri":
            return f"<td>{self._link(value, text)}</td>"
        return f"<td><q>{escape(text)}</q></td>" if name == "evidence" else f"<td>{escape(text)}</td>"

    def _link(self, iri: str, text: str) -> str:
        """To a page of ours, or away; names are shortened."""
        if iri.startswith(self._base):
            local = iri.removeprefix(self._base)
            return _anchor(f"/{local}" if "/" in local else iri, text if text != iri else local.replace("/", ":", 1))
        short = next((f"{p}:{iri[len(n) :]}" for p, n in prefixes(self._base).items() if iri.startswith(n)), text)
        return _anchor(iri, short) if iri.startswith(("http://", "https://")) else escape(iri)

    def editor(self) -> str:
        """The query editor, the cookbook at hand."""
        examples = [{"title": r.title, "question": r.question, "query": r.sparql} for r in list_cookbook()]
        data = json.dumps({"prefixes": prefixes(self._base), "examples": examples}).replace("<", "\\u003c")
        return _html(
            "SPARQL",
            "<label>Cookbook: <select id='cookbook'></select></label><p id='question'></p><div id='yasgui'></div>"
            f"<script type='application/json' id='data'>{data}</script>"
            "<script src='/static/yasgui.min.js'></script><script src='/static/editor.js'></script>",
            "<link rel='stylesheet' href='/static/yasgui.min.css'><style>body { max-width: none }</style>",
        )


def _anchor(target: str, text: str) -> str:
    return f"<a href='{escape(target, quote=True)}'>{escape(text)}</a>"


def _html(title: str, body: str, head: str = "") -> str:
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><link rel='icon' href='data:,'><style>{_STYLE}</style>{head}</head><body>"
        "<header><nav><a href='/'>Explorer</a> · <a href='/list'>List</a> · <a href='/sparql'>SPARQL</a></nav></header>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )
