"""TeX as it is typeset: its commands, braces and ties read over, formulas as far as plain characters can say them."""

import re
import unicodedata
from collections.abc import Iterator

from paperkg.extraction.words.plain_text import Edit, replace_each, unwrap
from paperkg.text.tex_letters import ACCENT, LETTER, accented, letter_itself

_REFERENCE = re.compile(
    r"[~ ]*\\(?:[Cc]ite\w*|[Cc]?ref|eqref|autoref|label|footnote|thanks)\*?(?:\[[^\]]*\]){0,2}\{[^{}]*\}"
)
_LINK = re.compile(r"(?P<open>\\url\s*\{|\\href\s*\{[^{}]*\}\s*\{)[^{}]*(?P<close>\})")
_FONT = re.compile(
    r"(?P<open>\\(?:text(?:bf|it|tt|sc|sf|rm|sl|md|up|normal)?|emph|underline|uline|[mhf]box|bm|boldsymbol"
    r"|math(?:bf|rm|it|sf|tt|cal|bb|frak|scr|normal)|operatorname\*?|ensuremath)\s*\{"
    r"|\{\\(?:bf|it|em|tt|sc|sf|rm|sl|bfseries|itshape|scshape|ttfamily|sffamily)\b\s*)[^{}\\$]*(?P<close>\})"
)
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi "
    "chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
).split()
_SYMBOLS = {
    name: unicodedata.lookup(
        f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}"
    )
    for name in _GREEK
} | {
    "varepsilon": "ε",
    "vartheta": "θ",
    "varphi": "φ",
    "times": "×",
    "pm": "±",
    "approx": "≈",
    "sim": "~",
    "simeq": "≈",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "ll": "≪",
    "gg": "≫",
    "neq": "≠",
    "ne": "≠",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "uparrow": "↑",
    "downarrow": "↓",
    "infty": "∞",
    "cdot": "·",
    "ell": "ℓ",
    "ldots": "…",
    "dots": "…",
    "cdots": "…",
    "circ": "°",
    "ast": "*",
    "star": "*",
    "textdegree": "°",
    "textasciitilde": "~",
}
_SYMBOL = re.compile(rf"\\(?:{'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?:\{{\}}|(?![A-Za-z]))")
_SPACING = re.compile(r"\\(?:\\|[,;: ]|q?quad\b)|\\(?:!|xspace\b(?:\{\})?)")
_HYPHEN = re.compile(r"\\-/?")
# A macro of the authors that stands for an acronym is called after it: "\\CFE{}"; "\\Ours{}" tells no name.
_MACRO = re.compile(r"(?P<open>\\)[A-Z]{2,}[A-Za-z]*(?P<close>\{\})")
_ESCAPED = re.compile(r"\\([%&$_#{}])")
# A dollar before a number is money, unless the formula has neither digits nor blanks: "256$\\times$256".
_FORMULA = re.compile(
    r"(?P<open>(?<![\\$])\$)(?P<inside>(?=[^\s$])[^$\n]{0,119}[^\s$\\])(?P<close>\$)(?!\$)(?:(?!\d)|(?<=\$[^\s$\d]\$))"
)
_SCRIPT = re.compile(r"([_^])(?:\{([^{}\\]*)\}|(\w))")
_BRACES = re.compile(r"(?P<open>\{)[^{}\\$]*(?P<close>\})")
_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
# Braces that keep capitals in bibliographies: "{GPT}-2", but no set "{small,base}" and no lost command "mathcal{O}".
_PROTECTED = re.compile(
    r"(?P<open>(?<![\\_^])(?<!math[a-z]{2})(?<!mathcal)(?<!text)(?<!text[a-z]{2})(?<!sqrt)(?<!frac)\{)(?:[A-Z0-9][^{}\\,|=:;$]*|[^\W\d_]{1,3})(?P<close>\})"
)
_TIE = re.compile(r"(?<=[\w.,:;)\]}%$])~(?=[\w(\[{\\$])")


def references(text: str) -> Iterator[Edit]:
    """Citations and cross-references are nothing to read."""
    return replace_each(text, _REFERENCE, lambda _: "")


def links(text: str) -> Iterator[Edit]:
    """Links are their text."""
    return unwrap(text, _LINK)


def ties(text: str) -> Iterator[Edit]:
    """A tie is a space; "10~20" is a range, and "~10" an estimate."""

    def reading(found: re.Match[str]) -> str | None:
        at = found.start()
        before = text[text.rfind(" ", 0, at) + 1 : at]
        numbers = text[at - 1].isdigit() and text[at + 1].isdigit()
        return None if numbers and not any(map(str.isalpha, before)) else " "

    return replace_each(text, _TIE, reading)


def accents(text: str) -> Iterator[Edit]:
    """Letters with accents."""
    return replace_each(text, ACCENT, accented)


def letters(text: str) -> Iterator[Edit]:
    """Letters that are commands."""
    return replace_each(text, LETTER, letter_itself)


def fonts(text: str) -> Iterator[Edit]:
    """Commands that only set a font: of "\\textbf{FooNet}" the name remains."""
    return unwrap(text, _FONT)


def symbols(text: str) -> Iterator[Edit]:
    """Greek letters, operators and spaces."""
    yield from replace_each(text, _SYMBOL, lambda found: _SYMBOLS[found.group()[1:].removesuffix("{}")])
    yield from replace_each(text, _SPACING, lambda found: "" if found.group()[1] in "!x" else " ")


def hyphens(text: str) -> Iterator[Edit]:
    """Hyphens that let a word be broken elsewhere too, and those where it may be: many write these for any hyphen."""
    return replace_each(text, _HYPHEN, lambda _: "-")


def macros(text: str) -> Iterator[Edit]:
    """Macros that stand for acronyms are read as these."""
    return unwrap(text, _MACRO)


def scripts(text: str) -> Iterator[Edit]:
    """Subscripts and superscripts of formulas, as characters where there are such."""
    for formula in _FORMULA.finditer(text):
        for found in _SCRIPT.finditer(text, *formula.span("inside")):
            inner = found[2] if found[2] is not None else found[3]
            known = _SUPERSCRIPTS if found[1] == "^" else _SUBSCRIPTS
            if inner and all(c in known for c in inner):
                yield Edit(*found.span(), "".join(known[c] for c in inner))
            elif found[2] is not None:
                start, end = found.span(2)
                sign = " " if inner.startswith("±") else found[1]
                yield Edit(found.start(), start, sign, close=Edit(end, end + 1))


def formula_braces(text: str) -> Iterator[Edit]:
    """Braces of formulas that group what stands on the line."""
    for formula in _FORMULA.finditer(text):
        for found in _BRACES.finditer(text, *formula.span("inside")):
            yield Edit(*found.span("open"), close=Edit(*found.span("close")))


def formulas(text: str) -> Iterator[Edit]:
    """The signs around formulas that are plain characters by now; others stay as they are."""
    for found in _FORMULA.finditer(text):
        if not re.search(r"\\[A-Za-z]|[{}]", found["inside"]):
            yield Edit(*found.span("open"), close=Edit(*found.span("close")))


def escapes(text: str) -> Iterator[Edit]:
    """Characters that TeX wants escaped."""
    return replace_each(text, _ESCAPED, lambda found: found[1])


def protections(text: str) -> Iterator[Edit]:
    """Braces that keep the capitals of a word."""
    return unwrap(text, _PROTECTED)


TEX = (
    references,
    links,
    ties,
    accents,
    letters,
    fonts,
    symbols,
    hyphens,
    macros,
    fonts,
    scripts,
    formula_braces,
    formulas,
    escapes,
    protections,
)
"""The steps, in their order."""
