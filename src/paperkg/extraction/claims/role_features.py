"""What speaks for a role: the words around each mention, where it stands, and how it is written.

Features are strings, "name=value" or "name,name=value value"; a model maps each of them to weights
(`paperkg.extraction.claims.linear`). `left1` is the word before a mention, `left2` the one before that, `cue_left1`
the kind of the nearest cue word before it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperkg.extraction.claims.familiarity import familiarity_features
from paperkg.extraction.claims.tokens import DIGITS, MARGIN, NO_CUE, OUTSIDE, TokenizedPaper, cues_of
from paperkg.extraction.vocabulary.word_lists import Words

FAR = 12
NEAR = 4
_LETTERS = re.compile(r"[A-Za-z]+")
_LOWER = re.compile(r"[a-z]+")
_UPPER = re.compile(r"[A-Z]+")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "tion", "al")


STAGES = ("title", "none", "before", "at", "again", "after")
"""Where a sentence can stand in a paper (`stages`)."""


def stages(paper: TokenizedPaper) -> tuple[str, ...]:
    """For each sentence: title, or before, at, again or after the one that says what the paper offers."""
    known = paper.lists.claims
    offers = [
        k
        for k, (first, last) in enumerate(paper.bounds)
        if k
        and not known.authors.isdisjoint(paper.words[first:last])
        and not known.proposing.isdisjoint(paper.words[first:last])
    ]
    names = []
    for k in range(len(paper.bounds)):
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


def _stems(text: str, fillers: Words) -> frozenset[str]:
    return frozenset(map(_stem, _LETTERS.findall(text))) - fillers


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


def overview_of(paper: TokenizedPaper) -> Overview:
    """Work out the overview of a paper."""
    fillers = paper.lists.claims.fillers
    own = tuple(_stems(entity.name, fillers) for entity in paper.entities)
    order: dict[str, list[int]] = {}
    for index in sorted(range(len(paper.entities)), key=lambda i: (paper.places[i][:1], i)):
        order.setdefault(paper.entities[index].type, []).append(index)
    return Overview(
        stage=stages(paper),
        stems=tuple(_stems(paper.text[s.start : s.end], fillers) for s in paper.sentences),
        cues=cues_of(paper),
        own=own,
        shared=Counter(stem for stems in own for stem in stems),
        order=order,
        titled=tuple(i for i, p in enumerate(paper.places) if p and paper.homes[p[0]] == 0),
    )


def _window(line: Sequence[str], at: int, stage: str) -> list[str]:
    """Ordered n-grams next to the mention at word `at` of its sentence's line."""
    l3, l2, l1, _, r1, r2, r3 = line[at - 3 : at + 4]
    return [
        f"left1={l1}", f"left2={l2}", f"left3={l3}", f"left2,left1={l2} {l1}", f"left3,left2,left1={l3} {l2} {l1}",
        f"right1={r1}", f"right2={r2}", f"right1,right2={r1} {r2}", f"right1,right2,right3={r1} {r2} {r3}",
        f"left1,right1={l1} {r1}", f"left2,left1,right1={l2} {l1} {r1}",
        f"stage,left1={stage} {l1}", f"stage,right1={stage} {r1}",
    ]  # fmt: skip


def _bags(line: Sequence[str], at: int) -> list[str]:
    """The words of the sentence, by side and rough distance."""
    end = len(line) - MARGIN
    left, right = max(MARGIN, at - NEAR), min(end, at + NEAR + 1)
    out = ["near_left=" + word for word in line[left:at]]
    out += ["far_left=" + word for word in line[max(MARGIN, at - FAR) : left]]
    out += ["near_right=" + word for word in line[at + 1 : right]]
    return out + ["far_right=" + word for word in line[right : min(end, at + FAR + 1)]]


def _cues(known: Sequence[tuple[int, str]], at: int, stage: str) -> list[str]:
    """The kinds of cue words around, nearest first on either side, and all those of the sentence."""
    left = [(at - k, cue) for k, cue in reversed(known) if k < at]
    right = [(k - at, cue) for k, cue in known if k > at]
    near, next_ = (left[0][1] if left else NO_CUE), (right[0][1] if right else NO_CUE)
    before, after = {cue for _, cue in left}, {cue for _, cue in right}
    out = [f"cue_left={cue}" for cue in before] + [f"cue_right={cue}" for cue in after]
    out += [f"stage,cue={stage} {cue}" for cue in before | after]
    out += [f"stage,cue_left1={stage} {near}", f"stage,cue_right1={stage} {next_}"]
    out.append(f"stage,cue_left1,cue_right1={stage} {near} {next_}")
    if left:
        second, third = (left[k][1] if len(left) > k else NO_CUE for k in (1, 2))
        out += [f"cue_left1,distance={near} {min(left[0][0], 5)}", f"cue_left1,cue_left2={near} {second}"]
        out.append("cue_left3=none" if third == NO_CUE else f"cue_left1,cue_left2,cue_left3={near} {second} {third}")
    if right:
        out += [f"cue_right1,distance={next_} {min(right[0][0], 5)}", f"cue_left1,cue_right1={near} {next_}"]
    return out


def _place(paper: TokenizedPaper, at: int, first: int, last: int) -> list[str]:
    """Where the sentence is in the text and the mention in the sentence."""
    home, count = paper.homes[at], len(paper.bounds)
    depth = {0: "title", 1: "first", count - 1: "last"}.get(home, str(3 * home // count))
    offset = "end" if last - at <= 2 else min((at - first) // 4, 3)
    out = [f"sentence={depth}", f"sentence,offset={depth} {offset}"]
    if home == 0:
        colon = next((k for k in range(first, last) if paper.words[k] == ":"), -1)
        out.append("title=no colon" if colon < 0 else "title=before colon" if at < colon else "title=after colon")
        if at == first:
            out.append("title=first word, colon" if colon == at + 1 else "title=first word")
        if first + 1 == last:
            out.append("title=whole")
    return out


def mention_features(paper: TokenizedPaper, at: int, overview: Overview) -> list[str]:
    """Features of the mention at token `at`."""
    home, owner = paper.homes[at], paper.owners[at]
    first, last = paper.bounds[home]
    stage, line = overview.stage[home], paper.line(home, owner)
    here = at - first + MARGIN
    out = _window(line, here, stage)
    out += _bags(line, here)
    out += _place(paper, at, first, last)
    out += _cues(overview.cues[home], at, stage)
    known = paper.lists.claims
    head = at - 1  # the token before the enumeration that the mention is in
    while head >= first and (paper.words[head] in known.enumeration or paper.owners[head] != OUTSIDE):
        head -= 1
    if head != at - 1:
        h2, h1 = line[head - first + MARGIN - 1 : head - first + MARGIN + 1]
        out += [f"list_left1={h1}", f"list_left2,list_left1={h2} {h1}", "in_list"]
    out += [f"opening1,opening2={line[MARGIN]} {line[MARGIN + 1]}", f"opening1={line[MARGIN]}", f"stage={stage}"]
    before = paper.words[first:at]
    if not known.proposing.isdisjoint(before):
        out.append(f"proposed_after={min(sum(owner != OUTSIDE for owner in paper.owners[first:at]), 3)}")
    if before.count("(") > before.count(")"):
        out.append("in_parentheses")
    return out


def _name_features(paper: TokenizedPaper, index: int) -> list[str]:
    """How the entity is written."""
    entity = paper.entities[index]
    name = " ".join(entity.name.lower().split())
    shape = DIGITS.sub("0", _UPPER.sub("A", _LOWER.sub("a", entity.name)))[:12]
    words = name.split() or [""]
    out = [f"shape={shape}", f"name={name}", f"last_word={words[-1]}", f"first_word={words[0]}"]
    out += [f"words={min(len(words), 5)}", f"prefix={name[:3]}"]
    out += [f"suffix={name[-k:]}" for k in (2, 3, 4)]
    out += [f"word={word}" for word in _LETTERS.findall(name)]
    out += [f"alias={' '.join(alias.lower().split())}" for alias in entity.aliases]
    return out


def _rank_features(paper: TokenizedPaper, index: int, overview: Overview) -> list[str]:
    """How the entity stands among the others of the paper."""
    entity, places, titled = paper.entities[index], paper.places[index], overview.titled
    same = overview.order[entity.type]
    out = [f"more_of_type_than_{k}={len(same) > k}" for k in (1, 2, 4, 7)]
    out += [f"type_in_paper={kind}" for kind in overview.order]
    out.append(f"rank_in_type={min(same.index(index), 4)}")
    out.append(f"most_mentions_in_type={len(places) == max(len(paper.places[i]) for i in same)}")
    named = any(paper.entities[i].named for i in titled)
    out.append(f"entities_in_title={min(len(titled), 4)}")
    out.append(f"first_in_title,name_in_title={titled[:1] == (index,)} {named}")
    out += [f"beside_in_title,named={paper.entities[i].type} {paper.entities[i].named}" for i in titled if i != index]
    own = overview.own[index]
    if own:
        in_title = int(2 * len(own & overview.stems[0]) / len(own) + 0.01)
        spread = sum(len(own & stems) for stems in overview.stems) / len(own)
        out += [f"words_in_title={in_title}", f"words_in_sentences={min(int(1.5 * spread + 0.01), 8)}"]
        out.append(f"word_in_other_names={min(max(overview.shared[stem] for stem in own) - 1, 3)}")
        if index not in titled:
            out.append(f"only_words_in_title={in_title}")
    return out


def entity_features(paper: TokenizedPaper, index: int, overview: Overview) -> list[str]:
    """Features of the entity as a whole: its name, how often and where it stands."""
    entity, places = paper.entities[index], paper.places[index]
    homes = sorted({paper.homes[p] for p in places})
    count = len(paper.bounds)
    met = sorted({overview.stage[h] for h in homes})
    out = [
        "bias", f"type,named={entity.type} {entity.named}", f"mentions={min(len(places), 5)}",
        f"sentences={min(len(homes), 4)}", f"in_title,sentences_2_up={homes[:1] == [0]} {len(homes) > 1}",
        f"aliases={min(len(entity.aliases), 4)}", f"stages={','.join(met)}",
    ]  # fmt: skip
    abstract = [h for h in homes if h]
    if abstract:
        early, late = 5 * abstract[0] // count, 5 * abstract[-1] // count
        out += [f"first_fifth={early}", f"first_sentence={min(abstract[0], 9)}", f"last_fifth={late}"]
    if homes == [0]:
        out.append("title_only")
    if len(met) == 1:
        out.append(f"only_stage={met[0]}")
    out += familiarity_features(entity)
    return out + _name_features(paper, index) + _rank_features(paper, index, overview)
