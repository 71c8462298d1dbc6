"""Which candidates become mentions."""

from dataclasses import replace

import pytest

from paperkg.extraction.mentions.candidates import Candidate
from paperkg.extraction.mentions.selection import LEXICON_CONFIDENCE, SURE, THRESHOLD, select_mentions
from paperkg.kinds import EntityType
from paperkg.model import Rule, Span


def found(start: int, end: int, score: float, *, any: float = 0.0, rule: Rule = Rule.RECOGNIZER) -> Candidate:
    return Candidate(Span(start, end), EntityType.METHOD, rule, score=score, any=max(score, any))


@pytest.mark.parametrize(
    ("score", "any", "taken"),
    [
        (THRESHOLD, 0.0, True),
        (THRESHOLD - 0.01, SURE - 0.01, False),
        (THRESHOLD - 0.01, SURE, True),
    ],
)
def test_a_sure_type_or_surely_anything(score: float, any: float, taken: bool) -> None:
    mentions = select_mentions([found(0, 5, score, any=any)])
    assert [m.confidence for m in mentions] == ([score] if taken else [])


def test_the_longest_wins_then_the_surest() -> None:
    assert [m.span for m in select_mentions([found(0, 5, 0.9), found(3, 12, 0.5)])] == [Span(3, 12)]
    assert [m.span for m in select_mentions([found(0, 5, 0.5), found(3, 8, 0.9)])] == [Span(3, 8)]


def test_a_lexicon_is_trusted_on_types_that_the_recognizer_was_not_trained_for() -> None:
    listed, recognized = found(0, 5, 1.0, rule=Rule.LEXICON), found(0, 5, 0.9)
    [trusted] = select_mentions([listed, recognized], learned={EntityType.TASK})
    [judged] = select_mentions([listed, recognized], learned={EntityType.METHOD})
    assert (trusted.confidence, judged.confidence) == (LEXICON_CONFIDENCE, 0.9)


def test_what_no_one_but_the_lexicon_says_is_no_mention() -> None:
    assert select_mentions([found(0, 5, 1.0, rule=Rule.LEXICON)]) == ()
    [mine] = select_mentions([found(0, 5, 1.0, rule=Rule.USER_LEXICON)])
    assert mine.confidence == LEXICON_CONFIDENCE


def test_a_much_surer_name_stands_in_place_of_a_longer_one_around_it() -> None:
    inner = replace(found(0, 6, 0.81), named=True)
    outer = replace(found(0, 14, 0.43), named=True)
    assert [m.span for m in select_mentions([inner, outer])] == [Span(0, 6)]
    close = replace(outer, score=0.7, any=0.7)
    assert [m.span for m in select_mentions([inner, close])] == [Span(0, 14)]
    term = replace(outer, named=False)
    assert [m.span for m in select_mentions([inner, term])] == [Span(0, 14)]


def test_a_programming_language_told_by_its_context_needs_no_recognizer() -> None:
    language = replace(found(0, 1, 1.0, rule=Rule.LANGUAGE), type=EntityType.SOFTWARE)
    [mention] = select_mentions([language, found(0, 1, 0.1)])
    assert (mention.type, mention.named, mention.confidence) == (EntityType.SOFTWARE, True, LEXICON_CONFIDENCE)
