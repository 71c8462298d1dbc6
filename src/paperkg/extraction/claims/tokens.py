"""A paper's text as the words around its entities: what roles, results and relations look at.

Every mention of an entity is one token, so that a context reads "we propose @self , a @Method for
@Task" whatever the names are, and what is learned from one paper holds for others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperkg.extraction.vocabulary.word_lists import WordLists, shipped_word_lists
from paperkg.model import PaperEntity, Role, Span
from paperkg.text.numbers import NUMBER, number_class

TOKEN = re.compile(rf"(?P<number>{NUMBER}) | (?:sim|approx)(?=\d) | [^\W_]+ | [^\w\s] | _", re.VERBOSE)
DIGITS = re.compile(r"\d+")
OUTSIDE = -1
EDGE = "|"
NO_CUE = "none"
"""Stands for the kind of a cue word where there is none."""
MARGIN = 3
"""How many words beyond its edges a sentence's line has."""


@dataclass(frozen=True, slots=True)
class TokenizedPaper:
    """The tokens of a text, as columns of equal length, with its sentences and entities.

    `words` are lower-case with digits folded to 0, "@Type" for a mention, "#%" and the like for a
    number; `owners` the index of the mentioned entity or -1; `starts` and `ends` characters of the
    text; `homes` the index of each token's sentence. `bounds` are the first token and the one after
    the last of each sentence, `places` the tokens that mention each entity, `numbers` the tokens
    that are numbers; `lists` are the word lists to read the text by.
    """

    text: str
    words: tuple[str, ...]
    owners: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    homes: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, ...], ...]
    numbers: tuple[int, ...]
    sentences: tuple[Span, ...]
    entities: tuple[PaperEntity, ...]
    lists: WordLists

    def retyped(self, entities: tuple[PaperEntity, ...]) -> "TokenizedPaper":
        """The same tokens with these types of the same entities."""
        words = list(self.words)
        for entity, places in zip(entities, self.places, strict=True):
            for at in places:
                words[at] = _mark(entity)
        return replace(self, words=tuple(words), entities=entities)

    def line(self, sentence: int, self_index: int = OUTSIDE) -> list[str]:
        """The words of a sentence between `MARGIN` edge marks, as a context of `self_index`."""
        first, last = self.bounds[sentence]
        words = [EDGE] * MARGIN + [*self.words[first:last]] + [EDGE] * MARGIN
        if self_index != OUTSIDE:
            for place in self.places[self_index]:
                if first <= place < last:
                    words[place - first + MARGIN] = "@self"
        return words

    def word(self, at: int, sentence: int, self_index: int = OUTSIDE) -> str:
        """The token at `at` as a context of `self_index`; an edge mark outside the sentence."""
        first, last = self.bounds[sentence]
        if not first <= at < last:
            return EDGE
        return "@self" if self_index != OUTSIDE and self.owners[at] == self_index else self.words[at]


def tokenize(
    text: str, sentences: Sequence[Span], entities: Sequence[PaperEntity], lists: WordLists | None = None
) -> TokenizedPaper:
    """Tokenize `text` with each mention as one token; mentions outside any sentence are left out.

    The word lists are the shipped ones where none are given.
    """
    marks = sorted((m.start, m.end, i) for i, e in enumerate(entities) for m in e.mentions)
    words: list[str] = []
    owners: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    homes: list[int] = []
    bounds: list[tuple[int, int]] = []
    places: list[list[int]] = [[] for _ in entities]
    numbers: list[int] = []
    at = 0
    for home, sentence in enumerate(sentences):
        first, position = len(words), sentence.start
        while position < sentence.end:
            while at < len(marks) and marks[at][0] < position:
                at += 1
            stop = min(marks[at][0], sentence.end) if at < len(marks) else sentence.end
            for found in TOKEN.finditer(text, position, stop):
                surface = found.group()
                if found.lastgroup:
                    numbers.append(len(words))
                    words.append(number_class(surface))
                else:
                    words.append(surface.lower() if surface.isalpha() else DIGITS.sub("0", surface.lower()))
                owners.append(OUTSIDE)
                starts.append(found.start())
                ends.append(found.end())
            position = stop
            if position < sentence.end:
                start, end, owner = marks[at]
                places[owner].append(len(words))
                words.append(_mark(entities[owner]))
                owners.append(owner)
                starts.append(start)
                ends.append(end)
                position = end
                at += 1
        homes.extend([home] * (len(words) - first))
        bounds.append((first, len(words)))
    return TokenizedPaper(
        text=text,
        words=tuple(words),
        owners=tuple(owners),
        starts=tuple(starts),
        ends=tuple(ends),
        homes=tuple(homes),
        bounds=tuple(bounds),
        places=tuple(map(tuple, places)),
        numbers=tuple(numbers),
        sentences=tuple(sentences),
        entities=tuple(entities),
        lists=lists or shipped_word_lists(),
    )


def _mark(entity: PaperEntity) -> str:
    """The word that stands for a mention."""
    return "@" + entity.type


def cues_of(paper: TokenizedPaper) -> tuple[tuple[tuple[int, str], ...], ...]:
    """For each sentence the tokens that are cue words, and their kinds."""
    cues = paper.lists.cues
    return tuple(
        tuple((k, cues[paper.words[k]]) for k in range(first, last) if paper.words[k] in cues)
        for first, last in paper.bounds
    )


def main_entity(paper: TokenizedPaper) -> int:
    """The entity that the paper is most of all about: introduced, in the title, named, often mentioned; or -1."""
    best, main = 0.0, OUTSIDE
    for index, (entity, places) in enumerate(zip(paper.entities, paper.places, strict=True)):
        if entity.role is Role.INTRODUCES and places:
            score = 5 * (paper.homes[places[0]] == 0) + min(len(places), 6) + 3 * entity.named + 0.5
            if score > best:
                best, main = score, index
    return main
