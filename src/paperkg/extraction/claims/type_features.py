"""What speaks for the type of a proper name: what its paper calls it, and how it is written.

Features are strings, "name=value"; a model maps each of them to weights (`paperkg.extraction.claims.linear`). The
types that other entities have are not looked at, since they may be as wrong as this one's: they read "@other".
"""

import re
from collections.abc import Iterator, Sequence

from paperkg.extraction.claims.tokens import MARGIN, TokenizedPaper
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.model import PaperEntity

NEAR = 8
LONGEST_PARENTHESIS = 18
LONGEST_PHRASE = 14
_PIECE = re.compile(r"[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z]+|\d+")
_SHAPE = ((re.compile(r"\d+"), "0"), (re.compile(r"[a-z]+"), "a"), (re.compile(r"[A-Z]+"), "A"))


def _noun(name: str, word: str, lists: WordLists) -> list[str]:
    """A word in some place, and the type that such a noun tells of, if any."""
    kind = lists.type_nouns.get(word)
    return [f"{name}={word}"] if kind is None else [f"{name}={word}", f"{name}_type={kind.lower()}"]


def _name_features(entity: PaperEntity, lists: WordLists) -> list[str]:
    """How the name is written, and with what noun its long forms end."""
    name, shape = entity.name, entity.name
    for pattern, letter in _SHAPE:
        shape = pattern.sub(letter, shape)
    words = re.split(r"[\s\-]+", name.lower())
    pieces = _PIECE.findall(name) or [""]
    out = [f"ending={name[-k:]}" for k in (2, 3, 4, 5)]
    out += [f"beginning={name[:3].lower()}", f"word_count={min(len(words), 4)}", f"shape={shape[:10]}"]
    out += [f"word={word}" for word in words] + [f"first_piece={pieces[0].lower()}"]
    out += _noun("last_word", words[-1], lists) + _noun("last_piece", pieces[-1].lower(), lists)
    for alias in entity.aliases:
        long = re.findall(r"[a-z]+", alias.lower())
        if alias != name and len(long) > 1:
            out += [*_noun("long_form", long[-1], lists), f"long_form2={' '.join(long[-2:])}"]
    return out


def _said_to_be(line: Sequence[str], at: int, lists: WordLists) -> list[str]:
    """The noun of an apposition or a definition: "FooNet, a compact model", "FooNet (FN) is a model"."""
    words = lists.descriptions
    start = at + 1
    if line[start] == "(":
        window = range(start, min(start + LONGEST_PARENTHESIS, len(line)))
        start = next((k + 1 for k in window if line[k] == ")"), len(line))
    if start + 1 >= len(line) or line[start] not in words.openings:
        return []
    mark, begin = line[start], start + 1
    if line[begin] in words.articles:
        begin += 1
    elif mark != ":":
        return []
    end = _phrase_end(line, begin, words.phrase_ends)
    phrase = [word for word in line[begin:end] if word != "-"]
    if not phrase:
        return []
    head = phrase[-1]
    out = [*_noun("said_to_be", head, lists), f"mark,said_to_be={mark} {head}", f"said_to_be2={' '.join(phrase[-2:])}"]
    out += [f"described_as={word}" for word in phrase[:-1]]
    if line[end : end + 1] == ["of"]:
        last = _phrase_end(line, end + 1, words.phrase_ends)
        if last > end + 1:
            out.append(f"said_to_be_of={head} {line[last - 1]}")
    return out


def _phrase_end(line: Sequence[str], begin: int, ends: frozenset[str]) -> int:
    window = range(begin, min(begin + LONGEST_PHRASE, len(line)))
    return next((k for k in window if line[k] in ends), min(begin + LONGEST_PHRASE, len(line)))


def _noun_before(line: Sequence[str], at: int, lists: WordLists) -> list[str]:
    """The noun that the name follows: "an attack called Foo", "the toolkit Foo"."""
    k = at - 1
    while k >= 0 and at - k < 6 and line[k] in lists.descriptions.calling:
        k -= 1
    if k < 0:
        return []
    out = _noun("called" if k < at - 1 else "after", line[k], lists)
    return [*out, f"before2={line[k - 1]} {line[k]}"] if k else out


def _mention_features(paper: TokenizedPaper, index: int, at: int) -> Iterator[str]:
    """Features of the mention at token `at`."""
    home, lists = paper.homes[at], paper.lists
    line = [w if w[0] != "@" or w == "@self" else "@other" for w in paper.line(home, index)]
    p = at - paper.bounds[home][0] + MARGIN
    l3, l2, l1, _, r1, r2, r3 = line[p - 3 : p + 4]
    yield from (f"left1={l1}", f"left2={l2} {l1}", f"left3={l3} {l2} {l1}", f"left1,right1={l1} {r1}")
    yield from (f"right2={r1} {r2}", f"right3={r1} {r2} {r3}", *_noun("right1", r1, lists))
    before, after = line[max(MARGIN, p - NEAR) : p], line[p + 1 : min(len(line) - MARGIN, p + 1 + NEAR)]
    yield from (f"left={word}" for word in before)
    yield from (f"right={word}" for word in after)
    said = _said_to_be(line, p, lists)
    yield from said
    if home == 0:
        yield from (f"title_{feature}" for feature in (f"right1={r1}", *said))
    yield from _noun_before(line, p, lists)
    verbs = [word for word in line[max(0, p - NEAR) : p] if word in lists.descriptions.verbs]
    yield from (f"verb={word}" for word in verbs[-1:])
    nouns = [word for word in line[p + 1 : p + 16] if word in lists.type_nouns]
    yield from (feature for word in nouns[:1] for feature in _noun("next_noun", word, lists))
    nouns = [word for word in line[max(0, p - 10) : p] if word in lists.type_nouns]
    yield from (feature for word in nouns[-1:] for feature in _noun("noun_before", word, lists))


def type_features(paper: TokenizedPaper, index: int) -> list[str]:
    """Features of an entity, by its index."""
    entity, places, lists = paper.entities[index], paper.places[index], paper.lists
    out = ["bias", f"places={min(len(places), 5)}", *_name_features(entity, lists)]
    for at in places:
        out += _mention_features(paper, index, at)
    for home in sorted({paper.homes[at] for at in places}):
        first, last = paper.bounds[home]
        out += [f"sentence={word}" for word in paper.words[first:last] if word in lists.type_nouns]
    first, last = paper.bounds[0]
    for word in paper.words[first:last]:
        if word in lists.type_nouns:
            out += _noun("title", word, lists)
    if paper.owners[first : first + 1] == (index,) and paper.words[first + 1 : first + 2] == (":",):
        out.append("before_colon")
    return out
