"""One name of an author: its parts, and the order in which it is read."""

import re

_PARTICLES = frozenset(
    "van von der den de del della di da du dos das do la le las los el al bin ibn ten ter zu zum zur af av".split()
)
_SUFFIX = re.compile(r"(?:jr|sr|snr|jnr|ii|iii|iv|2nd|3rd|ph\.?\s?d|m\.?d|m\.?sc|inc|ltd|llc|co)\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|group|team|committee|network|society|association|universit\w+|institut\w*"
    r"|departments?|laborator\w+|center|centre|foundation|council|ministry|agency|organi[sz]ation|initiative|inc|ltd)\b",
    re.IGNORECASE,
)
_COLLABORATION = re.compile(r"(?:the\s+)?(collaborations?|consortium|group|team)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\w?\.?[\s'’-]*){1,5}")
_CAPITALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_BEHIND = re.compile(r"\s*(?:\(\d[\d\s,;-]*\)|<[^<>]*>|\[[^\[\]]*\])\s*$|(?<=[^\W\d_.])[\s]*[\d*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰,]+\s*$")
_GIVEN_AND_SUFFIX = re.compile(r"(\S.*?)\s+((?:Jr|Sr|II|III|IV|2nd|3rd)\.?)")
_MOST_BEHIND = 4
"""Numbers and addresses in a row that stand behind a name at most."""
_MISSING = re.compile(r"(?:(?<=,)|(?<!\S))\s*(?:null|undefined|\[[Aa]nonymous\])(?=[\s,]|$)")
"""What programs write where a name is missing; people are called Null."""
_HOMONYM = re.compile(r"\s+\d{4}$")


def as_written(name: str) -> str:
    """A name less what sources put behind it: numbers of authors and footnotes, addresses; one blank between words."""
    name = " ".join(name.split())
    name = _HOMONYM.sub("", " ".join(_MISSING.sub("", name).split()))
    for _ in range(_MOST_BEHIND):
        name = _BEHIND.sub("", name)
    return name.strip(" ,;")


def is_initials(text: str) -> bool:
    """Whether a text is initials alone: "J.", "J. A.", "JA", "J-P"."""
    letters = [char for char in text if char.isalpha()]
    return 0 < len(letters) <= 4 and all(map(_upper, letters)) and bool(_CAPITALS.fullmatch(text.strip()))


def _upper(char: str) -> bool:
    return char.isupper()


def is_suffix(text: str) -> bool:
    """Whether a text is what stands behind a name: "Jr.", "III", "Inc."."""
    return bool(_SUFFIX.fullmatch(text.strip()))


def is_group(name: str) -> bool:
    """Whether a name is of a collaboration or an institution, and so has no family name."""
    return bool(_GROUP.search(name))


def is_given_names(text: str) -> bool:
    """Whether a text can only be given names, for it ends with an initial: "Ann B."."""
    return is_initials(text) or is_initials(text.split()[-1])


def surname_first(text: str) -> bool:
    """Whether a text begins as a family name does: "van der Berg"."""
    return text.split()[0] in _PARTICLES


def reading_order(name: str, turned: bool = False) -> str:
    """A name as it is read: "First Last" of "Last, First", "First Last Jr." of "Last, Jr., First".

    Args:
        name: one name.
        turned: whether initials at its end are those of given names: "Smith J".

    >>> reading_order("van der Berg, Jan"), reading_order("King, Jr., Martin Luther"), reading_order("Doe A", True)
    ('Jan van der Berg', 'Martin Luther King Jr.', 'A Doe')
    """
    pieces = [" ".join(piece.split()) for piece in name.split(",") if piece.strip()]
    if len(pieces) == 2 and " " in pieces[0] and is_group(pieces[0]) and not _COLLABORATION.fullmatch(pieces[0]):
        return ", ".join(pieces)
    if len(pieces) == 2 and (found := _GIVEN_AND_SUFFIX.fullmatch(pieces[1])):
        pieces = [pieces[0], found[1], found[2]]  # PubMed's "King, Martin L Jr"
    if len(pieces) > 1:
        suffixes = [piece for piece in pieces[1:] if is_suffix(piece)]
        given = [piece for piece in pieces[1:] if not is_suffix(piece)]
        if suffixes and not given and len(pieces) == 2:
            return f"{pieces[0]} {suffixes[0]}"  # "John Smith, Jr."
        return " ".join((*given, pieces[0], *suffixes))
    words = pieces[0].split() if pieces else []
    if len(words) > 1 and _ends_with_given(words, turned):
        start = len(words) - 1
        while start > 1 and is_initials(words[start - 1]) and (turned or "." in words[start - 1]):
            start -= 1
        words = words[start:] + words[:start]
    return " ".join(words)


def _ends_with_given(words: list[str], turned: bool) -> bool:
    """Whether the last word is initials of given names: always with a dot, "Smith J."; else where all names are so."""
    last = words[-1]
    if not is_initials(last) or is_initials(words[0]) or is_suffix(last) or is_group(" ".join(words)):
        return False
    return turned or "." in last
