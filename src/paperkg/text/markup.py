"""HTML and JATS: tags read over and character references decoded, as abstracts of publishers need it.

Only what is surely markup goes: tags of a known name, inline ones in pairs. "a<b", "List<int>" and "<mask>" are text.
"""

import html
import re

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
_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_FORMULA_TWICE = re.compile(r"(?<=</jats:tex-math>)\s*<mml:math\b.*?</mml:math>", re.DOTALL)
_ABSTRACT = re.compile(r"\s*<(?:jats:)?(title|h[1-6])>\s*(?:Abstract|ABSTRACT|Summary)\s*[:.]?\s*</(?:jats:)?\1>\s*")
_HEADING = re.compile(r"<(?P<name>(?:jats:)?(?:title|h[1-6]))>\s*(?P<inside>[^<>]*?)[\s:.]*</(?P=name)>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?:jats:)?(sub|sup|inf)>([^<>]{1,40})</(?:jats:)?\1>", re.IGNORECASE)
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_BLOCK = re.compile(
    rf"</?jats:(?:{_BLOCKS}|{_PAIRED_BLOCKS}){_ATTRIBUTES}\s*/?>"
    rf"|</(?:{_BLOCKS})\s*>|<(?:br|hr){_ATTRIBUTES}\s*/?>|(?<![^\W_])<(?:{_BLOCKS}){_ATTRIBUTES}\s*/?>",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"<(?P<name>(?:(?:jats|mml|m):)?(?:{_INLINE})|(?P<block>{_PAIRED_BLOCKS})){_ATTRIBUTES}\s*>"
    r"(?P<inside>(?:[^<]|<(?!/?(?P=name)[\s>]))*)</(?P=name)\s*>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def without_markup(text: str) -> str:
    """The text without tags and character references; the same where it has none."""
    if "<" in text:
        text = _without_tags(text)
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def _without_tags(text: str) -> str:
    """Blocks stand between blanks, and section headings before a colon; what stands in a line leaves nothing behind."""
    plain = _COMMENT.sub(lambda found: found[1] or "", text)
    plain = _ABSTRACT.sub(" ", _FORMULA_TWICE.sub("", plain))
    plain = _HEADING.sub(" \\g<inside>: ", _SCRIPT.sub(_script, plain))
    before = None
    while before != plain:
        before, plain = (
            plain,
            _PAIR.sub(lambda found: f" {found['inside']} " if found["block"] else found["inside"], plain),
        )
    plain = _BLOCK.sub(" ", plain)
    return text if plain == text else re.sub(" {2,}", " ", plain)


def _script(found: re.Match[str]) -> str:
    """A subscript or superscript as characters of its own, where there are such: "10³" is not 103."""
    known = _RAISED if found[1].lower() == "sup" else _LOWERED
    inside = found[2].strip()
    return inside.translate(known) if all(ord(c) in known for c in inside) else inside
