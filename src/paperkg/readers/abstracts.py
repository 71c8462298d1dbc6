"""Abstracts as sources hold them: in parts, under a heading, or as a remark that there is none."""

import re
from collections.abc import Iterable, Mapping, Sequence

from paperkg.text.cleaning import clean, one_line

_THING = r"(?:abstracts?|summary|description|preview|résumé|resumen|resumo|zusammenfassung|content|text)"
_GIVEN = (
    r"(?:available|applicable|provided|supplied|found|present|given|included|exists?|verfügbar|vorhanden|disponible)"
)
_LACKS = rf"(?:not (?:yet )?(?:been )?{_GIVEN}|unavailable|missing|none|n ?a)"
_PLACEHOLDER = re.compile(
    rf"(?:{_THING}|(?:(?:the|an|this) )?{_THING}(?: (?:of|for) this (?:\w+ ){{1,3}})? ?(?:is |was |has )?{_LACKS}"
    rf"|{_LACKS}|null|nil|nan|undefined|unknown|untitled|tb[ad]|to be (?:announced|added)"
    rf"|(?:there is |has )?(?:no|without|sans|sin|kein|keine|pas de|ohne) (?:english )?{_THING}"
    rf"|(?:this|the) (?:\w+ ){{1,3}}(?:has|does not have|contains|includes) (?:no|an|any) {_THING}"
    rf"|in process|in progress|see (?:the )?(?:pdf|full ?text|article)(?: for (?:the )?abstract)?"
    rf"|无|无摘要|暂无摘要|抄録なし|要約なし)"
    rf"(?: (?:is |was )?{_GIVEN})?"
    r"(?: (?:for|of|in|from|by|at|on|to) (?:this|the|english|its|publisher|pubmed|a)\b[\w ]{0,40}"
    r"| (?:so|as|because) [\w ]{0,60})?"
)
_SIGNS = re.compile(r"[\W_]+")

_HEADING_WORD = (
    r"Background|Objectives?|Purpose|Introduction|Motivation|Aims?|Methods?|Results?|Context|Summary|Importance"
)
_OPENING = (
    r"We|In|The|This|These|It|Our|To|On|As|At|By|For|From|With|Although|While|Despite|Recent\w*|There|An?(?= [a-z])"
)
_ABSTRACT_THINGS = (
    "Meaning|Syntax|Interpretation|Argumentation|Reasoning|Visual|State|Algebra|Art|Dialectical|Data|Machines?|Concepts?"
    "|Thinking|Wikipedia|Class|Language|Models?|Simplicial"
)
_HEADING = re.compile(
    r"\s*(?:(?:Abstract|ABSTRACT|A\s?B\s?S\s?T\s?R\s?A\s?C\s?T)\s?(?:[:.—–]|-(?=\s))+\s*(?=\S)"
    rf"|(?:Abstract|ABSTRACT)\s+(?=(?:{_OPENING}|{_HEADING_WORD}|{_HEADING_WORD.upper()})\b)"
    rf"|(?:Abstract|ABSTRACT)\s+(?!(?:{_ABSTRACT_THINGS})\b)(?=[A-Z][a-z]+ (?:\([A-Z]+s?\) )?[a-z])"
    r"|(?:Abstract|ABSTRACT)(?=[A-Z][a-z]))"
)

_MOST_LEVELS = 16
"""Lists and objects within each other that a text may lie in."""


def read_abstract(value: object) -> str:
    """The text of an abstract, clean and without the heading "Abstract"; empty where the source has none.

    Args:
        value: text, or a list of parts, each text or an object with `text` and perhaps `label`.

    >>> read_abstract("Abstract: We study nets."), read_abstract("[No abstract available]")
    ('We study nets.', '')
    >>> read_abstract([{"label": "AIM", "text": "To see."}, {"text": "We saw."}])
    'AIM: To see. We saw.'
    """
    text = clean(_joined(value))
    text = _HEADING.sub("", text, count=1) if _HEADING.match(text) else text
    return "" if is_placeholder(text) else text


def is_deep(value: object) -> bool:
    """Whether a value has more lists or objects within each other than any text has."""
    parts = [value]
    for _ in range(_MOST_LEVELS):
        parts = [inner for part in parts if isinstance(part, list | tuple | Mapping) for inner in _within(part)]
    return bool(parts)


def _within(part: Sequence[object] | Mapping[object, object]) -> Iterable[object]:
    return part.values() if isinstance(part, Mapping) else part


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        text = _joined(value.get("text"))
        label = one_line(_joined(value.get("label"))).rstrip(":. ")
        return f"{label}: {text}" if label and text.strip() else text
    if isinstance(value, list | tuple):
        return " ".join(filter(None, (_joined(part).strip() for part in value)))
    return ""


def is_placeholder(text: str) -> bool:
    """Whether a text only says that something is missing: "[No abstract available]", "Without Abstract", "N/A", "-"."""
    if len(text) > 160:
        return False
    words = _SIGNS.sub(" ", text).strip().casefold()
    return not words or bool(_PLACEHOLDER.fullmatch(words))
