"""The numbers of a paper that may be outcomes, each with its unit, spread and range.

A number that belongs to another one (the spread in "88.1 ± 0.4"), a version, a p-value or a power reports nothing.
Factors told in words ("two orders of magnitude faster", "doubles the throughput") count where the words around
them tell of an outcome.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paperkg.extraction.claims.number_context import is_denied, is_no_outcome, is_size, is_version
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.kinds import EntityType
from paperkg.model import Span
from paperkg.text.quantities import Quantity, quantity_at

_ORDERS = re.compile(
    r"\b(?:(?:an?|one|two|three|four|five|six|several|\d+(?:\s?[-–]\s?\d+)?|\d\.\d)\s)?orders?\sof\smagnitude\b"
)
_MULTIPLES = re.compile(r"\b(?:doubles|doubled|triples|tripled|quadruples|quadrupled|halves|halved)\b")
_NUMERALS = "(?:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred)"
_TIMES = re.compile(
    rf"\b(?:(?:{_NUMERALS}\stimes|[Tt]wice|thrice)(?=\s(?:as\s(?!many\b|much\b|large\b|big\b|long\b)\w+\sas|fewer|faster|slower|cheaper"
    rf"|less|lower|higher|better|shorter|quicker|(?:smaller|larger)\sthan)\b)|(?<=\bby\sa\sfactor\sof\s){_NUMERALS})\b"
)
_SHARES = re.compile(
    r"(?<=\bby\s)(?:half|one\shalf|a\sthird|one\sthird|two[\s-]thirds|a\squarter|one\squarter|a\stenth)\b"
)
_COMPARED = re.compile(
    r"\b(?:fast|slow|low|high|few|less|more|small|large|bett|cheap|short|improv|reduc|cut|sav|speed|accelerat|decreas"
    r"|increas|shrink|outperform|boost)\w*",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s(?:the\s|its\s|their\s|our\s)?(?:[\w-]+\s){0,3}?(?:throughput|latency|speed|accuracy|memory|cost|costs|time|rate"
    r"|performance|error|errors|footprint|score|consumption|loss|perplexity|recall|precision|success|robustness)\b"
)
_BEFORE_NOUN = re.compile(r"\b(?:the|two|both|a|these|of|that|when|if)\s$")
_REACH = 60  # characters around "orders of magnitude" and "by half" in which the words of a comparison may stand


@dataclass(frozen=True, slots=True)
class ReportedNumber:
    """A number that may be an outcome; `before` and `after` are the rest of its sentence."""

    span: Span
    value: str
    quantity: Quantity
    before: str
    after: str
    in_words: bool = False


def reported_numbers(paper: TokenizedPaper) -> dict[int, ReportedNumber]:
    """The numbers of the paper by their first token, in the order of the text."""
    worded = {at: number for home in range(1, len(paper.sentences)) for at, number in _worded(paper, home)}
    out: dict[int, ReportedNumber] = {}
    taken = 0  # the character up to which numbers and their spreads reach
    for at in sorted({*paper.numbers, *worded}):
        if paper.starts[at] < taken:
            continue
        number = worded.get(at) or _digits(paper, at)
        taken = max(taken, number.quantity.end if number.quantity.spread else number.span.end)
        if number.in_words or not _excluded(paper, at, number):
            out[at] = number
    return out


def _reported(
    paper: TokenizedPaper, span: Span, home: int, quantity: Quantity, in_words: bool = False
) -> ReportedNumber:
    sentence = paper.sentences[home]
    before, after = paper.text[sentence.start : span.start], paper.text[span.end : sentence.end]
    return ReportedNumber(span, paper.text[span.start : span.end], quantity, before, after, in_words)


def _digits(paper: TokenizedPaper, at: int) -> ReportedNumber:
    """The number at a number token."""
    span, home = Span(paper.starts[at], paper.ends[at]), paper.homes[at]
    quantity = quantity_at(paper.text, span.start, span.end, paper.sentences[home].end)
    return _reported(paper, span, home, quantity)


def _excluded(paper: TokenizedPaper, at: int, number: ReportedNumber) -> bool:
    """Whether the number reports no outcome, by the words right around it."""
    first = paper.bounds[paper.homes[at]][0]
    owner = paper.owners[at - 1] if at > first else OUTSIDE
    after_software = owner != OUTSIDE and paper.entities[owner].type is EntityType.SOFTWARE
    bare = number.quantity.unit is None
    return (
        (bare and is_version(number.before, number.value, after_software))
        or is_no_outcome(number.before, number.after)
        or is_denied(number.before)
        or is_size(paper.text[number.quantity.end : number.span.end + len(number.after)], number.quantity.unit)
    )


def _worded(paper: TokenizedPaper, home: int) -> Iterator[tuple[int, ReportedNumber]]:
    """The factors that a sentence tells in words, with their first tokens."""
    sentence = paper.sentences[home]
    first, last = paper.bounds[home]
    tokens = {paper.starts[k]: k for k in range(first, last)}
    metrics = [
        paper.starts[k]
        for k in range(first, last)
        if paper.owners[k] != OUTSIDE and paper.entities[paper.owners[k]].type is EntityType.METRIC
    ]
    for pattern in (_ORDERS, _MULTIPLES, _TIMES, _SHARES):
        for found in pattern.finditer(paper.text, sentence.start, sentence.end):
            start, end = found.span()
            if pattern is _TIMES:
                tells = True
            elif pattern is not _MULTIPLES:
                near = paper.text[max(sentence.start, start - _REACH) : min(sentence.end, end + _REACH)]
                tells = bool(_COMPARED.search(near))
            else:
                named = any(end < metric < end + _REACH // 2 for metric in metrics)
                measured = named or bool(_MEASURED.match(paper.text, end, sentence.end))
                tells = measured and not _BEFORE_NOUN.search(paper.text[sentence.start : start])
            if tells and start in tokens:
                quantity = Quantity("x", None, None, end)
                yield tokens[start], _reported(paper, Span(start, end), home, quantity, in_words=True)
