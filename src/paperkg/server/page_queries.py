"""What the pages for people ask the store: one query for the head of a page, one for each of its tables.

A column whose name ends in "Label" is the text of the link in the column before it.
"""

from typing import NamedTuple

from paperkg.kinds import EntityType

_MOST_ROWS = 500

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

_MENTIONS = """SELECT ?start ?end ?entity ?entityLabel ?type {{
  ?sentence oa:hasSource <{iri}> .
  ?mention pkg:inSentence ?sentence ; pkg:mentionOf ?entity ; oa:start ?start ; oa:end ?end .
  ?entity skos:prefLabel ?entityLabel ; a ?class . BIND(STRAFTER(STR(?class), "#") AS ?type)
}} ORDER BY ?start DESC(?end)"""

# Each row looks up what hangs on it, where a plain OPTIONAL would read all evidence of the build. LATERAL is an
# extension that Oxigraph has: https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md
_QUOTED = "LATERAL { OPTIONAL { ?claim pkg:evidence/oa:hasSelector/oa:exact ?evidence } }"
_PARTS = " ".join(
    f"LATERAL {{ OPTIONAL {{ ?claim pkg:{name} ?{name} . ?{name} skos:prefLabel ?{name}Label }} }}"
    for name in ("subject", "benchmark", "metric")
)


class _Claims(NamedTuple):
    """A table of claims: its columns, the pattern that binds them, what each row looks up besides, and the order."""

    columns: str
    pattern: str
    order: str
    besides: str = ""

    def query(self, iri: str) -> str:
        """The first rows in order, each with its evidence."""
        first = f"SELECT * {{ {self.pattern.format(iri=iri)} {self.besides} }} ORDER BY {self.order} LIMIT {_MOST_ROWS}"
        return f"SELECT {self.columns} ?evidence {{ {{ {first} }} {_QUOTED} }} ORDER BY {self.order} LIMIT {_MOST_ROWS}"


_TABLES = {
    "Papers": _Claims(
        "?role ?paper ?paperLabel ?confidence",
        """?claim pkg:object <{iri}> ; pkg:predicate ?property ; pkg:subject ?paper ; pkg:confidence ?confidence .
        ?paper dcterms:title ?paperLabel . BIND(STRAFTER(STR(?property), "#") AS ?role)""",
        "?role DESC(?confidence) ?paperLabel",
    ),
    "Entities": _Claims(
        "?role ?entity ?entityLabel ?confidence",
        """?claim pkg:subject <{iri}> ; pkg:predicate ?property ; pkg:object ?entity ; pkg:confidence ?confidence .
        ?entity skos:prefLabel ?entityLabel . BIND(STRAFTER(STR(?property), "#") AS ?role)""",
        "?role DESC(?confidence) ?entityLabel",
    ),
    "Its relations to others": _Claims(
        "?relation ?entity ?entityLabel ?confidence",
        """?claim pkg:subject <{iri}> ; pkg:predicate ?property ; pkg:object ?entity ; pkg:confidence ?confidence .
        ?entity skos:prefLabel ?entityLabel . BIND(STRAFTER(STR(?property), "#") AS ?relation)""",
        "?relation DESC(?confidence) ?entityLabel",
    ),
    "Relations of others to it": _Claims(
        "?entity ?entityLabel ?relation ?confidence",
        """?claim pkg:object <{iri}> ; pkg:predicate ?property ; pkg:subject ?entity ; pkg:confidence ?confidence .
        ?entity skos:prefLabel ?entityLabel . BIND(STRAFTER(STR(?property), "#") AS ?relation)""",
        "?relation DESC(?confidence) ?entityLabel",
    ),
    "Relations": _Claims(
        "?subject ?subjectLabel ?relation ?object ?objectLabel ?confidence",
        """?claim pkg:inPaper <{iri}> ; pkg:predicate ?property ; pkg:subject ?subject ; pkg:object ?object ;
          pkg:confidence ?confidence . ?subject skos:prefLabel ?subjectLabel . ?object skos:prefLabel ?objectLabel .
        BIND(STRAFTER(STR(?property), "#") AS ?relation)""",
        "?relation DESC(?confidence) ?subjectLabel",
    ),
    "Results": _Claims(
        "?value ?kind ?subject ?subjectLabel ?benchmark ?benchmarkLabel ?metric ?metricLabel",
        """{{ SELECT DISTINCT ?claim {{ ?claim pkg:inPaper|pkg:subject|pkg:benchmark|pkg:metric <{iri}> }} }}
        LATERAL {{ ?claim a pkg:Result ; pkg:valueText ?value ; pkg:kind ?k }}
        BIND(STRAFTER(STR(?k), "#") AS ?kind)""",
        "?value",
        _PARTS,
    ),
}
_NEIGHBORS = """SELECT ?entity ?entityLabel ?papers ?npmi {{
  ?pair pkg:between <{iri}> , ?entity ; pkg:paperCount ?papers ; pkg:npmi ?npmi .
  ?entity skos:prefLabel ?entityLabel . FILTER(?entity != <{iri}>)
}} ORDER BY DESC(?papers) DESC(?npmi) ?entityLabel LIMIT {most}"""
TABLES_OF_ENTITY: tuple[str, ...] = (
    "Papers",
    "Its relations to others",
    "Relations of others to it",
    "Results",
    "Named together with it",
)
TABLES_OF_PAPER: tuple[str, ...] = ("Entities", "Relations", "Results")
_PROPERTIES = "SELECT ?property ?value {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"

COMMONEST = """SELECT ?type ?entity ?entityLabel ?papers {
  ?entity pkg:paperCount ?papers ; skos:prefLabel ?entityLabel ; a ?class .
  BIND(STRAFTER(STR(?class), "#") AS ?type)
} ORDER BY DESC(?papers) ?entityLabel LIMIT 100"""
_COUNTED = " ".join(f"pkg:{name}" for name in ("Paper", *EntityType, "Statement", "Result"))
COUNTS = f"""SELECT ?class (COUNT(?x) AS ?number) {{
  VALUES ?c {{ {_COUNTED} }}
  ?x a ?c . BIND(STRAFTER(STR(?c), "#") AS ?class)
}} GROUP BY ?class ORDER BY ?class"""


def of_entity(iri: str) -> str:
    """Label, type and aliases of an entity."""
    return _ENTITY.format(iri=iri)


def of_paper(iri: str) -> str:
    """Title, abstract, authors and record of a paper."""
    return _PAPER.format(iri=iri)


def mentions_of(iri: str) -> str:
    """Where a paper names entities, in characters of its title, a line break and its abstract."""
    return _MENTIONS.format(iri=iri)


def of_table(name: str, iri: str) -> str:
    """The rows of a table on the page of an entity or paper."""
    if name == "Named together with it":
        return _NEIGHBORS.format(iri=iri, most=_MOST_ROWS)
    return _TABLES[name].query(iri)


def properties_of(iri: str) -> str:
    """All that is said of any other thing."""
    return _PROPERTIES.format(iri=iri)
