r"""Letters that TeX spells by commands: accents, as in "M\"uller", and letters of their own, as in "\o" and "\ss"."""

import re
import unicodedata

_MARKS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "i",
    "j": "j",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
}

ACCENT = re.compile(
    r"""\\(?:(?P<mark>['`^"~=.])\s?(?:\{\\?(?P<braced>[A-Za-z])\s?\}|(?P<bare>[A-Za-z])|\\(?P<dotless>[ij])(?![A-Za-z]))"""
    r"""|(?P<letter>[uvHckrdb])\s?\{\\?(?P<under>[A-Za-z])\s?\})"""
)
"""An accent with its letter."""

LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|[oOlLij])(?:\{\}| +(?=[a-z])|(?![A-Za-z]))")
"""A letter that is a command."""

_SPACED = re.compile(r"\\([uvHckrdb])\s+([A-Za-z])")
_BRACES_AND_TIES = str.maketrans({"{": None, "}": None, "~": " "})
_SIGN = re.compile(r"\\([&%#_ ])")


def accented(found: re.Match[str]) -> str:
    """The letter with its accent that a match of `ACCENT` is."""
    letter = found["braced"] or found["bare"] or found["dotless"] or found["under"]
    return unicodedata.normalize("NFC", letter + _MARKS[found["mark"] or found["letter"]])


def letter_itself(found: re.Match[str]) -> str:
    """The letter that a match of `LETTER` is."""
    return _LETTERS[found[1]]


def typeset_name(name: str) -> str:
    r"""A name as TeX would print it: accents and letters as characters, no braces, ties as spaces.

    >>> typeset_name(r"{\'E}va {van~der Bl{\o}m} and M\"uller")
    'Éva van der Bløm and Müller'
    """
    if "\\" in name:
        name = LETTER.sub(letter_itself, ACCENT.sub(accented, _SPACED.sub(r"\\\1{\2}", name)))
        name = _SIGN.sub(r"\1", name)
    return name.translate(_BRACES_AND_TIES)
