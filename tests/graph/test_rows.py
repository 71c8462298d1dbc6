"""Tables joined by paper."""

from collections import defaultdict
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builds import write_build
from paperkg.errors import BuildError
from paperkg.graph.rows import MergeJoin, by_paper, sentence_texts
from paperkg.graph.tables import Tables, write_table
from records import tiny_records, toy_records

Pair = tuple[str, int]


def joined(pairs: list[Pair]) -> MergeJoin[Pair]:
    return MergeJoin("pairs", iter(pairs), itemgetter(0))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9))), st.sets(st.sampled_from("abcdef")))
def test_every_key_gets_its_rows(pairs: list[Pair], others: set[str]) -> None:
    pairs.sort()
    expected: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        expected[pair[0]].append(pair)
    join = joined(pairs)
    assert all(join.take(key) == expected[key] for key in sorted(others | expected.keys()))
    join.finish()


@pytest.mark.parametrize(
    "pairs", [[("b", 1), ("a", 1)], [("a", 1), ("b", 1), ("a", 2)], [("A", 1), ("a", 1)], [("a", 1), ("c", 1)]]
)
def test_rows_out_of_order_or_without_their_key_are_an_error(pairs: list[Pair]) -> None:
    join = joined(pairs)
    for key in "ab":
        join.take(key)
    with pytest.raises(BuildError, match=r"pairs: the rows of '[aAbc]' are out of order"):
        join.finish()


def test_papers_come_with_all_their_rows(tmp_path: Path) -> None:
    graph = Tables(write_build(tmp_path, toy_records(5)))
    papers = list(by_paper(graph))
    assert [rows.paper for rows in papers] == list(graph.rows("papers"))
    assert [row for rows in papers for row in rows.sentences] == list(graph.rows("sentences"))
    assert [row for rows in papers for row in rows.mentions] == list(graph.rows("mentions"))
    assert [row for rows in papers for row in rows.statements] == list(graph.rows("statements"))
    assert [row for rows in papers for row in rows.results] == list(graph.rows("results"))
    assert [row for rows in papers for row in rows.relations] == list(graph.rows("relations"))
    for rows in papers:
        for mention in rows.mentions:
            assert rows.text[mention["start"] : mention["end"]] == mention["text"]


@pytest.mark.parametrize("name", ["sentences", "mentions", "statements", "results", "relations"])
def test_a_table_in_another_order_is_told(tmp_path: Path, name: str) -> None:
    graph = Tables(write_build(tmp_path, tiny_records()))
    table = graph.table(name)
    write_table(tmp_path, name, table.take(list(range(len(table)))[::-1]).to_batches())
    with pytest.raises(BuildError, match=f"{name}: the rows of 'p000000000[12]' are out of order"):
        list(by_paper(graph))


def test_texts_of_sentences_are_those_of_their_table(sample_build: Path) -> None:
    graph = Tables.open(sample_build)
    texts = {row["sentence_id"]: row["text"] for row in graph.rows("sentences", ["sentence_id", "text"])}
    assert sentence_texts(graph, texts.keys()) == texts
    some = sorted(texts)[::100]
    assert sentence_texts(graph, some) == {i: texts[i] for i in some}
    assert sentence_texts(graph, []) == {}
