"""What speaks for a relation between two entities of a paper.

Features are short strings for `paperkg.extract.linear`; they look at the roles of both ends, the
words between them where they share a sentence, and else at the words around the tail, for a paper
says most of what its own method does in sentences that only say "we".
"""

from dataclasses import dataclass
from itertools import pairwise

from paperkg.extract.cue_words import CUE_OF, OURS
from paperkg.extract.cues import OUTSIDE, PaperView
from paperkg.model import EntityType, Role

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


def parties(view: PaperView) -> Parties:
    """The roles of all entities, and the main one: introduced, in the title, named, often mentioned."""
    best, main = 0.0, OUTSIDE
    for index, (entity, places) in enumerate(zip(view.entities, view.places, strict=True)):
        if entity.role is Role.INTRODUCES and places:
            score = 5 * (view.homes[places[0]] == 0) + min(len(places), 6) + 3 * entity.named + 0.5
            if score > best:
                best, main = score, index
    return Parties(
        kinds=tuple(entity.type[:2] + ("n" if entity.named else "") for entity in view.entities),
        roles=tuple(entity.role[:4] for entity in view.entities),
        words=tuple(frozenset(e.name.lower().replace("-", " ").split()) for e in view.entities),
        main=main,
    )


def tail_context(view: PaperView, index: int, stage: tuple[str, ...], tag: str) -> list[str]:
    """Features of the sentences of a tail, for pairs that share none as well; `tag` is their `standing`."""
    out = []
    for at in view.places[index][:6]:
        home = view.homes[at]
        first, last = view.bounds[home]
        left = [CUE_OF[view.words[k]] for k in range(at - 1, first - 1, -1) if view.words[k] in CUE_OF][:2]
        right = next((CUE_OF[view.words[k]] for k in range(at + 1, last) if view.words[k] in CUE_OF), "")
        ours = not OURS.isdisjoint(view.words[first:last])
        l1, l2, r1 = view.word(at - 1, home), view.word(at - 2, home), view.word(at + 1, home)
        out += [
            f"s{stage[home]}{ours}", f"l{' '.join(left)}", f"l{left[0] if left else ''}{ours}", f"r{right}",
            f"a{l1}", f"b{l2} {l1}", f"c{r1}", f"d{stage[home]} {left[0] if left else ''}",
        ]  # fmt: skip
    return [f"T{tag}{feature}" for feature in out]


def _between(view: PaperView, head: int, tail: int, p: int, q: int) -> list[str]:
    """Features of the words between a mention of the head at `p` and one of the tail at `q`."""
    low, high = min(p, q), max(p, q)
    home = view.homes[p]
    first = view.bounds[home][0]
    side = "<" if p < q else ">"
    words = [view.words[k] for k in range(low + 1, high)]
    cues = [CUE_OF[w] for w in words if w in CUE_OF]
    gap = min(high - low, 4) if high - low < 5 else 5 + min((high - low) // 5, 4)
    rivals = sum(view.owners[k] not in (OUTSIDE, head, tail) for k in range(low + 1, high))
    plain = [w for w in words if w[0] != "@"]
    out = [f"B{side}{gap}", f"B{side}r{min(rivals, 4)}", f"B{side}{'title' if home == 0 else ''}"]
    if high - low <= MAX_BETWEEN:
        out += [f"C{side}{w}" for w in plain]
        out += [f"D{side}{a} {b}" for a, b in pairwise(words)]
    out += [f"E{side}{cue}" for cue in cues] + [f"F{side}{' '.join(dict.fromkeys(cues))}"]
    if len(words) <= 4:
        out.append(f"G{side}{' '.join(words)}")
    out.append(f"H{side}{view.word(low - 1, home)}")
    out.append(f"H2{side}{view.word(low - 2, home)} {view.word(low - 1, home)}")
    out.append(f"I{side}{view.word(high + 1, home)}")
    out.append(f"J{side}{view.word(high - 1, home)}")
    out.append(f"K{side}{view.word(low + 1, home)}")
    if high - low > 2:
        out.append(f"L{side}{view.word(high - 2, home)} {view.word(high - 1, home)}")
        out.append(f"M{side}{view.word(low + 1, home)} {view.word(low + 2, home)}")
    before = [CUE_OF[view.words[k]] for k in range(first, low) if view.words[k] in CUE_OF]
    out += [f"N{side}{cue}" for cue in before]
    out.append(f"O{side}{view.word(first, home)}")
    return out


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


def pair_features(view: PaperView, who: Parties, head: int, tail: int) -> list[str]:
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
        out += _between(view, head, tail, p, q)
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
