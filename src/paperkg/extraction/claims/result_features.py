"""What speaks for a number being an outcome, and for an entity being what it measures.

Features are strings as in `paperkg.extraction.claims.role_features`; `number` is the class of the number
(`paperkg.text.numbers.number_class`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.extraction.vocabulary.word_lists import Words, any_of
from paperkg.kinds import EntityType
from paperkg.model import Role
from paperkg.text.numbers import magnitude

SUBJECT = "subject"
PARTS = ("metric", "benchmark", SUBJECT)
"""What a result is tied to."""
NEAR = 4
FAR = 10
_PART = {kind.value: kind.kind.result_part for kind in EntityType}
# The models were trained on the first letters of roles, so for them these two are one.
_ALIKE = (Role.MEASURES, Role.MENTIONS)
_ROLE = {role: "/".join(_ALIKE) if role in _ALIKE else role.value for role in Role}


@lru_cache(maxsize=8)
def _own(nouns: Words) -> re.Pattern[str]:
    """What "our new model" matches, for these nouns."""
    return re.compile(rf"\b(?:our|proposed|this|the)(?: \w+){{0,2}}? ({any_of(nouns)})s?\b")


def _size(value: float) -> str:
    """The magnitude of a value, roughly."""
    return next((str(limit) for limit in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if value < limit), "more")


def _nearest(paper: TokenizedPaper, at: int, first: int, last: int) -> list[str]:
    """Types of the nearest mention on either side and those anywhere in the sentence."""
    left = next((k for k in range(at - 1, first - 1, -1) if paper.owners[k] != OUTSIDE), -1)
    right = next((k for k in range(at + 1, last) if paper.owners[k] != OUTSIDE), -1)
    out = [
        f"mention_left={paper.words[left] if left >= 0 else 'none'}",
        f"mention_right={paper.words[right] if right >= 0 else 'none'}",
    ]
    if left >= 0:
        out.append(f"mention_left,distance={paper.words[left]} {min(at - left, 6)}")
    if right >= 0:
        out.append(f"mention_right,distance={paper.words[right]} {min(right - at, 6)}")
    kinds = {paper.words[k] for k in range(first, last) if paper.owners[k] != OUTSIDE}
    return out + [f"mention={kind}" for kind in kinds]


def number_features(paper: TokenizedPaper, at: int, stage: tuple[str, ...]) -> list[str]:
    """Features of the number at token `at`."""
    home = paper.homes[at]
    first, last = paper.bounds[home]
    kind = paper.words[at]
    l1, l2, l3 = (paper.word(at - k, home) for k in (1, 2, 3))
    r1, r2, r3 = (paper.word(at + k, home) for k in (1, 2, 3))
    size = _size(magnitude(paper.text[paper.starts[at] : paper.ends[at]]))
    out = [
        "bias", f"number={kind}", f"number,below={kind} {size}", f"left1={l1}", f"left2={l2}", f"left3={l3}",
        f"left2,left1={l2} {l1}", f"left3,left2,left1={l3} {l2} {l1}", f"right1={r1}", f"right2={r2}",
        f"right1,right2={r1} {r2}", f"right1,right2,right3={r1} {r2} {r3}", f"left1,right1={l1} {r1}",
        f"number,left1={kind} {l1}", f"number,right1={kind} {r1}", f"stage={stage[home]}",
        f"number,stage={kind} {stage[home]}",
    ]  # fmt: skip
    if home:
        out.append(f"quarter={4 * home // len(paper.bounds)}")
    out.append("space_left" if at == first or paper.ends[at - 1] < paper.starts[at] else f"touching_left={l1}")
    for k in range(max(first, at - FAR), min(last, at + FAR + 1)):
        if k != at:
            side = "left=" if k < at else "right="
            out.append(side + paper.words[k])
            if abs(k - at) <= NEAR:
                out.append("near_" + side + paper.words[k])
    cue_of = paper.lists.cues
    cues = [(k, cue_of[paper.words[k]]) for k in range(first, last) if paper.words[k] in cue_of]
    out += [f"cue={cue}" for cue in {c for _, c in cues}]
    out += [f"cue_left1={cue}" for k, cue in cues if k < at][-1:]
    out += [f"cue_right1={cue}" for k, cue in cues if k > at][:1]
    out += _nearest(paper, at, first, last)
    others = {paper.words[k] for k in range(first, last) if paper.words[k][0] == "#" and k != at}
    return out + [f"beside={other}" for other in others] + [f"number,beside={kind} {other}" for other in others]


def _list_index(paper: TokenizedPaper, at: int, part: str | None = None) -> tuple[int, int]:
    """Index in, and length of, the enumeration around `at` of like tokens: numbers, or entities of a part."""
    home = paper.homes[at]
    first, last = paper.bounds[home]

    def like(k: int) -> bool:
        if part is None:
            return paper.words[k][0] == "#" and len(paper.words[k]) > 1
        return paper.owners[k] != OUTSIDE and _PART[paper.words[k][1:]] == part

    joiners = paper.lists.claims.joiners
    index, total, k = 0, 1, at - 1
    while k >= first and (like(k) or paper.words[k] in joiners):
        index += like(k)
        k -= 1
    k = at + 1
    while k < last and (like(k) or paper.words[k] in joiners):
        total += like(k)
        k += 1
    return index, index + total


def nearest_first(paper: TokenizedPaper, at: int, part: str) -> list[int]:
    """The entities that may be that part of a result: the nearest first, those of other sentences after all others."""
    home = paper.homes[at]
    keys = []
    for index, entity in enumerate(paper.entities):
        if entity.type.kind.result_part == part and paper.places[index]:
            gaps = [(paper.homes[p] != home, abs(p - at)) for p in paper.places[index]]
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


def _change(paper: TokenizedPaper, at: int, first: int, last: int) -> str:
    """Whether the number is the first or the second of a change: "from 84% to 91%", "84 → 91"."""
    comparison = paper.lists.claims.comparison
    before = paper.words[max(first, at - 4) : at]
    after = paper.words[at + 1 : min(last, at + 5)]
    if any(w[0] == "#" for w in after) and not comparison.isdisjoint(after[:3]):
        return "first after from" if "from" in before else "first"
    if any(w[0] == "#" for w in before) and not comparison.isdisjoint(before[-3:]):
        return "second after from" if "from" in paper.words[max(first, at - 7) : at] else "second"
    return "none"


def _series_features(paper: TokenizedPaper, number: Outcome, entity: int, here: bool, rank: int) -> list[str]:
    """Whether the result before is tied to the entity, and how far back that is."""
    if number.before is None:
        return []
    place, other = number.before
    back = paper.homes[number.at] - paper.homes[place]
    tied = "this" if other == entity else "none" if other == OUTSIDE else "other"
    series = f"{('same', 'last')[back] if back < 2 else 'far'} {tied}"
    since = entity in paper.owners[place + 1 : number.at]
    return [
        f"before,tied={series}", f"before,tied,here,rank={series} {here} {min(rank, 2)}",
        f"before,tied,distance={series} {min(number.at - place, 9)}", f"before,tied,mentioned_since={series} {since}",
    ]  # fmt: skip


def _subject_features(paper: TokenizedPaper, number: Outcome, entity: int, here: bool, rank: int) -> list[str]:
    """Whether the paper is about the entity, and whether the sentence speaks of what the paper is about."""
    at, role, named = number.at, _ROLE[paper.entities[entity].role], paper.entities[entity].named
    home = paper.homes[at]
    first, last = paper.bounds[home]
    change = _change(paper, at, first, last)
    found = _own(paper.lists.claims.own_nouns).findall(" ".join(paper.words[first:at]))
    own = found[-1] if found else "none"
    mentioned = sum(paper.owners[k] != OUTSIDE and _PART[paper.words[k][1:]] == "subject" for k in range(first, last))
    titled = paper.homes[paper.places[entity][0]] == 0
    l2, l1, w1, w2 = (paper.word(k, home) for k in (at - 2, at - 1, first, first + 1))
    ours = not paper.lists.claims.ours.isdisjoint(paper.words[first:at])
    who = f"{'this' if entity == number.main else 'other' if number.main != OUTSIDE else 'none'} {here}"
    return [
        f"main,here={who}", f"main,here,change={who} {change}", f"main,here,own={who} {bool(found)}",
        f"main,here,own_noun={who} {own}", f"main,here,subjects={who} {min(mentioned, 3)}",
        f"main,here,kind,change={who} {number.kind} {change}", f"main,here,role,named={who} {role} {named}",
        f"main,here,in_title,role={who} {titled} {role}", f"main,here,left1={who} {l1}",
        f"main,here,left2,left1={who} {l2} {l1}", f"main,here,opening1={who} {w1}",
        f"main,here,opening1,opening2={who} {w1} {w2}",
        f"main,here,nearest,mentions={who} {rank == 0} {min(len(paper.places[entity]), 4)}",
        f"main,here,ours,subjects,own={who} {ours} {min(mentioned, 2)} {bool(found)}",
    ]  # fmt: skip


def _measure_features(paper: TokenizedPaper, number: Outcome, entity: int, here: bool) -> list[str]:
    """What numbers the metric or benchmark has: percents, points, large ones."""
    at, home = number.at, paper.homes[number.at]
    last_word = paper.entities[entity].name.lower().split()[-1]
    return [
        f"last_word={last_word}", f"number,last_word={paper.words[at]} {last_word}",
        f"kind,last_word={number.kind} {last_word}", f"right1,here={paper.word(at + 1, home)} {here}",
        f"left1,here={paper.word(at - 1, home)} {here}",
    ]  # fmt: skip


def _away_features(paper: TokenizedPaper, number: Outcome, entity: int) -> list[str]:
    """How far an entity is that the sentence does not mention, and whether the sentence mentions another one."""
    at, home = number.at, paper.homes[number.at]
    first, last = paper.bounds[home]
    role, part = _ROLE[paper.entities[entity].role], paper.entities[entity].type.kind.result_part
    places = paper.places[entity]
    gap = min((home - paper.homes[p] for p in places if paper.homes[p] < home), default=9)
    later = any(paper.homes[p] > home for p in places)
    ours = not paper.lists.claims.ours.isdisjoint(paper.words[first:at])
    rival = any(paper.owners[k] != OUTSIDE and _PART[paper.words[k][1:]] == part for k in range(first, last))
    return [
        "away", f"sentences_back,later={min(gap, 4)} {later}", f"ours,role={ours} {role}", f"rival_here={rival}",
        f"rival_here,ours,role={rival} {ours} {role}",
    ]  # fmt: skip


def _list_features(paper: TokenizedPaper, at: int, spot: int, part: str | None) -> list[str]:
    """Whether the number and the mention at `spot` stand at the same place of two lists."""
    last = paper.bounds[paper.homes[at]][1]
    side = "left" if spot < at else "right"
    index, total = _list_index(paper, at)
    where, count = _list_index(paper, spot, part)
    out = []
    if total > 1 and count > 1:
        same = f"{total == count} {index == where}"
        out += [
            f"equal_lists,same_index,side={same} {side}",
            f"equal_lists,same_index,respectively={same} {'respectively' in paper.words[at:last]}",
        ]
    return [*out, f"numbers_listed,mentions_listed,side={total > 1} {count > 1} {side}"]


def _near_features(paper: TokenizedPaper, number: Outcome, entity: int, spot: int, rank: int) -> list[str]:
    """How the number stands to the entity's mention at token `spot` of the same sentence."""
    at, home = number.at, paper.homes[number.at]
    first = paper.bounds[home][0]
    part = paper.entities[entity].type.kind.result_part
    low, high = min(spot, at), max(spot, at)
    side = "left" if spot < at else "right"
    between = range(low + 1, high)
    distance = min(high - low, 12) if high - low < 6 else 6 + min((high - low) // 6, 4)
    rivals = sum(paper.owners[k] not in (OUTSIDE, entity) and _PART[paper.words[k][1:]] == part for k in between)
    numbers = sum(paper.words[k][0] == "#" and len(paper.words[k]) > 1 for k in between)
    l2, l1, r1, r2 = (paper.word(spot + k, home) for k in (-2, -1, 1, 2))
    out = [
        f"side,distance={side} {distance}", f"side,rivals={side} {rivals}", f"side,numbers={side} {min(numbers, 3)}",
        f"side,rivals,numbers={side} {min(rivals, 2)} {min(numbers, 2)}",
        f"side,nearest,kind={side} {rank == 0} {number.kind}",
        f"side,number,distance={side} {paper.words[at]} {min(distance, 6)}",
    ]  # fmt: skip
    out += [f"side,between={side} {paper.words[k]}" for k in between if paper.words[k][0] != "@"][:8]
    if high - low <= 4:
        out.append(f"side,all_between={side} {' '.join(paper.words[low + 1 : high])}")
    out += [
        f"side,mention_left1={side} {l1}", f"side,mention_right1={side} {r1}",
        f"side,mention_left2,mention_left1={side} {l2} {l1}", f"side,mention_right1,mention_right2={side} {r1} {r2}",
    ]  # fmt: skip
    cue_of = paper.lists.cues
    cues = {cue_of[paper.words[k]] for k in between if paper.words[k] in cue_of}
    out += [f"side,cue_between={side} {cue}" for cue in cues]
    leading = [cue_of[paper.words[k]] for k in range(first, low) if paper.words[k] in cue_of][-1:]
    out += [f"side,cue_before={side} {cue}" for cue in leading]
    out.append(f"side,mention_opens,rank={side} {spot - first < 3} {rank}")
    return out + _list_features(paper, at, spot, part)


def link_features(paper: TokenizedPaper, number: Outcome, entity: int, rank: int) -> list[str]:
    """Features of the entity as metric, benchmark or subject of a number.

    `rank` is the entity's place in `nearest_first`.
    """
    at, kind, word = number.at, number.kind, paper.words[number.at]
    home = paper.homes[at]
    part, role = paper.entities[entity].type.kind.result_part, _ROLE[paper.entities[entity].role]
    here = [p for p in paper.places[entity] if paper.homes[p] == home]
    alone = sum(e.type.kind.result_part == part for e in paper.entities) == 1
    out = [
        "bias", f"kind={kind}", f"rank={min(rank, 4)}", f"number={word}", f"role={role}",
        f"role,rank={role} {min(rank, 2)}", f"only_candidate,here={alone} {bool(here)}",
    ]  # fmt: skip
    out += _series_features(paper, number, entity, bool(here), rank)
    if part == "subject":
        out += _subject_features(paper, number, entity, bool(here), rank)
    else:
        out += _measure_features(paper, number, entity, bool(here))
    if not here:
        return out + _away_features(paper, number, entity)
    spot = min(here, key=lambda p: (abs(p - at), p))
    return out + _near_features(paper, number, entity, spot, rank)
