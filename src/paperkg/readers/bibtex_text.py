r"""What a BibTeX value says: TeX as letters, "{GPT}-2" without its braces, lists of names.

Formulas stay as they are, and so do commands that are not known: nothing that was written is lost.
"""

import re
from typing import Any

from paperkg.text.tex_letters import ACCENT, LETTER, accented, letter_itself

_FORMULA = re.compile(r"(?<!\\)\$(?=\S)(?:[^$\\]|\\.){1,400}?(?<=\S)\$(?!\d)|\\\(.{1,400}?\\\)", re.DOTALL)
_SYMBOLS = {
    "textquotesingle": "'", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotedbl": '"', "textendash": "–", "textemdash": "—", "textasciitilde": "~",
    "textasciicircum": "^", "textasciigrave": "`", "textbackslash": "\\", "textless": "<", "textgreater": ">",
    "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textunderscore": "_", "textdollar": "$",
    "textdegree": "°", "textmu": "µ", "texttimes": "×", "textdiv": "÷", "textpm": "±", "textregistered": "®",
    "texttrademark": "™", "textcopyright": "©", "textbullet": "•", "textellipsis": "…", "textsection": "§",
    "textparagraph": "¶", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³", "textordfeminine": "ª",
    "textordmasculine": "º", "textperiodcentered": "·", "textperthousand": "‰", "textcelsius": "℃", "textohm": "Ω",
    "texteuro": "€", "textsterling": "£", "textyen": "¥", "textcent": "¢", "textexclamdown": "¡",
    "textquestiondown": "¿", "guillemotleft": "«", "guillemotright": "»", "quotesinglbase": "‚",
    "quotedblbase": "„", "ldots": "…", "dots": "…", "copyright": "©", "pounds": "£", "euro": "€",
    "textrightarrow": "→", "textleftarrow": "←", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "slash": "/",
    "S": "§", "P": "¶", "dag": "†", "textsurd": "√", "textminus": "−", "textalpha": "α", "textbeta": "β",
    "textgamma": "γ", "textdelta": "δ", "textlambda": "λ", "textomega": "ω", "textnumero": "№", "newline": " ",
    "par": " ",
}  # fmt: skip
_SYMBOL = re.compile(rf"\{{\\({'|'.join(_SYMBOLS)})\s*\}}|\\({'|'.join(_SYMBOLS)})(?![A-Za-z])(?:\{{\}}|\s+(?=\w))?")
_FONT = re.compile(
    r"\\(?:text(?:bf|it|tt|sc|sf|rm|sl|md|up|normal|color\{\w+\})?|emph|underline|[mhf]box|url|uppercase|enquote|href\{[^{}]*\})"
    r"\s*\{([^{}]*)\}"
)
_SWITCH = re.compile(
    r"\{\\(?:bf|it|em|tt|sc|sf|rm|sl|bfseries|itshape|scshape|ttfamily|sffamily|upshape)\b\s*([^{}]*)\}"
)
_SCRIPT = re.compile(r"\\text(super|sub)script\s*\{([^{}]*)\}")
_GROUP = re.compile(r"(\\[A-Za-z]+\*?\s*(?:\[[^\]]*\])?)?\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([%&_#$])")
_SPACING = re.compile(r"\\(?:\\|[,;: ]|q?quad\b)|(?<![\w/:.])~|~(?![\w/])|(?<=\w)~(?=\w)")
_NOTHING = re.compile(r"\\[-/!]|\\(?:noopsort|relax|protect|xspace)\b(?:\{\})?")
_QUOTES = re.compile(r"``|''")
_LINK = re.compile(r"https?://\S+")
_OPEN, _CLOSE, _BACKSLASH, _FORMULA_HERE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Stand for what is read already: "\\{", "\\}", a backslash, a formula."""

_SPACED_ACCENT = re.compile(r"\\([uvHckrdb])\s+([A-Za-z])")
_LONE_BRACE = re.compile(r"[{}]")
_AND = re.compile(r"\s+and(?=\s|$)|^and\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|[iv]{2,3})\.?", re.IGNORECASE)


def typeset(value: str) -> str:
    r"""A value as TeX would print it, formulas aside.

    >>> typeset(r"{Mitigating B{\'i}as}: {E}nhancing 50\% of ``{\em everything}'' for $x^{2}$")
    'Mitigating Bías: Enhancing 50% of “everything” for $x^{2}$'
    """
    if not re.search(r"[\\{}~]|``|''|--", value):
        return value
    formulas = iter(_FORMULA.findall(value))
    plain = _plain(_FORMULA.sub(_FORMULA_HERE, value))
    return re.sub(_FORMULA_HERE, lambda _: next(formulas), plain)


def _is_one_group(value: str) -> bool:
    """Whether the brace that opens at the beginning closes at the end."""
    depth = 0
    for found in re.finditer(r"(?<!\\)[{}]", value):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(value)
    return False


def _plain(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\{", _OPEN).replace("\\}", _CLOSE).replace("\\textbackslash", _BACKSLASH)
        text = LETTER.sub(letter_itself, ACCENT.sub(accented, _SPACED_ACCENT.sub(r"\\\1{\2}", text)))
        text = _SYMBOL.sub(lambda found: _SYMBOLS[found[1] or found[2]], text)
        text = _ESCAPED.sub(r"\1", _NOTHING.sub("", text))
        text = _repeated(_SCRIPT, lambda found: f"<{found[1][:3]}>{found[2]}</{found[1][:3]}>", text)
    for pattern in (_FONT, _SWITCH):
        text = _repeated(pattern, lambda found: found[1], text) if "\\" in text else text
    text = _repeated(_GROUP, lambda found: f"{found[1]}{_OPEN}{found[2]}{_CLOSE}" if found[1] else found[2], text)
    text = _LONE_BRACE.sub("", text)
    text = _QUOTES.sub(lambda found: "“" if found[0] == "``" else "”", text)
    if "~" in text or "\\" in text:
        links = {found.span() for found in _LINK.finditer(text)}
        text = _SPACING.sub(lambda found: found[0] if _is_inside(found, links) else " ", text)
    text = re.sub(r"(?<!-)---(?!-)", "—", re.sub(r"(?<=[\w\s])--(?=[\w\s])", "–", text)) if "--" in text else text
    return text.replace(_OPEN, "{").replace(_CLOSE, "}").replace(_BACKSLASH, "\\")


def _is_inside(found: re.Match[str], spans: set[tuple[int, int]]) -> bool:
    return any(start <= found.start() < end for start, end in spans)


def _repeated(pattern: re.Pattern[str], reading: Any, text: str) -> str:
    """The text with matches replaced until there is none, the inmost first; at most ten times."""
    for _ in range(10):
        text, count = pattern.subn(reading, text)
        if not count:
            break
    return text


def split_names(value: str) -> list[Any] | str:
    """The authors of a field in their order; a name in braces of its own is that of a group.

    A field whose names are apart by other than "and" is returned as text.

    >>> split_names("Berg, Jan van den and {Big Science, Inc.} and others")
    ['Berg, Jan van den', {'literal': 'Big Science, Inc.'}]
    """
    value = " ".join(value.split())
    names = [name.strip(" ,;") for name in _outside_braces(_AND, value)]
    names = [name for name in names if name and name.casefold().strip(".{} ") not in ("others", "et al")]
    if (
        len(names) == 1
        and not names[0].startswith("{")
        and (";" in names[0] or " & " in names[0] or names[0].count(",") > 2)
    ):
        return _plain(names[0])
    return [_name(name) for name in names]


def _outside_braces(pattern: re.Pattern[str], text: str) -> list[str]:
    """The text split where the pattern matches outside braces."""
    pieces: list[str] = []
    at = depth = 0
    last = 0
    for found in re.finditer(rf"[{{}}]|{pattern.pattern}", text, re.IGNORECASE):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            pieces.append(text[last : found.start()])
            last = found.end()
        at = found.end()
    return [*pieces, text[last:]] if at else [text]


def _name(name: str) -> Any:
    if name.startswith("{") and _is_one_group(name):
        inside = _plain(name)
        return {"literal": inside} if " " in inside else inside
    parts = [_plain(part).strip() for part in _outside_braces(re.compile(","), name)]
    if len(parts) == 3:  # "von Last, Jr, First", or as other formats have it
        family, second, third = parts
        return [family, second, third] if _SUFFIX.fullmatch(third) else [family, third, second]
    return ", ".join(parts)
