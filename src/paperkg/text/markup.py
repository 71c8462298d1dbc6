"""HTML and JATS: tags read over and character references decoded, as abstracts of publishers need it.

Only what is surely markup goes: tags of a known name, inline ones in pairs. "a<b", "List<int>" and "<mask>" are text.

Every pass is linear in the length of the text, whatever it holds: no pattern looks from each of many places for an end
that may be missing.
"""

import html
import re
from collections import defaultdict

_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*"
_BLOCKS = "p|br|hr|div|h[1-6]|ul|ol|li|tr|td|th"
_PAIRED_BLOCKS = (
    "title|section|sec|list|list-item|abstract|blockquote|pre|table|thead|tbody|dl|dt|dd|label|disp-formula|disp-quote"
    "|AbstractText"
)
_INLINE = (
    "i|b|em|strong|u|sub|sup|span|font|a|tt|code|small|big|mark|q|cite|abbr|kbd|var|del|ins|strike|sc|inf|bold|italic"
    "|roman|monospace|underline|overline|xref|ext-link|uri|email|inline-formula|alternatives|tex-math|named-content"
    "|styled-content|center|math|mi|mo|mn|mrow|mtext|msub|msup|msubsup|mfrac|msqrt|mover|munder|mstyle|mspace|semantics"
)
_COMMENT = re.compile(r"<!--|<!\[CDATA\[")
_COMMENT_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
_FORMULA_TWICE = re.compile(r"(?<=</jats:tex-math>)\s*<mml:math\b")
_FORMULA_END = "</mml:math>"
_ABSTRACT = re.compile(
    r"(?<!\s)\s*<(?:jats:)?(title|h[1-6])>\s*(?:Abstract|ABSTRACT|Summary)\s*(?:[:.]\s*)?</(?:jats:)?\1>\s*"
)
_HEADING = re.compile(r"<(?P<name>(?:jats:)?(?:title|h[1-6]))>(?P<inside>[^<>]*)</(?P=name)>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?:jats:)?(sub|sup|inf)>([^<>]{1,40})</(?:jats:)?\1>", re.IGNORECASE)
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_BLOCK = re.compile(
    rf"</?jats:(?:{_BLOCKS}|{_PAIRED_BLOCKS}){_ATTRIBUTES}\s*/?>"
    rf"|</(?:{_BLOCKS})\s*>|<(?:br|hr){_ATTRIBUTES}\s*/?>|(?<![^\W_])<(?:{_BLOCKS}){_ATTRIBUTES}\s*/?>",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    rf"<(?P<closing>/?)(?P<name>(?:(?:jats|mml|m):)?(?:{_INLINE})|(?P<block>{_PAIRED_BLOCKS}))(?=[\s>])", re.IGNORECASE
)
_OPENING_END = re.compile(rf"{_ATTRIBUTES}\s*>")
_CLOSING_END = re.compile(r"\s*>")
_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)+")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def without_markup(text: str) -> str:
    """The text without tags and character references; the same where it has none."""
    if "<" in text:
        text = _without_tags(text)
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), _AMPERSANDS.sub("&", text))


def _without_tags(text: str) -> str:
    """Blocks stand between blanks, and section headings before a colon; what stands in a line leaves nothing behind."""
    plain = _ABSTRACT.sub(" ", _without_formulas_told_twice(_without_comments(text)))
    plain = _HEADING.sub(_heading, _SCRIPT.sub(_script, plain))
    plain = _BLOCK.sub(" ", _without_pairs(plain))
    return text if plain == text else re.sub(" {2,}", " ", plain)


def _without_comments(text: str) -> str:
    """The text without comments, and with what CDATA sections hold."""
    pieces, at = [], 0
    last = {opening: text.rfind(end) for opening, end in _COMMENT_ENDS.items()}
    for found in _COMMENT.finditer(text):
        opening = found.group()
        if found.start() >= at and found.end() <= last[opening]:
            end = text.index(_COMMENT_ENDS[opening], found.end())
            pieces += [text[at : found.start()], "" if opening == "<!--" else text[found.end() : end]]
            at = end + len(_COMMENT_ENDS[opening])
    return "".join((*pieces, text[at:]))


def _without_formulas_told_twice(text: str) -> str:
    """The text without formulas in MathML that stand after the same ones in TeX."""
    pieces, at, last = [], 0, text.rfind(_FORMULA_END)
    for found in _FORMULA_TWICE.finditer(text):
        if at <= found.start() and found.end() <= last:
            pieces.append(text[at : found.start()])
            at = text.index(_FORMULA_END, found.end()) + len(_FORMULA_END)
    return "".join((*pieces, text[at:]))


def _without_pairs(text: str) -> str:
    """The text without tags that open and close something; a malformed tag is text, and ends what is open."""
    opened: dict[str, list[tuple[int, int]]] = defaultdict(list)
    tags: list[tuple[int, int, str]] = []
    for found in _PAIRED.finditer(text):
        places = opened[found["name"].lower()]
        whole = (_CLOSING_END if found["closing"] else _OPENING_END).match(text, found.end())
        if whole is None:
            places.clear()
        elif not found["closing"]:
            places.append((found.start(), whole.end()))
        elif places:
            left = " " if found["block"] else ""
            tags += [(*places.pop(), left), (found.start(), whole.end(), left)]
    pieces, at = [], 0
    for start, end, left in sorted(tags):
        pieces += [text[at:start], left]
        at = end
    return "".join((*pieces, text[at:]))


def _heading(found: re.Match[str]) -> str:
    return f" {found['inside'].strip().rstrip(' :.')}: "


def _script(found: re.Match[str]) -> str:
    return script(found[2], raised=found[1].lower() == "sup")


def script(text: str, *, raised: bool) -> str:
    """A superscript or subscript as characters of its own, where there are such: "10³" is not 103."""
    known = _RAISED if raised else _LOWERED
    inside = text.strip()
    return inside.translate(known) if all(ord(c) in known for c in inside) else inside
