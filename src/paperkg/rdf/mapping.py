"""From the rows of a build to triples: the one mapping that every RDF format writes.

Streamed: entities first, then pairs of entities, then paper by paper. All triples of one subject stand
together, but for the plain triples of relations, which stand before their statement. They alone may
come twice, where two papers state the same relation.
"""

from collections.abc import Iterator
from enum import StrEnum

from paperkg.choices import chosen
from paperkg.graph.row_types import (
    EntityRow,
    RelationRow,
    ResultPart,
    ResultRow,
    SentenceRow,
    StatementRow,
)
from paperkg.graph.rows import MergeJoin, PaperRows, by_paper
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType
from paperkg.model import Relation, ResultKind, Role
from paperkg.rdf.bibliography import authors, bibliographic
from paperkg.rdf.iris import Iris, PaperIris
from paperkg.rdf.terms import (
    FALSE,
    TRUE,
    TYPE,
    Triple,
    decimal,
    exact_decimal,
    external,
    integer,
    literal,
)
from paperkg.rdf.vocabulary import OA, PKG, SKOS, local_name
from paperkg.text.numbers import plain_number

CONTEXT_CHARACTERS = 32
"""How much text before and after a sentence its quote selector gives."""

MIN_SHARED_PAPERS = 2
"""Pairs of entities that share fewer papers stay in the table and out of the RDF."""


class Detail(StrEnum):
    """How much the RDF of a build says."""

    FULL = "full"
    """Everything."""
    CLAIMS = "claims"
    """Papers, entities and claims with their confidences and rules; no sentences, and no places in the text."""


def detail_of(name: str) -> Detail:
    """The detail of that name, in any case.

    Raises:
        UnknownValueError: there is none.
    """
    return chosen(name, Detail, "a detail of RDF")


def term(name: str) -> str:
    """A term of the paperkg ontology."""
    return f"<{PKG}{name}>"


PREDICATES = {name.value: term(local_name(name.value)) for name in (*Role, *Relation)}
"""Role or relation of the tables to its property."""

_TYPES = {kind.value: term(kind.value) for kind in EntityType}
_KINDS = {kind.value: term(local_name(kind.value)) for kind in ResultKind}
_MENTIONS = PREDICATES[Role.MENTIONS.value]

_PREF_LABEL, _ALT_LABEL, _EXACT_MATCH = f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>", f"<{SKOS}exactMatch>"
_SOURCE, _SELECTOR = f"<{OA}hasSource>", f"<{OA}hasSelector>"
_POSITION_SELECTOR, _QUOTE_SELECTOR = f"<{OA}TextPositionSelector>", f"<{OA}TextQuoteSelector>"
_START, _END = f"<{OA}start>", f"<{OA}end>"
_EXACT, _PREFIX, _SUFFIX = f"<{OA}exact>", f"<{OA}prefix>", f"<{OA}suffix>"

_SENTENCE, _MENTION, _VALUE_MENTION = term("Sentence"), term("Mention"), term("ValueMention")
_STATEMENT, _RESULT, _COOCCURRENCE = term("Statement"), term("Result"), term("Cooccurrence")
_MENTION_OF, _IN_SENTENCE, _IN_PAPER = term("mentionOf"), term("inSentence"), term("inPaper")
_SUBJECT, _PREDICATE, _OBJECT = term("subject"), term("predicate"), term("object")
_EVIDENCE, _RULE, _CONFIDENCE = term("evidence"), term("rule"), term("confidence")
_MENTION_COUNT, _PAPER_COUNT = term("mentionCount"), term("paperCount")
_TYPE_SHARE, _NAMED, _BETWEEN, _NPMI = term("typeShare"), term("named"), term("between"), term("npmi")
_BENCHMARK, _METRIC, _KIND, _UNIT = term("benchmark"), term("metric"), term("kind"), term("unit")
_VALUE, _VALUE_TEXT, _VALUE_MENTION_OF = term("value"), term("valueText"), term("valueMention")
_BASELINE, _BASELINE_TEXT = term("baseline"), term("baselineText")
_SPREAD, _RANGE_END = term("spreadText"), term("rangeEndText")
_RESULT_PARTS: tuple[tuple[ResultPart, str], ...] = (
    ("subject", _SUBJECT),
    ("benchmark", _BENCHMARK),
    ("metric", _METRIC),
)


def entity_triples(graph: Tables, iris: Iris) -> Iterator[Triple]:
    """The entities with their labels, counts and links."""
    aliases = MergeJoin("aliases", graph.rows("aliases"), lambda row: row["entity_id"])
    for row in graph.rows("entities"):
        names = [alias["alias"] for alias in aliases.take(row["entity_id"])]
        yield from _entity(row, names, iris.entity(row["entity_id"]))
    aliases.finish()


def _entity(row: EntityRow, names: list[str], node: str) -> Iterator[Triple]:
    yield node, TYPE, _TYPES[row["type"]]
    yield node, _PREF_LABEL, literal(row["label"])
    for name in names:
        if name != row["label"]:  # SKOS, S13: a preferred label is not an alternative one
            yield node, _ALT_LABEL, literal(name)
    yield node, _NAMED, TRUE if row["named"] else FALSE
    yield node, _PAPER_COUNT, integer(row["papers"])
    yield node, _MENTION_COUNT, integer(row["mentions"])
    yield node, _CONFIDENCE, decimal(row["confidence"])
    yield node, _TYPE_SHARE, decimal(row["type_share"])
    for link in row["links"]:
        target = external(link)
        if target is not None:
            yield node, _EXACT_MATCH, target


def cooccurrence_triples(graph: Tables, iris: Iris) -> Iterator[Triple]:
    """Pairs of entities that share at least `MIN_SHARED_PAPERS` papers."""
    for row in graph.rows("cooccurrences"):
        if row["papers"] >= MIN_SHARED_PAPERS:
            node = iris.cooccurrence(row["entity_a"], row["entity_b"])
            yield node, TYPE, _COOCCURRENCE
            yield node, _BETWEEN, iris.entity(row["entity_a"])
            yield node, _BETWEEN, iris.entity(row["entity_b"])
            yield node, _PAPER_COUNT, integer(row["papers"])
            yield node, _NPMI, decimal(row["npmi"])


def paper_triples(rows: PaperRows, iris: Iris, detail: Detail = Detail.FULL) -> Iterator[Triple]:
    """All that one paper says: its record, sentences, mentions, statements and results."""
    full = detail is Detail.FULL
    nodes = iris.of_paper(rows.paper["paper_id"])
    yield from bibliographic(rows.paper, nodes)
    for statement in rows.statements:
        role, entity = PREDICATES[statement["role"]], iris.entity(statement["entity_id"])
        yield nodes.paper, role, entity
        if role != _MENTIONS:  # the super-property, so that one plain triple asks for all roles
            yield nodes.paper, _MENTIONS, entity
    yield from authors(rows.paper, nodes)
    text = rows.text
    for sentence in rows.sentences if full else ():
        yield from _sentence(sentence, text, nodes)
    for mention in rows.mentions if full else ():
        node = nodes.mention(mention["start"], mention["end"])
        yield node, TYPE, _MENTION
        yield node, _MENTION_OF, iris.entity(mention["entity_id"])
        yield node, _IN_SENTENCE, nodes.sentence_of(mention["sentence_id"])
        yield node, _START, integer(mention["start"])
        yield node, _END, integer(mention["end"])
        yield node, _EXACT, literal(mention["text"])
    for statement in rows.statements:
        node = nodes.role(statement["entity_id"])
        yield node, TYPE, _STATEMENT
        yield node, _IN_PAPER, nodes.paper
        yield node, _SUBJECT, nodes.paper
        yield node, _PREDICATE, PREDICATES[statement["role"]]
        yield node, _OBJECT, iris.entity(statement["entity_id"])
        yield node, _MENTION_COUNT, integer(statement["mentions"])
        yield from support(node, statement, statement["sentence_ids"] if full else [], nodes)
    for relation in rows.relations:
        yield from _relation(relation, nodes, iris, detail)
    if full:
        yield from _value_mentions(rows, nodes)
    for result in rows.results:
        yield from result_triples(result, nodes, iris, detail)
        yield from support(nodes.result(result), result, [result["sentence_id"]] if full else [], nodes)


def _value_mentions(rows: PaperRows, nodes: PaperIris) -> Iterator[Triple]:
    """The places of numbers, each once: a number may belong to several results, or stand in a name."""
    mentioned = {(row["start"], row["end"]) for row in rows.mentions}
    for (start, end), row in {(row["start"], row["end"]): row for row in rows.results}.items():
        node = nodes.mention(start, end)
        yield node, TYPE, _VALUE_MENTION
        if (start, end) not in mentioned:
            yield node, _IN_SENTENCE, nodes.sentence_of(row["sentence_id"])
            yield node, _START, integer(start)
            yield node, _END, integer(end)
            yield node, _EXACT, literal(row["value"])


def _sentence(row: SentenceRow, text: str, nodes: PaperIris) -> Iterator[Triple]:
    start, end = row["start"], row["end"]
    node = nodes.sentence(start, end)
    position, quote = nodes.sentence(start, end, ":position"), nodes.sentence(start, end, ":quote")
    yield node, TYPE, _SENTENCE
    yield node, _SOURCE, nodes.paper
    yield node, _SELECTOR, position
    yield node, _SELECTOR, quote
    yield position, TYPE, _POSITION_SELECTOR
    yield position, _START, integer(start)
    yield position, _END, integer(end)
    yield quote, TYPE, _QUOTE_SELECTOR
    yield quote, _EXACT, literal(row["text"])
    yield quote, _PREFIX, literal(text[max(0, start - CONTEXT_CHARACTERS) : start])
    yield quote, _SUFFIX, literal(text[end : end + CONTEXT_CHARACTERS])


def support(
    node: str, row: StatementRow | RelationRow | ResultRow, sentence_ids: list[str], nodes: PaperIris
) -> Iterator[Triple]:
    """What a claim, or the graph that asserts it, rests on."""
    yield node, _CONFIDENCE, decimal(row["confidence"])
    for rule in row["rules"]:
        yield node, _RULE, literal(rule)
    for sentence_id in sentence_ids:
        yield node, _EVIDENCE, nodes.sentence_of(sentence_id)


def _relation(row: RelationRow, nodes: PaperIris, iris: Iris, detail: Detail) -> Iterator[Triple]:
    head, relation, tail = iris.entity(row["head"]), PREDICATES[row["relation"]], iris.entity(row["tail"])
    node = nodes.relation(row["head"], row["relation"], row["tail"])
    yield head, relation, tail
    yield node, TYPE, _STATEMENT
    yield node, _IN_PAPER, nodes.paper
    yield node, _SUBJECT, head
    yield node, _PREDICATE, relation
    yield node, _OBJECT, tail
    yield from support(node, row, [row["sentence_id"]] if detail is Detail.FULL else [], nodes)


def result_triples(row: ResultRow, nodes: PaperIris, iris: Iris, detail: Detail = Detail.FULL) -> Iterator[Triple]:
    """What a result says, without what it rests on."""
    node, place = nodes.result(row), nodes.mention(row["start"], row["end"])
    yield node, TYPE, _RESULT
    yield node, _IN_PAPER, nodes.paper
    for part, predicate in _RESULT_PARTS:
        entity_id = row[part]
        if entity_id is not None:
            yield node, predicate, iris.entity(entity_id)
    yield node, _KIND, _KINDS[row["kind"]]
    number = exact_decimal(row["number"] or "")
    if number is not None:
        yield node, _VALUE, number
    yield node, _VALUE_TEXT, literal(row["value"])
    if detail is Detail.FULL:
        yield node, _VALUE_MENTION_OF, place
    if row["unit"] is not None:
        yield node, _UNIT, literal(row["unit"])
    if row["baseline"] is not None:
        baseline = exact_decimal(plain_number(row["baseline"]) or "")
        if baseline is not None:
            yield node, _BASELINE, baseline
        yield node, _BASELINE_TEXT, literal(row["baseline"])
    if row["spread"] is not None:
        yield node, _SPREAD, literal(row["spread"])
    if row["range_end"] is not None:
        yield node, _RANGE_END, literal(row["range_end"])


def sections(
    graph: Tables, base_iri: str, detail: Detail = Detail.FULL
) -> Iterator[tuple[str | None, Iterator[Triple]]]:
    """The triples of a build in parts: what is of the corpus under None, then each paper's under its graph.

    A part is to be read before the next is asked for.
    """
    iris = Iris(base_iri)
    yield None, entity_triples(graph, iris)
    yield None, cooccurrence_triples(graph, iris)
    for rows in by_paper(graph):
        yield iris.of_paper(rows.paper["paper_id"]).graph, paper_triples(rows, iris, detail)


def triples(graph: Tables, base_iri: str, detail: Detail = Detail.FULL) -> Iterator[Triple]:
    """All triples of a build, streamed in an order that the build alone decides."""
    for _, part in sections(graph, base_iri, detail):
        yield from part
