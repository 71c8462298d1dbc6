"""Resolve: of all candidates, the spans that are mentions, with type and confidence.

The recognizer has weighed what the lexicon, the patterns and the definitions say, so its confidence is
the mention's; the other rules that found the same span are named beside it. A user's own lexicon
overrules it, and so does any lexicon on types that the recognizer was not trained for. Of spans that
overlap the longest wins, then the most trusted; but a name around a much surer name is none ("Python package").
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from paperkg.extraction.mentions.candidates import Candidate
from paperkg.extraction.mentions.judge import TypeShares
from paperkg.kinds import EntityType
from paperkg.model import Rule, Span

THRESHOLD = 0.37
SURE = 0.8
"""What is so probably an entity is one, although its type may be any of several."""
SURER = 0.2
"""How much surer a name is than a longer one around it to stand in its place."""
LEXICON_CONFIDENCE = 0.97
"""What a lexicon says that the recognizer does not overrule."""


_SETTLED = (Rule.USER_LEXICON, Rule.LANGUAGE, Rule.METRIC_AT)
"""Rules that the recognizer does not overrule."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A span taken for a mention; `types` are the probabilities that the recognizer gives to all types."""

    span: Span
    type: EntityType
    named: bool
    confidence: float
    rules: tuple[Rule, ...]
    name: str | None = None
    types: TypeShares = ()


def _judge(span: Span, candidates: Sequence[Candidate], learned: Container[EntityType]) -> Accepted | None:
    """The mention that the candidates of one span make, if any."""
    by_rule = {candidate.rule: candidate for candidate in sorted(candidates, key=lambda c: c.score)}
    own = next((by_rule[rule] for rule in _SETTLED if rule in by_rule), None)
    listed = by_rule.get(Rule.LEXICON)
    if own is None and listed and listed.type not in learned:
        own = listed  # the recognizer has no say on it
    recognized = by_rule.get(Rule.RECOGNIZER)
    chosen = own or recognized
    if chosen is None or chosen.type is None or (own is None and chosen.score < THRESHOLD and chosen.any < SURE):
        return None
    name = next((c.name for c in (own, listed) if c and c.name), None)
    return Accepted(
        span,
        chosen.type,
        chosen.rule is Rule.LANGUAGE or bool(recognized and recognized.named),
        LEXICON_CONFIDENCE if own else chosen.score,
        tuple(sorted(by_rule)),
        name,
        recognized.types if recognized else (),
    )


def select_mentions(
    candidates: Iterable[Candidate], learned: Container[EntityType] = frozenset(EntityType)
) -> tuple[Accepted, ...]:
    """The mentions among the candidates, none overlapping another, in the order of the text.

    Args:
        candidates: of one paper.
        learned: the types that the recognizer was trained for.
    """
    by_span: dict[Span, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_span[candidate.span].append(candidate)
    judged = [found for span, of_span in by_span.items() if (found := _judge(span, of_span, learned)) is not None]
    taken = bytearray(max((span.end for span in by_span), default=0))
    kept: list[Accepted] = []
    for accepted in sorted(
        _without_outer_names(judged), key=lambda a: (a.span.start - a.span.end, -a.confidence, a.span.start)
    ):
        start, end = accepted.span.start, accepted.span.end
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(accepted)
    return tuple(sorted(kept, key=lambda a: a.span.start))


def _without_outer_names(mentions: Sequence[Accepted]) -> list[Accepted]:
    """The mentions less those names that have a much surer name inside."""
    names = sorted((mention for mention in mentions if mention.named), key=lambda name: name.span)
    starts = [name.span.start for name in names]
    outer = set()
    for name in names:
        first, last = bisect_left(starts, name.span.start), bisect_left(starts, name.span.end)
        if any(
            inner.span.end <= name.span.end and inner.confidence > name.confidence + SURER
            for inner in names[first:last]
        ):
            outer.add(name.span)
    return [mention for mention in mentions if mention.span not in outer]
