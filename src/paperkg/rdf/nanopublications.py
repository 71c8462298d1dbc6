"""Nanopublications, one a claim, unsigned, as TriG.

Four graphs each: head, assertion (the claim), provenance (its evidence, confidence and rules) and
publication info. https://nanopub.net/guidelines/working_draft/
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from paperkg.files import whole_file
from paperkg.graph.folder import BASE_IRI
from paperkg.graph.row_types import RelationRow, ResultRow, StatementRow
from paperkg.graph.rows import PaperRows, by_paper
from paperkg.graph.tables import Tables
from paperkg.rdf.dataset_description import SOFTWARE, build_iri
from paperkg.rdf.iris import Iris, PaperIris
from paperkg.rdf.mapping import PREDICATES, result_triples, support
from paperkg.rdf.terms import TYPE, Triple, english, literal
from paperkg.rdf.turtle_syntax import to_trig
from paperkg.rdf.vocabulary import DCTERMS, NP, OA, PROV, XSD, prefixes


class _Claim(NamedTuple):
    node: str
    assertion: tuple[Triple, ...]
    row: StatementRow | RelationRow | ResultRow
    sentence_ids: list[str]


def _claims(rows: PaperRows, nodes: PaperIris, iris: Iris) -> Iterator[_Claim]:
    for statement in rows.statements:
        triple = (nodes.paper, PREDICATES[statement["role"]], iris.entity(statement["entity_id"]))
        yield _Claim(nodes.role(statement["entity_id"]), (triple,), statement, statement["sentence_ids"])
    for relation in rows.relations:
        triple = (iris.entity(relation["head"]), PREDICATES[relation["relation"]], iris.entity(relation["tail"]))
        node = nodes.relation(relation["head"], relation["relation"], relation["tail"])
        yield _Claim(node, (triple,), relation, [relation["sentence_id"]])
    for result in rows.results:
        made = tuple(result_triples(result, nodes, iris))
        yield _Claim(nodes.result(result), made, result, [result["sentence_id"]])


def _provenance(claim: _Claim, graph: str, rows: PaperRows, nodes: PaperIris, build: str) -> Iterator[Triple]:
    yield graph, f"<{PROV}hadPrimarySource>", nodes.paper
    yield graph, f"<{PROV}wasGeneratedBy>", build
    for _, predicate, obj in support(graph, claim.row, claim.sentence_ids, nodes):
        yield graph, predicate, obj
    for sentence_id in claim.sentence_ids:
        start, end = map(int, sentence_id.rpartition("@")[2].split("-"))
        yield nodes.sentence(start, end), f"<{OA}hasSource>", nodes.paper
        yield nodes.sentence(start, end), f"<{OA}hasSelector>", nodes.sentence(start, end, ":quote")
        yield nodes.sentence(start, end, ":quote"), f"<{OA}exact>", literal(rows.text[start:end])
    yield nodes.paper, f"<{DCTERMS}title>", english(rows.paper["title"])


def _publication(claim: _Claim, np: str, build: str, date: str | None) -> Iterator[Triple]:
    yield np, f"<{DCTERMS}subject>", claim.node
    yield np, f"<{DCTERMS}creator>", SOFTWARE
    yield np, f"<{PROV}wasGeneratedBy>", build
    if date is not None:
        yield np, f"<{DCTERMS}created>", literal(date, XSD + ("dateTime" if "T" in date else "date"))


def to_nanopubs(
    graph: Tables, base_iri: str = BASE_IRI, date: str | None = None
) -> Iterator[tuple[str, Iterator[Triple]]]:
    """The named graphs of all nanopublications, four a claim: name and triples."""
    iris = Iris(base_iri)
    build = build_iri(graph, iris)
    for rows in by_paper(graph):
        nodes = iris.of_paper(rows.paper["paper_id"])
        for claim in _claims(rows, nodes, iris):
            name = iris.nanopub(claim.node)
            np = f"<{name}>"
            parts = {part: f"<{name}#{part}>" for part in ("head", "assertion", "provenance", "pubinfo")}
            head = (
                (np, TYPE, f"<{NP}Nanopublication>"),
                (np, f"<{NP}hasAssertion>", parts["assertion"]),
                (np, f"<{NP}hasProvenance>", parts["provenance"]),
                (np, f"<{NP}hasPublicationInfo>", parts["pubinfo"]),
            )
            yield parts["head"], iter(head)
            yield parts["assertion"], iter(claim.assertion)
            yield parts["provenance"], _provenance(claim, parts["assertion"], rows, nodes, build)
            yield parts["pubinfo"], _publication(claim, np, build, date)


def write_nanopubs(graph: Tables, path: str | Path, *, base_iri: str = BASE_IRI, date: str | None = None) -> None:
    """Writes each claim of a build as a nanopublication.

    Args:
        graph: the build.
        path: a file, usually `*.nanopubs.trig`.
        base_iri: of the data.
        date: xsd:date or xsd:dateTime of creation; without it none is claimed, for the bytes to be the
            same at any time.
    """
    with whole_file(path) as file:
        file.writelines(to_trig(to_nanopubs(graph, base_iri, date), prefixes(base_iri)))
