"""What speaks for a relation between two entities of a paper.

Features are strings as in `paperkg.extraction.claims.role_features`; they look at the roles of both ends, the
words between them where they share a sentence, and else at the words around the tail, for a paper
says most of what its own method does in sentences that only say "we".
"""

from dataclasses import dataclass
from itertools import pairwise

from paperkg.extraction.claims.tokens import MARGIN, NO_CUE, OUTSIDE, TokenizedPaper, cues_of, main_entity
from paperkg.kinds import EntityType
from paperkg.model import Role

MAX_BETWEEN = 30
MAX_SHARED = 3
MOST_PAIRS = 600
"""Of one paper; of 3,965 abstracts the one with the most has 262."""
# The model was trained on the first two letters of types, so for it these two are one.
_ALIKE = (EntityType.METHOD, EntityType.METRIC)
_TYPE = {kind: "/".join(_ALIKE) if kind in _ALIKE else kind.value for kind in EntityType}


@dataclass(frozen=True, slots=True)
class EntityTraits:
    """What pairs need to know of a paper's entities, by entity.

    `types` are "Model" and the like; `ends` say as well if the entity is named ("named Model"); `words` are those
    of the name. `main` is the index of the entity that the paper is most of all about, or -1.
    """

    types: tuple[str, ...]
    ends: tuple[str, ...]
    roles: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    main: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The sentences of a paper: their words between edge marks, and the places and kinds of their cue words."""

    words: tuple[list[str], ...]
    cues: tuple[tuple[tuple[int, str], ...], ...]


def lines_of(paper: TokenizedPaper) -> Lines:
    """The lines of a paper."""
    return Lines(tuple(paper.line(home) for home in range(len(paper.bounds))), cues_of(paper))


def traits_of(paper: TokenizedPaper) -> EntityTraits:
    """The traits of all entities, and the main one."""
    types = tuple(_TYPE[entity.type] for entity in paper.entities)
    return EntityTraits(
        types=types,
        ends=tuple(f"named {t}" if entity.named else t for t, entity in zip(types, paper.entities, strict=True)),
        roles=tuple(entity.role.value for entity in paper.entities),
        words=tuple(frozenset(e.name.lower().replace("-", " ").split()) for e in paper.entities),
        main=main_entity(paper),
    )


def tail_features(paper: TokenizedPaper, lines: Lines, tail: int, stage: tuple[str, ...], main: str) -> list[str]:
    """Features of the sentences of a tail, for pairs that share none as well; `main` is `main_end` of the pair."""
    out = []
    for at in paper.places[tail][:6]:
        home = paper.homes[at]
        first, last = paper.bounds[home]
        cues = lines.cues[home]
        left = [cue for k, cue in reversed(cues) if k < at][:2]
        right = next((cue for k, cue in cues if k > at), NO_CUE)
        nearest = left[0] if left else NO_CUE
        ours = not paper.lists.claims.ours.isdisjoint(paper.words[first:last])
        l2, l1, _, r1 = lines.words[home][at - first + MARGIN - 2 : at - first + MARGIN + 2]
        out += [
            f"main,tail_stage,tail_ours={main} {stage[home]} {ours}",
            f"main,tail_cues_left={main} {' '.join(left) or NO_CUE}",
            f"main,tail_cue_left1,tail_ours={main} {nearest} {ours}", f"main,tail_cue_right1={main} {right}",
            f"main,tail_left1={main} {l1}", f"main,tail_left2,tail_left1={main} {l2} {l1}",
            f"main,tail_right1={main} {r1}", f"main,tail_stage,tail_cue_left1={main} {stage[home]} {nearest}",
        ]  # fmt: skip
    return out


def _between(paper: TokenizedPaper, lines: Lines, head: int, tail: int, p: int, q: int) -> list[str]:
    """Features of the words around and between a mention of the head at `p` and one of the tail at `q`.

    `first` is the mention that comes first, `second` the other one.
    """
    low, high = min(p, q), max(p, q)
    home = paper.homes[p]
    line, shift = lines.words[home], MARGIN - paper.bounds[home][0]
    side = "head" if p < q else "tail"
    words = paper.words[low + 1 : high]
    cues = [cue for k, cue in lines.cues[home] if low < k < high]
    gap = min(high - low, 4) if high - low < 5 else 5 + min((high - low) // 5, 4)
    rivals = sum(owner not in (OUTSIDE, head, tail) for owner in paper.owners[low + 1 : high])
    out = [
        f"first,distance={side} {gap}", f"first,mentions_between={side} {min(rivals, 4)}",
        f"first,title={side} {home == 0}",
    ]  # fmt: skip
    if high - low <= MAX_BETWEEN:
        out += [f"first,between={side} {w}" for w in words if w[0] != "@"]
        out += [f"first,between,next={side} {a} {b}" for a, b in pairwise(words)]
    out += [f"first,cue_between={side} {cue}" for cue in cues]
    out.append(f"first,cues_between={side} {' '.join(dict.fromkeys(cues)) or NO_CUE}")
    if len(words) <= 4:
        out.append(f"first,all_between={side} {' '.join(words)}")
    l2, l1, _, r1, r2 = line[low + shift - 2 : low + shift + 3]
    k2, k1, _, s1 = line[high + shift - 2 : high + shift + 2]
    out += [
        f"first,first_left1={side} {l1}", f"first,first_left2,first_left1={side} {l2} {l1}",
        f"first,second_right1={side} {s1}", f"first,second_left1={side} {k1}", f"first,first_right1={side} {r1}",
        f"first,opening1={side} {line[MARGIN]}",
    ]  # fmt: skip
    if high - low > 2:
        out.append(f"first,second_left2,second_left1={side} {k2} {k1}")
        out.append(f"first,first_right1,first_right2={side} {r1} {r2}")
    return out + [f"first,cue_before={side} {cue}" for k, cue in lines.cues[home] if k < low]


def _name_features(paper: TokenizedPaper, traits: EntityTraits, head: int, tail: int) -> list[str]:
    """How the names of the two resemble one another (variants, parts)."""
    one, two = traits.words[head], traits.words[tail]
    shared = len(one & two)
    if not shared:
        return ["shared_words=0"]
    out = [f"shared_words={min(shared, 2)}", f"tail_in_head,head_in_tail={two <= one} {one <= two}"]
    if paper.entities[head].name.lower().startswith(paper.entities[tail].name.lower()[:4]):
        out.append("same_start")
    return out


def main_end(traits: EntityTraits, head: int, tail: int) -> str:
    """Which end is the main entity, "head" or "tail"; "other" if neither, "none" if the paper has none."""
    if traits.main == OUTSIDE:
        return "none"
    return "head" if head == traits.main else "tail" if tail == traits.main else "other"


def pair_features(paper: TokenizedPaper, lines: Lines, traits: EntityTraits, head: int, tail: int) -> list[str]:
    """Features of the ordered pair, but for those of the tail alone (`tail_features`)."""
    h, t, tail_type = traits.ends[head], traits.ends[tail], traits.types[tail]
    rh, rt = traits.roles[head], traits.roles[tail]
    main = main_end(traits, head, tail)
    out = [
        "bias", f"main={main}", f"head,tail={h} {t}", f"head_role,tail_role={rh} {rt}",
        f"head,head_role,tail,tail_role={h} {rh} {t} {rt}",
        f"main,head,head_role,tail,tail_role={main} {h} {rh} {t} {rt}", f"main,head_role,tail_role={main} {rh} {rt}",
        f"head,head_role={h} {rh}", f"tail,tail_role={t} {rt}",
        f"main,tail_type,tail_role={main} {tail_type} {rt}", f"main,entities={main} {min(len(paper.entities) // 4, 5)}",
    ]  # fmt: skip
    out += _name_features(paper, traits, head, tail)
    nearest: dict[int, tuple[int, int, int]] = {}
    for p in paper.places[head]:
        for q in paper.places[tail]:
            if paper.homes[p] == paper.homes[q]:
                pair = (abs(p - q), p, q)
                nearest[paper.homes[p]] = min(pair, nearest.get(paper.homes[p], pair))
    for _, p, q in sorted(nearest.values())[:MAX_SHARED]:
        out += _between(paper, lines, head, tail, p, q)
    shared = min(len(nearest), MAX_SHARED)
    out.append(f"shared_sentences,main,tail_type,tail_role={shared} {main} {tail_type} {rt}")
    out.append(f"share_a_sentence,main={bool(nearest)} {main}")
    if not nearest:
        gap = min(abs(paper.homes[p] - paper.homes[q]) for p in paper.places[head] for q in paper.places[tail])
        out.append(f"sentences_apart,main={min(gap, 4)} {main}")
    return out


def candidate_pairs(paper: TokenizedPaper, traits: EntityTraits) -> list[tuple[int, int]]:
    """The ordered pairs worth a look: sharing a sentence, or one of them what the paper is about.

    Of more than `MOST_PAIRS` those are taken whose first mentions are nearest to one another.
    """
    homes = [{paper.homes[p] for p in places} for places in paper.places]
    placed = [i for i, places in enumerate(paper.places) if places]
    introduced = {i for i in placed if paper.entities[i].role is Role.INTRODUCES}
    pairs = [
        (head, tail)
        for head in placed
        for tail in placed
        if head != tail
        and (paper.entities[head].type is not EntityType.METRIC or paper.entities[tail].type is EntityType.METRIC)
        and (head in introduced or tail == traits.main or not homes[head].isdisjoint(homes[tail]))
    ]
    if len(pairs) > MOST_PAIRS:
        first = [places[0] if places else OUTSIDE for places in paper.places]
        pairs = sorted(sorted(pairs, key=lambda pair: abs(first[pair[0]] - first[pair[1]]))[:MOST_PAIRS])
    return pairs
