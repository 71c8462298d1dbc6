"""The tables of a build: what their rows say, and that they do not depend on the order of papers."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from builds import extraction_of, extractions_database, write_build
from paperkg.graph.folder import table_path
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables
from paperkg.graph.tabulate import tabulate
from paperkg.kinds import EntityType
from paperkg.linking import link
from paperkg.model import Extraction, Paper, PaperEntity, Result, ResultKind, Role, Rule, Span
from records import toy_records

TEXT = "FooNet is good. Our FooNets reach 9 on A and B, and FooNet is liked."


def entity(name: str, role: Role, confidence: float, *places: tuple[int, int]) -> PaperEntity:
    return PaperEntity(
        name=name,
        type=EntityType.BENCHMARK if len(name) == 1 else EntityType.METHOD,
        named=True,
        role=role,
        aliases=(name,),
        mentions=tuple(Span(start + 2, end + 2) for start, end in places),
        confidence=confidence,
        rules=(Rule.SHAPE, Rule.CALLED) if role is Role.USES else (Rule.RECOGNIZER, Rule.CALLED),
        evidence=(Span(2, 17),) if role is Role.USES else (Span(18, 70),),
    )


def result(benchmark: str) -> Result:
    place, sentence = Span(36, 37), Span(18, 70)
    return Result(
        subject="FooNet", benchmark=benchmark, metric=None, value="9", kind=ResultKind.ABSOLUTE, span=place,
        evidence=sentence, confidence=0.5,
    )  # fmt: skip


FOUND = Extraction(
    paper=Paper(id="p", title="T", abstract=TEXT),
    entities=(
        entity("FooNet", Role.USES, 0.9, (0, 6), (52, 58)),
        entity("FooNets", Role.INTRODUCES, 0.6, (20, 27)),
        entity("A", Role.EVALUATES_ON, 0.5, (39, 40)),
        entity("B", Role.EVALUATES_ON, 0.5, (45, 46)),
    ),
    results=(result("A"), result("B")),
    sentences=(Span(0, 1), Span(2, 17), Span(18, 70)),
)


@pytest.fixture
def built(tmp_path: Path) -> dict[str, list[dict[str, object]]]:
    return tables_of([FOUND], tmp_path)


def tables_of(extractions: Sequence[Extraction], folder: Path) -> dict[str, list[dict[str, object]]]:
    with extractions_database(folder, extractions) as database:
        counts = tabulate(link(database), folder)
    import pyarrow.parquet as pq

    found = {name: pq.read_table(table_path(folder, name)).to_pylist() for name in SCHEMAS}
    assert counts == {name: len(rows) for name, rows in found.items()}
    return found


def test_two_entities_of_a_paper_that_are_one_share_a_statement(built: dict[str, list[dict[str, object]]]) -> None:
    (statement,) = (row for row in built["statements"] if row["entity_id"] == "method:foonet")
    assert statement["role"] == "introduces"
    assert statement["mentions"] == 3
    assert statement["confidence"] == 0.9
    assert statement["rules"] == ["called", "recognizer", "shape"]
    assert statement["sentence_ids"] == ["p@18-70"]


def test_mentions_stand_in_their_sentences(built: dict[str, list[dict[str, object]]]) -> None:
    rows = [(row["text"], row["start"], row["end"], row["sentence_id"]) for row in built["mentions"]]
    assert rows == [
        ("FooNet", 2, 8, "p@2-17"),
        ("FooNets", 22, 29, "p@18-70"),
        ("A", 41, 42, "p@18-70"),
        ("B", 47, 48, "p@18-70"),
        ("FooNet", 54, 60, "p@18-70"),
    ]


def test_surface_forms_are_counted(built: dict[str, list[dict[str, object]]]) -> None:
    rows = [(row["alias"], row["mentions"]) for row in built["aliases"] if row["entity_id"] == "method:foonet"]
    assert rows == [("FooNet", 2), ("FooNets", 1)]
    assert {row["entity_id"]: row["mentions"] for row in built["entities"]}["method:foonet"] == 3


def test_a_number_that_holds_for_several_benchmarks_has_several_ids(built: dict[str, list[dict[str, object]]]) -> None:
    rows = [(row["result_id"], row["benchmark"]) for row in built["results"]]
    assert rows == [("p@36-37.1", "benchmark:a"), ("p@36-37.2", "benchmark:b")]


def test_sentences_are_those_that_are_cited(built: dict[str, list[dict[str, object]]]) -> None:
    assert [(row["sentence_id"], row["text"]) for row in built["sentences"]] == [
        ("p@2-17", TEXT[:15]),
        ("p@18-70", TEXT[16:68]),
    ]


@pytest.mark.parametrize(
    ("authors", "count", "answer"), [((), None, None), ((), 3, 3), (("A", "B"), None, 2), (("A",), 5, 5)]
)
def test_authors_are_counted_where_only_their_names_are_known(
    authors: tuple[str, ...], count: int | None, answer: int | None, tmp_path: Path
) -> None:
    paper = Paper(id="1", title="T", abstract="A", authors=authors, author_count=count, date="2024-02")
    (row,) = tables_of([Extraction(paper=paper)], tmp_path)["papers"]
    assert row["author_count"] == answer
    assert (row["year"], row["month"]) == (2024, 2)


def test_tables_do_not_depend_on_the_order_of_papers(tmp_path: Path) -> None:
    found = [extraction_of(record) for record in toy_records(20)]
    contents = []
    for name, ordered in (("forwards", found), ("backwards", found[::-1]), ("mixed", found[1::2] + found[::2])):
        (tmp_path / name).mkdir()
        tables_of(ordered, tmp_path / name)
        contents.append({table: table_path(tmp_path / name, table).read_bytes() for table in SCHEMAS})
    assert contents[0] == contents[1] == contents[2]


def test_pairs_have_their_pointwise_mutual_information(tmp_path: Path) -> None:
    graph = Tables(write_build(tmp_path, toy_records(20)))
    papers = graph.count("papers")
    entities: dict[str, list[str]] = {}
    for row in graph.rows("statements"):
        entities.setdefault(row["paper_id"], []).append(row["entity_id"])
    alone = Counter(entity for found in entities.values() for entity in found)
    together = Counter(pair for found in entities.values() for pair in combinations(sorted(found), 2))
    rows = {(row["entity_a"], row["entity_b"]): (row["papers"], row["npmi"]) for row in graph.rows("cooccurrences")}
    assert len(rows) > 20
    for (a, b), (count, npmi) in rows.items():
        joint = count / papers
        expected = math.log(joint / (alone[a] / papers) / (alone[b] / papers)) / -math.log(joint) if joint < 1 else 1
        assert npmi == pytest.approx(expected, abs=1e-4)
    assert {pair: count for pair, (count, _) in rows.items()} == together
