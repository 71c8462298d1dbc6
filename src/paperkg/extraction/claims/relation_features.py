"""What speaks for a relation between two entities of a paper.

Features are short strings for `paperkg.extraction.claims.linear`; they look at the roles of both ends, the
words between them where they share a sentence, and else at the words around the tail, for a paper
says most of what its own method does in sentences that only say "we".
"""

from dataclasses import dataclass
from itertools import pairwise

from paperkg.extraction.claims.cue_words import OURS
from paperkg.extraction.claims.tokens import MARGIN, OUTSIDE, PaperView, cues_of, main_entity
from paperkg.kinds import EntityType
from paperkg.model import Role

MAX_BETWEEN = 30
MAX_SHARED = 3


@dataclass(frozen=True, slots=True)
class Parties:
    """What pairs need to know of a paper's entities.

    `kinds` and `roles` hold for each entity its abbreviated type and role, `words` those of its
    name; `main` is the index of the entity that the paper is most of all about, or -1.
    """

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    main: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The sentences of a paper: their words between edge marks, and the places and kinds of their cue words."""

    words: tuple[list[str], ...]
    cues: tuple[tuple[tuple[int, str], ...], ...]


def lines_of(view: PaperView) -> Lines:
    """The lines of a paper."""
    return Lines(tuple(view.line(home) for home in range(len(view.bounds))), cues_of(view))


def parties(view: PaperView) -> Parties:
    """The roles of all entities, and the main one."""
    return Parties(
        kinds=tuple(entity.type[:2] + ("n" if entity.named else "") for entity in view.entities),
        roles=tuple(entity.role[:4] for entity in view.entities),
        words=tuple(frozenset(e.name.lower().replace("-", " ").split()) for e in view.entities),
        main=main_entity(view),
    )


def tail_context(view: PaperView, lines: Lines, index: int, stage: tuple[str, ...], tag: str) -> list[str]:
    """Features of the sentences of a tail, for pairs that share none as well; `tag` is their `standing`."""
    out = []
    for at in view.places[index][:6]:
        home = view.homes[at]
        first, last = view.bounds[home]
        cues = lines.cues[home]
        left = [cue for k, cue in reversed(cues) if k < at][:2]
        right = next((cue for k, cue in cues if k > at), "")
        ours = not OURS.isdisjoint(view.words[first:last])
        l2, l1, _, r1 = lines.words[home][at - first + MARGIN - 2 : at - first + MARGIN + 2]
        out += [
            f"s{stage[home]}{ours}", f"l{' '.join(left)}", f"l{left[0] if left else ''}{ours}", f"r{right}",
            f"a{l1}", f"b{l2} {l1}", f"c{r1}", f"d{stage[home]} {left[0] if left else ''}",
        ]  # fmt: skip
    return [f"T{tag}{feature}" for feature in out]


def _between(view: PaperView, lines: Lines, head: int, tail: int, p: int, q: int) -> list[str]:
    """Features of the words between a mention of the head at `p` and one of the tail at `q`."""
    low, high = min(p, q), max(p, q)
    home = view.homes[p]
    first = view.bounds[home][0]
    line, shift = lines.words[home], MARGIN - first
    side = "<" if p < q else ">"
    words = view.words[low + 1 : high]
    cues = [cue for k, cue in lines.cues[home] if low < k < high]
    gap = min(high - low, 4) if high - low < 5 else 5 + min((high - low) // 5, 4)
    rivals = sum(owner not in (OUTSIDE, head, tail) for owner in view.owners[low + 1 : high])
    out = [f"B{side}{gap}", f"B{side}r{min(rivals, 4)}", f"B{side}{'title' if home == 0 else ''}"]
    if high - low <= MAX_BETWEEN:
        out += [f"C{side}{w}" for w in words if w[0] != "@"]
        out += [f"D{side}{a} {b}" for a, b in pairwise(words)]
    out += [f"E{side}{cue}" for cue in cues] + [f"F{side}{' '.join(dict.fromkeys(cues))}"]
    if len(words) <= 4:
        out.append(f"G{side}{' '.join(words)}")
    l2, l1, _, r1, r2 = line[low + shift - 2 : low + shift + 3]
    k2, k1, _, s1 = line[high + shift - 2 : high + shift + 2]
    out += [
        f"H{side}{l1}", f"H2{side}{l2} {l1}", f"I{side}{s1}", f"J{side}{k1}", f"K{side}{r1}", f"O{side}{line[MARGIN]}",
    ]  # fmt: skip
    if high - low > 2:
        out += [f"L{side}{k2} {k1}", f"M{side}{r1} {r2}"]
    return out + [f"N{side}{cue}" for k, cue in lines.cues[home] if k < low]


def _names(view: PaperView, who: Parties, head: int, tail: int) -> list[str]:
    """How the names of the two resemble one another (variants, parts)."""
    one, two = who.words[head], who.words[tail]
    shared = len(one & two)
    if not shared:
        return ["P0"]
    out = [f"P{min(shared, 2)}", f"P{two <= one}{one <= two}"]
    if view.entities[head].name.lower().startswith(view.entities[tail].name.lower()[:4]):
        out.append("Pstart")
    return out


def standing(who: Parties, head: int, tail: int) -> str:
    """Whether the head ("m") or the tail ("M") is the main entity, neither ("-"), or there is none ("i")."""
    return "m" if head == who.main else "M" if tail == who.main else "i" if who.main == OUTSIDE else "-"


def pair_features(view: PaperView, lines: Lines, who: Parties, head: int, tail: int) -> list[str]:
    """Features of the ordered pair, but for those of the tail alone (`tail_context`)."""
    h, t = who.kinds[head], who.kinds[tail]
    rh, rt = who.roles[head], who.roles[tail]
    main = standing(who, head, tail)
    out = [
        "0", f"0{main}", f"1{h} {t}", f"2{rh} {rt}", f"3{h}{rh} {t}{rt}", f"4{main}{h}{rh} {t}{rt}",
        f"5{main}{rh} {rt}", f"6{h}{rh}", f"7{t}{rt}", f"5{main}{t[:2]}{rt}",
        f"8{main}{min(len(view.entities) // 4, 5)}",
    ]  # fmt: skip
    out += _names(view, who, head, tail)
    nearest: dict[int, tuple[int, int, int]] = {}
    for p in view.places[head]:
        for q in view.places[tail]:
            if view.homes[p] == view.homes[q]:
                pair = (abs(p - q), p, q)
                nearest[view.homes[p]] = min(pair, nearest.get(view.homes[p], pair))
    for _, p, q in sorted(nearest.values())[:MAX_SHARED]:
        out += _between(view, lines, head, tail, p, q)
    out.append(f"Q{min(len(nearest), MAX_SHARED)}{main}{t[:2]}{rt}")
    out.append(f"Q{bool(nearest)}{main}")
    if not nearest:
        gap = min(abs(view.homes[p] - view.homes[q]) for p in view.places[head] for q in view.places[tail])
        out.append(f"R{min(gap, 4)}{main}")
    return out


def candidate_pairs(view: PaperView, who: Parties) -> list[tuple[int, int]]:
    """The ordered pairs worth a look: sharing a sentence, or one of them what the paper is about."""
    homes = [{view.homes[p] for p in places} for places in view.places]
    placed = [i for i, places in enumerate(view.places) if places]
    introduced = {i for i in placed if view.entities[i].role is Role.INTRODUCES}
    return [
        (head, tail)
        for head in placed
        for tail in placed
        if head != tail
        and (view.entities[head].type is not EntityType.METRIC or view.entities[tail].type is EntityType.METRIC)
        and (head in introduced or tail == who.main or not homes[head].isdisjoint(homes[tail]))
    ]
