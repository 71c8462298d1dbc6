"""What the pages for people ask the store: one query for the head of a page, one for each of its tables.

A column whose name ends in "Label" is the text of the link in the column before it.
"""

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
    "Neighbors": """SELECT ?entity ?entityLabel ?papers ?npmi {{
      ?pair pkg:between <{iri}> , ?entity ; pkg:paperCount ?papers ; pkg:npmi ?npmi .
      ?entity skos:prefLabel ?entityLabel . FILTER(?entity != <{iri}>)
    }} ORDER BY DESC(?papers) DESC(?npmi) ?entityLabel""",
}
TABLES_OF_ENTITY: tuple[str, ...] = ("Papers", "Entities", "Said to be", "Results", "Neighbors")
TABLES_OF_PAPER: tuple[str, ...] = ("Entities", "Results")
_PROPERTIES = "SELECT ?property ?value {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"

COMMONEST = """SELECT ?entity ?entityLabel ?type ?papers {
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


def of_table(name: str, iri: str) -> str:
    """The rows of a table on the page of an entity or paper."""
    return _TABLES[name].format(iri=iri, quote=_QUOTE) + f" LIMIT {_MOST_ROWS}"


def properties_of(iri: str) -> str:
    """All that is said of any other thing."""
    return _PROPERTIES.format(iri=iri)
