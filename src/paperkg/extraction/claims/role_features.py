"""What speaks for a role: the words around each mention, where it stands, and how it is written.

Features are short strings; a model maps each of them to weights (`paperkg.extraction.claims.linear`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperkg.extraction.claims.cue_words import AUTHORS, PROPOSE
from paperkg.extraction.claims.familiarity import familiarity_features
from paperkg.extraction.claims.tokens import DIGITS, MARGIN, OUTSIDE, PaperView, cues_of

FAR = 12
NEAR = 4
_ENUMERATION = frozenset((",", "and", "or", "&", "/", "(", ")", ";", '"', "'", "‘", "’", "“", "”"))
_LETTERS = re.compile(r"[A-Za-z]+")
_LOWER = re.compile(r"[a-z]+")
_UPPER = re.compile(r"[A-Z]+")
_COMMON = frozenset("of for and the in with a on to via from by based model models learning".split())
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "tion", "al")


def stages(view: PaperView) -> tuple[str, ...]:
    """For each sentence: title, or before, at, again or after the one that says what the paper offers."""
    offers = [
        k
        for k, (first, last) in enumerate(view.bounds)
        if k and not AUTHORS.isdisjoint(view.words[first:last]) and not PROPOSE.isdisjoint(view.words[first:last])
    ]
    names = []
    for k in range(len(view.bounds)):
        if k == 0:
            names.append("title")
        elif not offers:
            names.append("none")
        elif k in offers:
            names.append("at" if k == offers[0] else "again")
        else:
            names.append("before" if k < offers[0] else "after")
    return tuple(names)


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, _LETTERS.findall(text))) - _COMMON


@dataclass(frozen=True, slots=True)
class Overview:
    """What features need to know of the paper as a whole, worked out once.

    `stage`, `stems` and `cues` (places and kinds of cue words) go by sentence, `own` (the stems of the
    name) by entity; `shared` counts in how many names a stem stands; `order` are the entities of each
    type by first mention; `titled` those in the title.
    """

    stage: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    cues: tuple[tuple[tuple[int, str], ...], ...]
    own: tuple[frozenset[str], ...]
    shared: Counter[str]
    order: dict[str, list[int]]
    titled: tuple[int, ...]


def overview(view: PaperView) -> Overview:
    """Work out the overview of a paper."""
    own = tuple(_stems(entity.name) for entity in view.entities)
    order: dict[str, list[int]] = {}
    for index in sorted(range(len(view.entities)), key=lambda i: (view.places[i][:1], i)):
        order.setdefault(view.entities[index].type, []).append(index)
    return Overview(
        stage=stages(view),
        stems=tuple(_stems(view.text[s.start : s.end]) for s in view.sentences),
        cues=cues_of(view),
        own=own,
        shared=Counter(stem for stems in own for stem in stems),
        order=order,
        titled=tuple(i for i, p in enumerate(view.places) if p and view.homes[p[0]] == 0),
    )


def _window(line: Sequence[str], at: int, stage: str) -> list[str]:
    """Ordered n-grams next to the mention at word `at` of its sentence's line."""
    l3, l2, l1, _, r1, r2, r3 = line[at - 3 : at + 4]
    return [
        f"a{l1}", f"b{l2}", f"c{l3}", f"d{l2} {l1}", f"e{l3} {l2} {l1}", f"f{r1}", f"g{r2}", f"h{r1} {r2}",
        f"i{r1} {r2} {r3}", f"j{l1} {r1}", f"j{l2} {l1} {r1}", f"H{stage} {l1}", f"I{stage} {r1}",
    ]  # fmt: skip


def _bags(line: Sequence[str], at: int) -> list[str]:
    """The words of the sentence, by side and rough distance."""
    end = len(line) - MARGIN
    left, right = max(MARGIN, at - NEAR), min(end, at + NEAR + 1)
    out = ["k" + word for word in line[left:at]] + ["l" + word for word in line[max(MARGIN, at - FAR) : left]]
    out += ["m" + word for word in line[at + 1 : right]]
    return out + ["n" + word for word in line[right : min(end, at + FAR + 1)]]


def _cues(known: Sequence[tuple[int, str]], at: int, stage: str) -> list[str]:
    """The kinds of cue words around, nearest first on either side, and all those of the sentence."""
    left = [(at - k, cue) for k, cue in reversed(known) if k < at]
    right = [(k - at, cue) for k, cue in known if k > at]
    near, next_ = (left[0][1] if left else ""), (right[0][1] if right else "")
    before, after = {cue for _, cue in left}, {cue for _, cue in right}
    out = [f"v{cue}" for cue in before] + [f"w{cue}" for cue in after]
    out += [f"G{stage} {cue}" for cue in before | after]
    out += [f"C{stage} {near}", f"D{stage} {next_}", f"E{stage} {near} {next_}"]
    if left:
        out += [f"xl{near}{min(left[0][0], 5)}", f"xl2{near} {left[1][1] if len(left) > 1 else ''}"]
        out.append(f"xl3{near} {left[1][1]} {left[2][1]}" if len(left) > 2 else "xl3")
    if right:
        out += [f"xr{next_}{min(right[0][0], 5)}", f"xlr{near} {next_}"]
    return out


def _place(view: PaperView, at: int, first: int, last: int) -> list[str]:
    """Where the sentence is in the text and the mention in the sentence."""
    home, count = view.homes[at], len(view.bounds)
    depth = {0: "title", 1: "first", count - 1: "last"}.get(home, str(3 * home // count))
    out = [f"o{depth}", f"oend {depth}" if last - at <= 2 else f"o{depth} {min((at - first) // 4, 3)}"]
    if home == 0:
        colon = next((k for k in range(first, last) if view.words[k] == ":"), -1)
        out.append("ono colon" if colon < 0 else "obefore colon" if at < colon else "oafter colon")
        if at == first:
            out.append("ofirst of title" + (" :" if colon == at + 1 else ""))
        if first + 1 == last:
            out.append("owhole title")
    return out


def mention_features(view: PaperView, at: int, paper: Overview) -> list[str]:
    """Features of the mention at token `at`."""
    home, owner = view.homes[at], view.owners[at]
    first, last = view.bounds[home]
    stage, line = paper.stage[home], view.line(home, owner)
    here = at - first + MARGIN
    out = _window(line, here, stage)
    out += _bags(line, here)
    out += _place(view, at, first, last)
    out += _cues(paper.cues[home], at, stage)
    head = at - 1  # the token before the enumeration that the mention is in
    while head >= first and (view.words[head] in _ENUMERATION or view.owners[head] != OUTSIDE):
        head -= 1
    if head != at - 1:
        h2, h1 = line[head - first + MARGIN - 1 : head - first + MARGIN + 1]
        out += [f"p{h1}", f"q{h2} {h1}", "pin list"]
    out += [f"r{line[MARGIN]} {line[MARGIN + 1]}", f"r{line[MARGIN]}", f"s{stage}"]
    before = view.words[first:at]
    if not PROPOSE.isdisjoint(before):
        out.append(f"t{min(sum(owner != OUTSIDE for owner in view.owners[first:at]), 3)}")
    if before.count("(") > before.count(")"):
        out.append("uin parentheses")
    return out


def _name_features(view: PaperView, index: int) -> list[str]:
    """How the entity is written."""
    entity = view.entities[index]
    name = " ".join(entity.name.lower().split())
    shape = DIGITS.sub("0", _UPPER.sub("A", _LOWER.sub("a", entity.name)))[:12]
    words = name.split() or [""]
    out = [f"2{shape}", f"3{name}", f"4{words[-1]}", f"5{words[0]}", f"6{min(len(words), 5)}", f"P{name[:3]}"]
    out += [f"N{name[-k:]}" for k in (2, 3, 4)]
    out += [f"W{word}" for word in _LETTERS.findall(name)]
    out += [f"J{' '.join(alias.lower().split())}" for alias in entity.aliases]
    return out


def _rank_features(view: PaperView, index: int, paper: Overview) -> list[str]:
    """How the entity stands among the others of the paper."""
    entity, places = view.entities[index], view.places[index]
    same = paper.order[entity.type]
    out = [f"Q{len(same) > k}{k}" for k in (1, 2, 4, 7)] + [f"Qh{kind}" for kind in paper.order]
    out.append(f"Qr{min(same.index(index), 4)}")
    out.append(f"Qm{len(places) == max(len(view.places[i]) for i in same)}")
    named = any(view.entities[i].named for i in paper.titled)
    out += [f"Qt{min(len(paper.titled), 4)}", f"Qf{paper.titled[:1] == (index,)}{named}"]
    out += [f"Qtt{view.entities[i].type}{view.entities[i].named}" for i in paper.titled if i != index]
    own = paper.own[index]
    if own:
        in_title = int(2 * len(own & paper.stems[0]) / len(own) + 0.01)
        spread = sum(len(own & stems) for stems in paper.stems) / len(own)
        out += [f"Ot{in_title}", f"On{min(int(1.5 * spread + 0.01), 8)}"]
        out.append(f"Oo{min(max(paper.shared[stem] for stem in own) - 1, 3)}")
        if index not in paper.titled:
            out.append(f"Ou{in_title}")
    return out


def entity_features(view: PaperView, index: int, paper: Overview) -> list[str]:
    """Features of the entity as a whole: its name, how often and where it stands."""
    entity, places = view.entities[index], view.places[index]
    homes = sorted({view.homes[p] for p in places})
    count = len(view.bounds)
    met = sorted({paper.stage[h] for h in homes})
    out = [
        "0", f"0{entity.type} {entity.named}", f"1{min(len(places), 5)}", f"1{min(len(homes), 4)}s",
        f"7{'title' if homes[:1] == [0] else ''}{len(homes) > 1}", f"8{min(len(entity.aliases), 4)}",
        f"S{','.join(met)}",
    ]  # fmt: skip
    abstract = [h for h in homes if h]
    if abstract:
        early = 5 * abstract[0] // count
        out += [f"9{early}", f"9s{min(abstract[0], 9)}", f"9last {5 * abstract[-1] // count}"]
    if homes == [0]:
        out.append("7title only")
    if len(met) == 1:
        out.append(f"So{met[0]}")
    out += familiarity_features(entity)
    return out + _name_features(view, index) + _rank_features(view, index, paper)
