"""Authors as sources write them, made a list of full names in reading order.

What a source separates is kept apart; only text without a separator of its own is taken apart by commas, where the
form of its pieces has to tell "One, Ann" from "A. One, B. Two".
"""

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from operator import eq
from typing import Any

from paperkg.readers.person_names import (
    as_written,
    is_given_names,
    is_group,
    is_initials,
    is_suffix,
    reading_order,
    surname_first,
)
from paperkg.text.cleaning import clean
from paperkg.text.tex_letters import typeset_name

_LITERAL_CHARACTERS = 1 << 20
"""A longer text is no list literal that a table would hold."""

_FULL = ("name", "fullname", "displayname", "literal", "collectivename", "collab", "rawauthorname", "authorname")
_FAMILY = ("family", "lastname", "last", "surname", "familyname", "lname")
_GIVEN = ("given", "forename", "firstname", "first", "givennames", "givenname", "fname", "initials")
_PARTICLE = ("nondroppingparticle", "droppingparticle", "particle", "von", "prefix")
_SUFFIX = ("suffix", "jr", "lineage")
_NOT_LETTERS = re.compile(r"[^a-z]")

_ARRAY = re.compile(r"""(['"])\s+(?=['"])""")
_SEPARATORS = re.compile(r"([,;|])(?: ?[,;|])+")
_WIDE = str.maketrans({"，": ",", "；": ";", "、": ";", "﹔": ";"})
_ASIDE = re.compile(r"\(([^()]*)\)")
_MOST_NESTED = 4
"""Parentheses inside each other that sources have at most: "((1) Here, (2) There)"."""
_NICKNAME = re.compile(r"[A-Z][\w.'-]*")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff]")
_HAN = re.compile(r"[\u3400-\u9fff·]{2,6}")
_AND = re.compile(r"(?:\s*[,;])?\s+(?:and|AND|und|et(?!\s+al\b)|&)\s+(?!al\b)|\s*,\s*&\s*")
_HELD = "\ue000"
"""Stands for the "and" that braces hold together, as in "{Barnes and Noble}"."""
_OTHERS = re.compile(
    r"[\s,;]*(?:\band\s+)?(?:\bet\.? al\b\.?|\b(?:\d+ (?:more|others)|others)\b|\.{3}|…)\s*$", re.IGNORECASE
)
_BY = re.compile(r"^\s*(?:by|authors?)\s*[:]\s*", re.IGNORECASE)
_PREFACED = re.compile(r"^([^,;:]*\bcollaborations?)\s*:\s*", re.IGNORECASE)


def read_authors(value: object) -> tuple[str, ...]:
    """The authors that a field holds, each as "First Last", in the order of the source.

    Args:
        value: text, a list of authors, or one author; an author is text ("Last, First" or "First Last"), an object
            with a name or its parts, or a list of last name, first name and suffix.
    """
    return _once(_ordered(list(_names(value))))


def _names(value: object) -> Iterable[str]:
    """Names as they are written, family names first where a comma says so."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, Mapping):
        return filter(None, [_of_object(value)])
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [name for item in value for name in _of_item(item)]
    return ()


def _of_item(item: object) -> Iterable[str]:
    """The names of one item of a list: one, unless it holds a separator that no name has."""
    if isinstance(item, str):
        return [as_written(name) for name in re.split(r"[;|]", item) if name.strip()]
    if isinstance(item, Mapping):
        return filter(None, [_of_object(item)])
    if isinstance(item, Sequence) and not isinstance(item, bytes):
        parts = [part.strip() for part in item if isinstance(part, str)]
        return filter(None, [_of_parts(*[*parts, "", "", ""][:3])])
    return [str(item)] if isinstance(item, int) and not isinstance(item, bool) else ()


def _of_object(author: Mapping[Any, Any]) -> str | None:
    parts = {_NOT_LETTERS.sub("", str(key).lower()): value for key, value in author.items()}
    family, given = _first(parts, _FAMILY), _first(parts, _GIVEN)
    if family or (given and not _first(parts, _FULL)):
        middle = _first(parts, ("middle", "middlename", "middlenames"))
        given = " ".join(filter(None, (given, middle)))
        return _of_parts(" ".join(filter(None, (_first(parts, _PARTICLE), family))), given, _first(parts, _SUFFIX))
    if isinstance(parts.get("author"), Mapping):
        return _of_object(parts["author"]) or _first(parts, _FULL)
    return as_written(_first(parts, _FULL) or _first(parts, ("author",)) or "") or None


def _first(parts: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these that is text; "Ada", "King" of a list of names."""
    for name in names:
        value = parts.get(name)
        if isinstance(value, list):
            value = " ".join(item for item in value if isinstance(item, str))
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _of_parts(family: str, given: str, suffix: str) -> str | None:
    return as_written(" ".join(filter(None, (given, family, suffix)))) or None


def _of_text(text: str) -> Iterable[str]:
    """The names in a text, by the separator that it uses."""
    literal = _literal(text)
    if literal is not None:
        return _names(literal)
    text = _OTHERS.sub("", _BY.sub("", _without_asides(_clean_lines(text).translate(_WIDE))))
    preface = _PREFACED.match(text)
    if preface:
        return [as_written(preface[1]), *_of_text(text[preface.end() :])]
    for separator in (r"\s*;\s*", r"\s*\|+\s*"):
        if re.search(separator, text):
            pieces = re.split(separator, text)
            return [as_written(re.sub(r"^(?:and|&)\s+", "", piece)) for piece in pieces if piece.strip()]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(line.count(",") <= 1 and not re.search(r",$|\band\b", line) for line in lines):
        return list(map(as_written, lines))
    return _of_line(" ".join(lines))


def _clean_lines(text: str) -> str:
    """The clean text, its line ends kept, each run of spaces or separators as one."""
    return "\n".join(_SEPARATORS.sub(r"\1", " ".join(clean(line).split())) for line in text.splitlines())


def _literal(text: str) -> object:
    """The list or object that a text spells as Python, NumPy or JSON do; None where it spells none."""
    text = text.strip()
    if text[:1] + text[-1:] not in ("[]", "{}", "()") or len(text) > _LITERAL_CHARACTERS:
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(_ARRAY.sub(r"\1, ", text))
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, list | tuple | dict):
            return list(value) if isinstance(value, tuple) else value
    return None


def _without_asides(text: str) -> str:
    """The text without what stands in parentheses, affiliations and numbers; nicknames and other scripts stay."""

    def reading(found: re.Match[str]) -> str:
        after = found.string[found.end() :]
        nickname = _NICKNAME.fullmatch(found[1]) and re.match(r"\s+[A-Z]", after)
        if nickname or _OTHER_SCRIPT.search(found[1]):
            return f"\ue001{found[1]}\ue002"
        return " "

    for _ in range(_MOST_NESTED):
        text = _ASIDE.sub(reading, text)
    return text.replace("\ue001", "(").replace("\ue002", ")")


def _of_line(text: str) -> list[str]:
    """The names in a text without separators of its own but "and" and commas."""
    pieces = [piece.replace(_HELD, " and ") for piece in _AND.split(_held_together(text)) if piece.strip(" ,")]
    oxford = bool(re.search(r",\s+(?:and|&)\s", text))
    if len(pieces) < 2:
        return _of_commas(text)
    if len(pieces) == 2 and "," not in pieces[1] and (oxford or _lists_people(pieces[0])):
        return [*_of_commas(pieces[0]), as_written(pieces[1])]
    if any(piece.count(",") > 1 for piece in pieces):
        return [name for piece in pieces for name in _of_commas(piece)]
    return list(map(as_written, pieces))


def _held_together(text: str) -> str:
    """The text with each "and" inside braces replaced."""
    if "{" not in text:
        return text
    out, depth = [], 0
    for part in re.split(r"([{}]|\sand\s)", text):
        depth += (part == "{") - (part == "}")
        out.append(_HELD if depth and part.strip() == "and" else part)
    return "".join(out)


def _lists_people(text: str) -> bool:
    """Whether commas stand between people, "A. One, B. Two", rather than in one name, "One, Ann"."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if pieces and (all(map(surname_and_initials, pieces)) or all(map(_HAN.fullmatch, pieces))):
        return len(pieces) > 1
    if len(pieces) == 2:
        return all(" " in piece or "." in piece[:-1] for piece in pieces) and not (
            surname_first(pieces[0]) or is_given_names(pieces[1]) or is_suffix(pieces[1])
        )
    return len(pieces) > 2 and not is_suffix(pieces[1])


def _of_commas(text: str) -> list[str]:
    """The names in a text that has commas alone."""
    pieces = [piece.strip() for piece in text.split(",") if any(map(str.isalpha, piece))]
    if len(pieces) <= 2 and not _lists_people(text):
        return [as_written(text)] if pieces else []
    if len(pieces) == 3 and is_suffix(pieces[1]):  # "King, Jr., Martin Luther"
        return [as_written(text)]
    if len(pieces) % 2 == 0 and _alternate(pieces):
        return [as_written(f"{last}, {first}") for last, first in zip(pieces[::2], pieces[1::2], strict=True)]
    names: list[str] = []
    for piece in pieces:
        if names and is_suffix(piece):
            names[-1] += f" {piece}"
        else:
            names.append(as_written(piece))
    return names


def _alternate(pieces: Sequence[str]) -> bool:
    """Whether family names and given names take turns: "One, A., Two, B. C."; no name has both."""
    families, givens = pieces[::2], pieces[1::2]
    if all(map(is_initials, givens)):
        return not any(map(is_initials, families))
    return all(" " not in piece and not _HAN.fullmatch(piece) and not is_group(piece) for piece in pieces)


def _ordered(names: Sequence[str]) -> list[str]:
    """The names in reading order; "Smith J" is turned only where all names of a list are so."""
    people = [name for name in names if "," not in name and " " in name and not is_group(name)]
    turned = bool(people) and all(map(surname_and_initials, people))
    found = (reading_order(typeset_name(name), turned) for name in names)
    return [name for name in found if any(map(str.isalnum, name))]


def surname_and_initials(name: str) -> bool:
    """Whether a name ends with initials, "Smith J", and begins with none."""
    words = name.split()
    return len(words) > 1 and is_initials(words[-1]) and not is_initials(words[0])


def _once(names: Sequence[str]) -> tuple[str, ...]:
    """The names less those that a source wrote twice, the whole list or each in turn; two people may share a name."""
    half = len(names) // 2
    if len(names) % 2 == 0 and half:
        for first, second in ((names[:half], names[half:]), (names[::2], names[1::2])):
            if all(map(_same_person if half > 1 else eq, first, second)):
                return tuple(max(pair, key=len) for pair in zip(first, second, strict=True))
    return tuple(names)


def _same_person(a: str, b: str) -> bool:
    """Whether two names are one, written out or with initials."""
    if a.casefold() == b.casefold():
        return True
    short, long = sorted((a.split(), b.split()), key=lambda words: sum(map(len, words)))
    if len(short) < 2 or len(long) < 2 or short[-1].casefold() != long[-1].casefold():
        return False
    return is_initials("".join(short[:-1])) and short[0][0] == long[0][0]
