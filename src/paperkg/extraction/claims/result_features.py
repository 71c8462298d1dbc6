"""What speaks for a number being an outcome, and for an entity being what it measures.

Features are short strings for `paperkg.extraction.claims.linear`.
"""

import re
from dataclasses import dataclass

from paperkg.extraction.claims.cue_words import CUE_OF, OURS
from paperkg.extraction.claims.tokens import OUTSIDE, PaperView
from paperkg.kinds import EntityType
from paperkg.text.numbers import magnitude

NEAR = 4
FAR = 10
_OWN = re.compile(
    r"\b(?:our|proposed|this|the)(?: \w+){0,2}? (model|method|framework|approach|system|pipeline|architecture|"
    r"algorithm|agent|network|solution|strategy|technique|variant|classifier|ensemble|submission)s?\b"
)
_STEPS = frozenset(("to", "rightarrow", "→", "vs", "versus", "over", "than"))
_PART = {kind.value: kind.kind.result_part for kind in EntityType}
JOINERS = frozenset((",", "and", "or", "/", "to", "&", "(", ")", "$", "\\", "vs", ".", "rightarrow"))


def _size(value: float) -> str:
    """The magnitude of a value, roughly."""
    return next((str(limit) for limit in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if value < limit), "more")


def _nearest(view: PaperView, at: int, first: int, last: int) -> list[str]:
    """Types of the nearest mention on either side and those anywhere in the sentence."""
    left = next((k for k in range(at - 1, first - 1, -1) if view.owners[k] != OUTSIDE), -1)
    right = next((k for k in range(at + 1, last) if view.owners[k] != OUTSIDE), -1)
    out = [f"n{view.words[left]}" if left >= 0 else "n", f"o{view.words[right]}" if right >= 0 else "o"]
    if left >= 0:
        out.append(f"n{view.words[left]}{min(at - left, 6)}")
    if right >= 0:
        out.append(f"o{view.words[right]}{min(right - at, 6)}")
    kinds = {view.words[k] for k in range(first, last) if view.owners[k] != OUTSIDE}
    return out + [f"p{kind}" for kind in kinds]


def number_features(view: PaperView, at: int, stage: tuple[str, ...]) -> list[str]:
    """Features of the number at token `at`."""
    home = view.homes[at]
    first, last = view.bounds[home]
    kind = view.words[at]
    l1, l2, l3 = (view.word(at - k, home) for k in (1, 2, 3))
    r1, r2, r3 = (view.word(at + k, home) for k in (1, 2, 3))
    out = [
        "0", f"0{kind}", f"1{kind} {_size(magnitude(view.text[view.starts[at] : view.ends[at]]))}",
        f"a{l1}", f"b{l2}", f"c{l3}", f"d{l2} {l1}", f"e{l3} {l2} {l1}", f"f{r1}", f"g{r2}", f"h{r1} {r2}",
        f"i{r1} {r2} {r3}", f"j{l1} {r1}", f"a{kind} {l1}", f"f{kind} {r1}", f"k{stage[home]}",
        f"k{kind} {stage[home]}", "ktitle" if home == 0 else f"k{4 * home // len(view.bounds)}",
    ]  # fmt: skip
    glued = "" if at == first or view.ends[at - 1] < view.starts[at] else l1
    out.append(f"l{glued}")
    for k in range(max(first, at - FAR), min(last, at + FAR + 1)):
        if k != at:
            side = "q" if k < at else "r"
            out.append(side + view.words[k])
            if abs(k - at) <= NEAR:
                out.append("~" + side + view.words[k])
    cues = [(k, CUE_OF[view.words[k]]) for k in range(first, last) if view.words[k] in CUE_OF]
    out += [f"s{cue}" for cue in {c for _, c in cues}]
    out += [f"t{cue}" for k, cue in cues if k < at][-1:] + [f"u{cue}" for k, cue in cues if k > at][:1]
    out += _nearest(view, at, first, last)
    others = {view.words[k] for k in range(first, last) if view.words[k][0] == "#" and k != at}
    return out + [f"v{other}" for other in others] + [f"v{kind} {other}" for other in others]


def _list_index(view: PaperView, at: int, group: str) -> tuple[int, int]:
    """Index in, and length of, the enumeration of like tokens (numbers, or entities of a group) around `at`."""
    home = view.homes[at]
    first, last = view.bounds[home]

    def like(k: int) -> bool:
        if group == "#":
            return view.words[k][0] == "#" and len(view.words[k]) > 1
        return view.owners[k] != OUTSIDE and _PART[view.words[k][1:]] == group

    index, total, k = 0, 1, at - 1
    while k >= first and (like(k) or view.words[k] in JOINERS):
        index += like(k)
        k -= 1
    k = at + 1
    while k < last and (like(k) or view.words[k] in JOINERS):
        total += like(k)
        k += 1
    return index, index + total


def nearest_first(view: PaperView, at: int, group: str) -> list[int]:
    """The entities of a group, those of the sentence of token `at` first, the nearest before others."""
    home = view.homes[at]
    keys = []
    for index, entity in enumerate(view.entities):
        if entity.type.kind.result_part == group and view.places[index]:
            gaps = [(view.homes[p] != home, abs(p - at)) for p in view.places[index]]
            keys.append((*min(gaps), index))
    return [index for _, _, index in sorted(keys)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The number at token `at` as a result of its kind, in a paper about the entity `main` (or -1).

    `before` are the token of the result before it, if there is one, and the entity that this one is tied
    to in the way that is asked for, or -1.
    """

    at: int
    kind: str
    main: int
    before: tuple[int, int] | None


def _change(view: PaperView, at: int, first: int, last: int) -> str:
    """Whether the number is the first or the second of a change: "from 84% to 91%", "84 → 91"."""
    before = view.words[max(first, at - 4) : at]
    after = view.words[at + 1 : min(last, at + 5)]
    if any(w[0] == "#" for w in after) and not _STEPS.isdisjoint(after[:3]):
        return f"first{'from' in before}"
    if any(w[0] == "#" for w in before) and not _STEPS.isdisjoint(before[-3:]):
        return f"second{'from' in view.words[max(first, at - 7) : at]}"
    return ""


def _series_features(view: PaperView, number: Outcome, entity: int, here: bool, rank: int) -> list[str]:
    """Whether the result before is tied to the entity, and how far back that is."""
    if number.before is None:
        return []
    place, other = number.before
    back = view.homes[number.at] - view.homes[place]
    tied = "this" if other == entity else "none" if other == OUTSIDE else "other"
    series = f"S{('same', 'last')[back] if back < 2 else 'far'}{tied}"
    since = entity in view.owners[place + 1 : number.at]
    return [series, f"{series}{here}{min(rank, 2)}", f"{series}{min(number.at - place, 9)}", f"{series}{since}"]


def _subject_features(view: PaperView, number: Outcome, entity: int, here: bool, rank: int) -> list[str]:
    """Whether the paper is about the entity, and whether the sentence speaks of what the paper is about."""
    at, role, named = number.at, view.entities[entity].role[:1], view.entities[entity].named
    home = view.homes[at]
    first, last = view.bounds[home]
    change = _change(view, at, first, last)
    found = _OWN.findall(" ".join(view.words[first:at]))
    own = found[-1] if found else ""
    mentioned = sum(view.owners[k] != OUTSIDE and _PART[view.words[k][1:]] == "N" for k in range(first, last))
    titled = view.homes[view.places[entity][0]] == 0
    l2, l1, w1, w2 = (view.word(k, home) for k in (at - 2, at - 1, first, first + 1))
    ours = not OURS.isdisjoint(view.words[first:at])
    who = f"{'main' if entity == number.main else 'other' if number.main != OUTSIDE else 'none'}{here}"
    return [
        f"A{who}", f"B{who}{change}", f"C{who}{bool(own)}", f"D{who}{own}", f"E{who}{min(mentioned, 3)}",
        f"F{who}{number.kind}{change}", f"G{who}{role}{named}", f"H{who}{titled}{role}", f"I{who}{l1}",
        f"J{who}{l2} {l1}", f"K{who}{w1}", f"L{who}{w1} {w2}",
        f"M{who}{rank == 0}{min(len(view.places[entity]), 4)}", f"N{who}{ours}{min(mentioned, 2)}{bool(own)}",
    ]  # fmt: skip


def _measure_features(view: PaperView, number: Outcome, entity: int, here: bool) -> list[str]:
    """What numbers the metric or benchmark has: percents, points, large ones."""
    at, home = number.at, view.homes[number.at]
    last_word = view.entities[entity].name.lower().split()[-1]
    return [
        f"W{last_word}", f"X{view.words[at]} {last_word}", f"Y{number.kind} {last_word}",
        f"Z{view.word(at + 1, home)} {here}", f"V{view.word(at - 1, home)} {here}",
    ]  # fmt: skip


def link_features(view: PaperView, number: Outcome, entity: int, rank: int) -> list[str]:
    """Features of the entity as metric, benchmark or subject of a number.

    `rank` is the entity's place in `nearest_first`.
    """
    at, kind = number.at, number.kind
    home = view.homes[at]
    first, last = view.bounds[home]
    group = view.entities[entity].type.kind.result_part
    here = [p for p in view.places[entity] if view.homes[p] == home]
    role = view.entities[entity].role[:1]
    out = ["0", f"0{kind}", f"r{min(rank, 4)}", f"0{view.words[at]}", f"0{role}", f"0{role}{min(rank, 2)}"]
    alone = sum(e.type.kind.result_part == group for e in view.entities) == 1
    out.append(f"1{alone}{bool(here)}")
    out += _series_features(view, number, entity, bool(here), rank)
    if group == "N":
        out += _subject_features(view, number, entity, bool(here), rank)
    else:
        out += _measure_features(view, number, entity, bool(here))
    if not here:
        gap = min((home - view.homes[p] for p in view.places[entity] if view.homes[p] < home), default=9)
        after = any(view.homes[p] > home for p in view.places[entity])
        ours = not OURS.isdisjoint(view.words[first:at])
        mine = any(view.owners[k] != OUTSIDE and _PART[view.words[k][1:]] == group for k in range(first, last))
        return [*out, "2away", f"2gap{min(gap, 4)}{after}", f"2{ours}{role}", f"2mine{mine}", f"2{mine}{ours}{role}"]
    spot = min(here, key=lambda p: (abs(p - at), p))
    low, high = min(spot, at), max(spot, at)
    side = "<" if spot < at else ">"
    between = range(low + 1, high)
    distance = min(high - low, 12) if high - low < 6 else 6 + min((high - low) // 6, 4)
    rivals = sum(view.owners[k] not in (OUTSIDE, entity) and _PART[view.words[k][1:]] == group for k in between)
    numbers = sum(view.words[k][0] == "#" and len(view.words[k]) > 1 for k in between)
    out += [
        f"3{side}{distance}", f"4{side}{rivals}", f"5{side}{min(numbers, 3)}",
        f"6{side}{min(rivals, 2)}{min(numbers, 2)}", f"7{side}{rank == 0}{kind}",
        f"8{side}{view.words[at]}{min(distance, 6)}",
    ]  # fmt: skip
    out += [f"9{side}{view.words[k]}" for k in between if view.words[k][0] != "@"][:8]
    if high - low <= 4:
        out.append(f"a{side}" + " ".join(view.words[low + 1 : high]))
    out.append(f"b{side}{view.word(spot - 1, home)}")
    out.append(f"c{side}{view.word(spot + 1, home)}")
    out.append(f"f{side}{view.word(spot - 2, home)} {view.word(spot - 1, home)}")
    out.append(f"g{side}{view.word(spot + 1, home)} {view.word(spot + 2, home)}")
    out += [f"h{side}{cue}" for cue in {CUE_OF[view.words[k]] for k in between if view.words[k] in CUE_OF}]
    leading = [CUE_OF[view.words[k]] for k in range(first, low) if view.words[k] in CUE_OF][-1:]
    out += [f"i{side}{cue}" for cue in leading]
    out.append(f"j{side}{spot - first < 3}{rank}")
    index, total = _list_index(view, at, "#")
    where, count = _list_index(view, spot, group)
    if total > 1 and count > 1:
        out.append(f"d{total == count}{index == where}{side}")
        out.append(f"d{total == count}{index == where}{'respectively' in view.words[at:last]}")
    out.append(f"e{total > 1}{count > 1}{side}")
    return out
