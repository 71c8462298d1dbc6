"""The served explorer's cards, made from tables in memory."""

from pathlib import Path

import pytest

from builds import write_build
from paperkg.explorer.cards import Cards
from paperkg.explorer.page_answers import PageAnswers
from paperkg.graph.tables import Tables
from records import tiny_records


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Cards:
    folder: Path = tmp_path_factory.mktemp("tiny")
    return Cards(Tables(write_build(folder, tiny_records())))


def test_a_result_that_is_written_as_a_word_has_no_number(cards: Cards) -> None:
    card = cards.entity("method:fastkey")
    assert card is not None
    assert [(row["value"], row["number"]) for row in card["results"]] == [
        ("71.50 ± 0.3 %", 71.5),
        ("3×", 3.0),
        ("two-fold", None),
    ]
    board = PageAnswers(cards).leaderboard("benchmark:gsm8k")
    values = {(row["before"], row["value"]) for group in board["groups"] for row in group["rows"]}
    assert values == {("70 %", "71.50 ± 0.3 %"), (None, "+4–5 points"), (None, "two-fold")}
    assert board["left_off"] == []


def test_a_card_says_how_many_results_and_relations_there_are(cards: Cards, monkeypatch: pytest.MonkeyPatch) -> None:
    tie = ("model:llama-7b", "benchmark:gsm8k")
    whole = [cards.entity(tie[0]), cards.paper("p0000000001"), cards.tie(*tie)]
    monkeypatch.setattr("paperkg.explorer.cards.ROWS", 1)
    for card, cut in zip(whole, [cards.entity(tie[0]), cards.paper("p0000000001"), cards.tie(*tie)], strict=True):
        assert card is not None
        assert cut is not None
        for name in ("results", "relations"):
            assert cut["counts"][name] == len(card[name])
            assert cut[name] == card[name][:1]


def test_a_tie_has_the_relations_and_results_with_both(cards: Cards) -> None:
    tie = cards.tie("method:fastkey", "benchmark:gsm8k")
    assert tie is not None
    assert [(row["head"]["label"], row["relation"], row["tail"]["label"]) for row in tie["relations"]] == [
        ("FastKey", "evaluated_on", "GSM8K")
    ]
    assert [row["value"] for row in tie["results"]] == ["71.50 ± 0.3 %", "two-fold"]
    assert tie["shared"] == 2
