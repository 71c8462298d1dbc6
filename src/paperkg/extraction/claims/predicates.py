"""Whether a sentence states a relation of two entities, or only names them."""

import re

from paperkg.extraction.claims.denials import is_denied_at, list_opening
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.model import Relation
from paperkg.text.keys import name_key

_BUILDS = re.compile(
    r"""\b(?: exten(?:d|sion) | buil[dt] | fine-?\s?tun | bas(?:ed|is)\b | us(?:e|es|ed|ing)\b | initiali[sz] | distill
    | replac | leverag | employ | appl(?:y|ies|ied|ying)\b | adopt | adapt | integrat | combin | incorporat
    | inspired | deriv | train | power | via\b | through\b | with\b | by\b | backbone | modif | augment | enhanc
    | equip | utili[sz] | unif | generali[sz] | coupl | exploit | embed | merg | introduc
    | formulat | rel(?:y|ies) | consist | compris )""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_END = re.compile(
    r"\b(?:than|over|against|across|beyond|behind|(?:out|under)perform\w*|surpass\w*|exceed\w*|beat\w*|unlike|compared\s(?:to|with)|versus|vs\.?|as\s(?!well\b)\w+\sas)\s"
    r"(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_RUN_ON = re.compile(r"\b(?:on|of|for|in)\s(?:an?\s|the\s)?$", re.IGNORECASE)
_BUILT_ON = re.compile(
    r"\b(?:bas|buil|rel|draw|found|depend|top|exten|generali|variant|version|use|combin|integrat|adopt|appl|train)[\w-]*\s"
    r"(?:up)?(?:on|of|for|in)\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:on|in|from|for)\s(?:an?\s|the\s|our\s)?$", re.IGNORECASE)
_COMPARES = re.compile(
    r"""\b(?: than\b | outperform | surpass | beat(?:s|en|ing)?\b | exceed | superior | better\b | over\b | vs\b
    | versus\b | compared\b | comparison | relative\sto\b | against\b | improv | gain | advantage | advanc | best\b
    | w[io]n(?:s|ning)?\b | state-of-the-art | sota\b | lead(?:s|ing)?\b | higher\b | lower\b | faster\b | fewer\b
    | speed-?\s?up | reduc | ahead\b | overtak | dominat | unlike\b | whereas\b | while\b | but\b )""",
    re.VERBOSE | re.IGNORECASE,
)
_JOINT = re.compile(r",?\s(?:and|or|&)\s|,\s(?=[^a-z])")
_SET_ASIDE = re.compile(r"\b(?:rather\sthan|instead\sof|in\splace\sof)\s(?:an?\s|the\s)?$", re.IGNORECASE)
_CLAUSES = frozenset(("and", "while", "whereas", "but", ";"))
"""Words after which a system begins a clause of its own."""
_MATCHES = re.compile(
    r"\b(?:match(?:es|ed|ing)?|par\swith|comparable\s(?:to|with)|competitive\s(?:to|with)|rival(?:s|ed|ing)?|similar\sto"
    r"|close\sto|equivalent\sto)\s(?:that\sof\s|those\sof\s)?(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:(?:however|yet|but|recently|unfortunately|meanwhile|although|though|while),?\s)?(?:most\s|many\s|several\s|all\s)*(?:of\s)?"
    r"(?:existing|previous|prior|earlier|conventional|traditional|current|typical)\s",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"(?:unlike|in\scontrast\s(?:to|with)|compared\s(?:to|with)|as\sopposed\sto|different(?:ly)?\sfrom)\s"
    r"(?!.*\b(?:we|our|ours|this|it)\b)",
    re.IGNORECASE,
)
_NOT_LISTED = frozenset((Relation.BASED_ON, Relation.EVALUATED_ON, Relation.OUTPERFORMS, Relation.SOLVES))
"""Relations that do not hold between the names of one enumeration."""
_ASSERTED = frozenset((Relation.BASED_ON, Relation.EVALUATED_ON, Relation.SOLVES, Relation.PART_OF))
"""Relations that do not hold with what a sentence sets aside."""
OF_A_WHOLE = frozenset((Relation.PART_OF, Relation.VARIANT_OF))
"""Relations to what a paper often leaves unnamed where it tells of the part: "It has two stages: ..."."""
_AUTHORS = frozenset(("we", "our"))
_OWN_CUES = ("our", "offer", "test", "show", "aim", "new")
"""Kinds of cue words of sentences about the paper's own work: "Experiments on GSM8K show"."""


def is_stated(paper: TokenizedPaper, head: int, relation: Relation, tail: int, home: int) -> bool:
    """Whether the sentence `home` can state the relation.

    It has a predicate, which for `based_on` is one of building and using. It does not set the tail aside, and does not
    only enumerate both ends. Where it does not name the head, it speaks of the paper's own work.
    """
    tails = [at for at in paper.places[tail] if paper.homes[at] == home]
    heads = [at for at in paper.places[head] if paper.homes[at] == home]
    if not tails or _same_name(paper, head, tail) or (home and not _has_predicate(paper, home)):
        return False
    if relation in _ASSERTED and all(is_denied_at(paper, at) or _in_contrast(paper, heads, at) for at in tails):
        return False
    if relation in _NOT_LISTED and heads and all(_listed(paper, p, q) for p in heads for q in tails):
        return False
    if relation not in OF_A_WHOLE and home and not heads and not _speaks_of_own(paper, home):
        return False
    if relation is Relation.EVALUATED_ON and heads and not any(_in_step(paper, p, q) for p in heads for q in tails):
        return False
    if relation is Relation.OUTPERFORMS:
        sentence = paper.sentences[home]
        compares = _COMPARES.search(paper.text, sentence.start, sentence.end)
        return compares is not None and _can_outperform(paper, heads, tails)
    if relation is not Relation.BASED_ON:
        return True
    return not _is_language(paper, tail) and any(_builds_on(paper, heads, at) for at in tails)


def _is_language(paper: TokenizedPaper, entity: int) -> bool:
    """Whether the entity is a programming language: what is written in it is not based on it."""
    return paper.entities[entity].name in paper.lists.programming.short | paper.lists.programming.languages


def is_compared_with(paper: TokenizedPaper, at: int) -> bool:
    """Whether the mention at token `at` is what its sentence compares with: "outperforms X by", "better than X".

    In "compared to X, Y achieves" no list joins the two.
    """
    first, last = paper.bounds[paper.homes[at]]
    before = paper.text[paper.starts[first] : paper.starts[at]]
    if _OTHER_END.search(before):
        return True
    opening = list_opening(paper, at)
    goes_on = _JOINT.match(paper.text, paper.ends[at], paper.ends[last - 1])
    return bool(_OTHER_END.search(opening)) and bool(goes_on or _JOINT.search(before, len(opening)))


def tells_of_part(paper: TokenizedPaper, part: int, whole: int, home: int) -> bool:
    """Whether the sentence `home`, which names the part, can be about it as one of the paper's own work."""
    return home != 0 and not _same_name(paper, part, whole) and _speaks_of_own(paper, home)


def _same_name(paper: TokenizedPaper, head: int, tail: int) -> bool:
    """Whether the two go by one name: an alias is not a part or a variant of what it names."""
    one, two = ({name_key(alias) for alias in paper.entities[end].aliases} for end in (head, tail))
    return not one.isdisjoint(two)


def _joins(paper: TokenizedPaper, k: int) -> bool:
    """Whether the token is a name, or a mark or word between names."""
    word = paper.words[k]
    return paper.owners[k] != OUTSIDE or not word.isalpha() or word in paper.lists.claims.enumeration


def _has_predicate(paper: TokenizedPaper, home: int) -> bool:
    """Whether the sentence has words beside names and the marks between them."""
    return not all(_joins(paper, k) for k in range(*paper.bounds[home]))


def _listed(paper: TokenizedPaper, p: int, q: int) -> bool:
    """Whether the two mentions are items of one enumeration: only names and the marks between them separate them."""
    between = range(min(p, q) + 1, max(p, q))
    marks = {paper.words[k] for k in between}
    return all(_joins(paper, k) for k in between) and not marks.isdisjoint((",", ";", "and", "or"))


def _in_step(paper: TokenizedPaper, p: int, q: int) -> bool:
    """Whether the mentions of a system and a benchmark can belong together.

    They do not where the sentence gives each system its own: "A is tested on X, and B on Y", or, "A and B are tested on
    X and Y, respectively".
    """
    if "respectively" in paper.words[slice(*paper.bounds[paper.homes[p]])]:
        (one, length), (two, other) = _place_in_list(paper, p), _place_in_list(paper, q)
        if length == other > 1 and one != two:
            return False
    tested = False
    for k in range(p + 1, q):
        part = OUTSIDE if paper.owners[k] == OUTSIDE else paper.entities[paper.owners[k]].type.kind.result_part
        tested |= part == "benchmark"
        if tested and part == "subject" and paper.words[k - 1] in _CLAUSES and paper.owners[k] != paper.owners[p]:
            return False
    return True


def _place_in_list(paper: TokenizedPaper, at: int) -> tuple[int, int]:
    """The index of a mention in its enumeration of names of one kind, and how many these are."""
    first, last = paper.bounds[paper.homes[at]]
    kind = paper.entities[paper.owners[at]].type.kind.result_part
    counts = []
    for step, stop in ((-1, first - 1), (1, last)):
        k, count = at + step, 0
        while k != stop and _joins(paper, k):
            if paper.owners[k] != OUTSIDE:
                if paper.entities[paper.owners[k]].type.kind.result_part != kind:
                    break
                count += 1
            k += step
        counts.append(count)
    return counts[0], sum(counts) + 1


def _speaks_of_own(paper: TokenizedPaper, home: int) -> bool:
    """Whether the sentence has a word for the paper's own method, or of work on it."""
    words, cues = paper.words[slice(*paper.bounds[home])], paper.lists.cues
    if _OF_OTHERS.match(paper.text, paper.sentences[home].start) and _AUTHORS.isdisjoint(words):
        return False
    return not paper.lists.claims.ours.isdisjoint(words) or any(cues.get(word) in _OWN_CUES for word in words)


def _in_contrast(paper: TokenizedPaper, heads: list[int], at: int) -> bool:
    """Whether the token `at` is in the opening of a sentence that tells what the head, named later, is unlike."""
    first, _ = paper.bounds[paper.homes[at]]
    before = paper.text[paper.starts[first] : paper.starts[at]]
    return all(head > at for head in heads) and bool(_CONTRAST.match(before))


def _builds_on(paper: TokenizedPaper, heads: list[int], at: int) -> bool:
    """Whether the words before the mention of the tail at token `at` let it be what something builds on or uses.

    They do not compare with it, run on it or belong to it; where the sentence does not name the head, they have a word
    of building or using.
    """
    opening = list_opening(paper, at)
    if _OTHER_END.search(opening) or (_RUN_ON.search(opening) and not _BUILT_ON.search(opening)):
        return False
    return bool(heads) or bool(_BUILDS.search(opening))


def _can_outperform(paper: TokenizedPaper, heads: list[int], tails: list[int]) -> bool:
    """Whether the words before the mentions let the head outperform the tail.

    The head is not only where something happens ("on an RTX 4090"), and the tail not only what was not chosen or what
    the head is as good as.
    """
    if heads and all(_PLACE.search(list_opening(paper, at)) for at in heads):
        return False
    openings = [list_opening(paper, at) for at in tails]
    return not all(_SET_ASIDE.search(opening) or _MATCHES.search(opening) for opening in openings)
