"""Papers as columns of whole numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotated_text import read
from paperkg.extraction.claims.encoder_input import (
    RANKS,
    RESEMBLANCES,
    SHARED,
    STANDINGS,
    Candidates,
    EncoderInput,
    Pairs,
    Vocabulary,
    all_standings,
    encoder_input,
    standing,
)
from paperkg.extraction.claims.role_features import STAGES
from paperkg.extraction.claims.tokens import tokenize
from paperkg.extraction.mentions.word_vectors import WordVectors

WORDS = ("we", "propose", "3.5", "on", ",", ".", "[Method Zig]", "[Task! parsing]", "[Benchmark Zag]", "than", "\n")
VOCABULARY = Vocabulary.of(["we", "@Method"], ["propose"], STAGES, ["Method", "Task"])
MARKED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)


def columns_of(marked: str) -> EncoderInput:
    nothing = WordVectors.of([], np.zeros((0, 4), dtype=np.float32))
    return encoder_input(tokenize(*read(marked)), nothing, VOCABULARY)


def test_words_and_types_that_are_not_known_have_rows_of_their_own() -> None:
    columns = columns_of("[Method Zig]: a title\nWe propose [Method Zig] on [Benchmark Zag].")
    method, benchmark = 1 + 2 * 0 + 1, VOCABULARY.hidden_mark
    assert columns.tokens["mark"].tolist() == [method, 0, 0, 0, 0, 0, method, 0, benchmark, 0]
    assert columns.tokens["word"].tolist() == [2, 0, 0, 0, 1, 0, 2, 0, 0, 0]
    assert columns.types.tolist() == [0, VOCABULARY.hidden_type]
    assert columns.entities["in_title"].tolist() == [1, 0]
    assert columns.entities["mentions"].tolist() == [2, 1]
    assert columns.tokens["opening"].tolist() == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0]


@given(MARKED)
def test_every_column_has_rows_of_its_table(marked: str) -> None:
    columns = columns_of(marked)
    for name, rows in VOCABULARY.token_rows().items():
        assert columns.tokens[name].max(initial=0) < rows
    for name, rows in VOCABULARY.entity_rows().items():
        assert columns.entities[name].max(initial=0) < rows
    at = np.arange(len(columns.homes))
    stands = standing(columns, at[:, None], at[None, :])
    assert stands.min(initial=0) >= 0
    assert stands.max(initial=0) < STANDINGS
    assert np.array_equal(stands, all_standings(columns))


@given(MARKED)
def test_entities_meet_where_they_are_nearest(marked: str) -> None:
    columns = columns_of(marked)
    homes, places = columns.homes.tolist(), columns.places
    placed = [i for i, own in enumerate(places) if own]
    pairs = [(a, b) for a in placed for b in placed if a != b]
    found = Pairs.of(columns, pairs)
    for k, (head, tail) in enumerate(pairs):
        gaps = [(abs(homes[p] - homes[q]), abs(p - q)) for p in places[head] for q in places[tail]]
        p, q = int(found.head_at[k]), int(found.tail_at[k])
        assert (p in places[head], q in places[tail]) == (True, True)
        assert (abs(homes[p] - homes[q]), abs(p - q)) == min(gaps)
    assert found.resemblance.max(initial=0) < RESEMBLANCES
    assert found.shared.max(initial=0) < SHARED


def test_candidates_are_ranked_as_they_come() -> None:
    columns = columns_of("A title\nOn [Benchmark Zag] we reach 3.5 , not on [Benchmark Zug] .")
    (at,) = columns.sizes
    found = Candidates.of(columns, at, [1, 0])
    assert found.entity.tolist() == [1, 0]
    assert found.near.tolist() == [columns.places[1][0], columns.places[0][0]]
    assert found.rank.tolist() == [0, 1]
    assert Candidates.of(columns, at, [0] * 9).rank.max() == RANKS - 1
    both = Candidates.joined([found, Candidates.of(columns, at, [])])
    assert both.entity.tolist() == [1, 0]
    assert Candidates.joined([]).at.tolist() == []


@pytest.mark.parametrize(
    ("one", "other", "resemblance"),
    [
        ("Zig", "Tango", 0),
        ("Zigzag", "Zigzags", 1),
        ("Zig Net", "Zag Net", 2),
        ("Zig Net", "Net", 3),
        ("Zig", "Zig-2", 4),
    ],
)
def test_how_names_resemble_one_another(one: str, other: str, resemblance: int) -> None:
    columns = columns_of(f"A title\nWe use [Method {one}] and [Method {other}].")
    assert Pairs.of(columns, [(0, 1)]).resemblance.tolist() == [resemblance]
