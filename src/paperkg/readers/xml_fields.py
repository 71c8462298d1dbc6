"""What the elements of an XML record say: text without tags, and names and dates from their parts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from paperkg.text.markup import script

Table = Mapping[str, tuple[str, ...]]
"""For each field the paths at which it may be, the most trusted first: "ids/id[@type='doi']"."""

_BLOCKS = frozenset(
    "p title sec list list-item li ul ol disp-formula disp-quote def-list break br div section label td tr abstract"
    " AbstractText Abstract OtherAbstract speech boxed-text h1 h2 h3 h4 subtitle".split()
)
LEFT_OUT = frozenset(
    "fn fn-group object-id related-object inline-graphic graphic annotation annotation-xml variant alt-text".split()
)
"""Elements whose text is none of the text around them."""
_NOTES = frozenset({"fn", "aff", "corresp", "author-notes", "author-note", "table-fn", "contrib"})
_BEGIN, _END = "\\begin{document}", "\\end{document}"
_DOLLARS = re.compile(r"\${2}(.*?)\${2}", re.DOTALL)
_NUMBER = re.compile(r"\d{1,4}")


def read_fields(record: Element, table: Table) -> dict[str, Any]:
    """The text of each field at the first of its paths that has any."""
    return {name: first_text(record, *paths) for name, paths in table.items()}


def first_text(record: Element, *paths: str) -> str | None:
    """The first text at one of these paths; a path that ends in "/@name" leads to an attribute."""
    return next(iter(all_texts(record, *paths)), None)


def all_texts(record: Element, *paths: str) -> list[str]:
    """All texts at these paths, those that are empty left out."""
    found: list[str] = []
    for path in paths:
        way, _, attribute = path.partition("/@")
        for element in record.findall(way):
            text = element.get(attribute) or "" if attribute else text_of(element)
            if text.strip():
                found.append(text)
    return found


def text_of(element: Element) -> str:
    """The text in an element, on one line: words that stand in blocks apart, and those across tags whole.

    Footnotes and their marks are left out. Indexes are characters of their own where there are such: "CO₂".
    """
    pieces: list[str] = []
    _collect(element, pieces, False)
    return " ".join("".join(pieces).split())


def _collect(element: Element, pieces: list[str], raised: bool) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = child.tag
        if name in LEFT_OUT or (name == "xref" and (child.get("ref-type") in _NOTES or raised)):
            pass
        elif (kind := _script_kind(child)) is not None:
            inside: list[str] = []
            _collect(child, inside, kind)
            pieces.append(script("".join(inside), raised=kind))
        elif name == "alternatives":
            # The same formula in several notations.
            _collect_one(child, pieces, raised)
        elif name == "tex-math":
            pieces.append(_tex(text_of(child)))
        elif name in {"msup", "msub"} and len(child) == 2:
            base, index = text_of(child[0]), text_of(child[1])
            pieces.append(base + script(index, raised=name == "msup"))
        elif name == "mfrac" and len(child) == 2:
            pieces.append(f"{text_of(child[0])}/{text_of(child[1])}")
        elif name in _BLOCKS:
            pieces.append(" ")
            _collect(child, pieces, raised)
            pieces.append(" ")
        else:
            _collect(child, pieces, raised)
        pieces.append(child.tail or "")


def _collect_one(alternatives: Element, pieces: list[str], raised: bool) -> None:
    tex = alternatives.find("tex-math")
    if tex is not None:
        pieces.append(_tex(text_of(tex)))
        return
    chosen = next((child for child in alternatives if text_of(child)), None)
    if chosen is not None:
        holder = Element("alternatives")
        holder.append(chosen)
        _collect(holder, pieces, raised)


def _script_kind(element: Element) -> bool | None:
    """True for a superscript, False for a subscript, None for neither."""
    if element.tag in {"sup", "sub", "inf"}:
        return element.tag == "sup"
    face = element.get("face") or ""  # of EndNote's styles
    return face == "superscript" if face in {"superscript", "subscript"} else None


def _tex(text: str) -> str:
    """A formula out of the document that publishers wrap it in."""
    inside = text.partition(_BEGIN)[2].rpartition(_END)[0] or text
    inside = _DOLLARS.sub(r"$\1$", inside).strip()
    return inside if inside.startswith(("$", "\\(")) else f"${inside}$"


def parts_of_date(element: Element) -> dict[str, str]:
    """Year, month and day of an element that has them as children, whatever their case."""
    parts = {child.tag.lower(): text_of(child) for child in element}
    found = {name: parts[name] for name in ("year", "month", "day") if parts.get(name)}
    if "season" in parts and "month" not in found:
        found["month"] = parts["season"]
    return found


def earliest(dates: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The first of several dates that have a year; of those that may be the same, the most precise."""
    known = [dict(date) for date in dates if _NUMBER.search(date.get("year", ""))]
    if not known:
        return {}
    first = min(date["year"] for date in known)
    same_year = [date for date in known if date["year"] == first]
    months = [date for date in same_year if "month" in date]
    return max(months or same_year, key=len) if len({date.get("month") for date in months}) < 2 else _first_of(months)


def _first_of(dates: list[dict[str, str]]) -> dict[str, str]:
    """The first date of one year: of those whose months are numbers or names."""

    def order(date: dict[str, str]) -> tuple[int, int, int]:
        month = date["month"][:3].lower()
        names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
        number = int(month) if month.isdecimal() else names.index(month) + 1 if month in names else 13
        day = date.get("day", "")
        return number, int(day) if day.isdecimal() else 32, -len(date)

    return min(dates, key=order)
