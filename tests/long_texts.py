"""Texts of any length that repeat one thing: what makes a pass over a text slow if it is not linear."""

from collections.abc import Callable

_WORDS = (
    "we study how models of language learn from data that people write and what they keep of it when training ends "
    "so that later work can build on them with less effort and more care than before in many fields of science"
).split()


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _numbered(form: str) -> Callable[[int], str]:
    """The form with another number each time, so that no two are equal; whole, for half a word may be a foreign one."""

    def text(length: int) -> str:
        pieces, total, index = [], 0, 0
        while total < length:
            pieces.append(form.format(index, letters=_letters(index)))
            total += len(pieces[-1])
            index += 1
        return "".join(pieces[:-1] or pieces)

    return text


def _letters(index: int) -> str:
    """A word of capitals for a number."""
    letters = ""
    while True:
        index, digit = divmod(index, 26)
        letters += chr(65 + digit)
        if not index:
            return letters + "QX"


def _once(opening: str, inside: str) -> Callable[[int], str]:
    return lambda length: opening + _repeated(inside)(length - len(opening))


def _ordinary(length: int) -> str:
    text = " ".join(_WORDS[(7 * i + i // 11) % len(_WORDS)] + ("." if i % 17 == 16 else "") for i in range(length // 4))
    return text[:length]


LONG_TEXTS: dict[str, Callable[[int], str]] = {
    "ordinary words": _ordinary,
    "ordinary words without a stop": lambda length: _ordinary(length).replace(".", ""),
    "different names in one sentence": _numbered("{letters}Net{0}, "),
    "one name in one sentence": _repeated("FooNet and "),
    "names with sentences": _numbered("We propose {letters}Net, which beats BERT on SQuAD. "),
    "definitions": _numbered("Deep Method {letters} (DM{letters}). "),
    "definitions in one sentence": _numbered("deep learning method {letters} (DLM{0}), "),
    "results": _numbered("BERT reaches 9{0}% accuracy on SQuAD. "),
    "results in one sentence": _repeated("BERT 91.2% accuracy on SQuAD, GPT-4 88.1% F1 on GLUE, "),
    "numbers and names": _numbered("{letters}Net 9{0}.5%, "),
    "numbers": _repeated("12.5 "),
    "numbers without spaces": _repeated("1,000.5-"),
    "spreads": _repeated("88.1 ± 0.4 ("),
    "opening parentheses": _repeated("("),
    "pairs of parentheses": _repeated("() "),
    "nested parentheses": lambda length: "(" * (length // 2) + ")" * (length // 2),
    "short parentheses": _repeated("A (b c) "),
    "opening brackets": _repeated("["),
    "Markdown links without an end": _repeated("[a]("),
    "citations without an end": _repeated("(Foo and Bar, "),
    "quotes and stops": _repeated('".'),
    "single quotes": _repeated("'s "),
    "stops": _repeated("."),
    "stops with spaces": _repeated(". "),
    "spaces": _once("a", " "),
    "links": _numbered("https://example.org/{0} "),
    "links without spaces": _repeated("https://a.b/"),
    "dollars": _repeated("$"),
    "dollars and letters": _repeated("$a "),
    "formulas": _repeated("$x_1$ "),
    "groups of TeX": _repeated("\\textbf{a} "),
    "nested groups of TeX": lambda length: "{" * (length // 2) + "}" * (length // 2),
    "accents of TeX": _repeated("\\'e"),
    "commands of TeX without an end": _repeated("\\cite{"),
    "slashes": _repeated("/"),
    "words and slashes": _repeated("a/"),
    "underscores": _repeated("_"),
    "emphasis": _repeated("_a *b* "),
    "stars": _repeated("*"),
    "backticks": _repeated("`a "),
    "hyphens": _repeated("a-"),
    "broken words": _repeated("ab- "),
    "one long word": _repeated("a"),
    "one long word of capitals": _repeated("AB1"),
    "at signs": _repeated("a@B"),
    "combining accents": _once("e", "\u0301\u0316"),
    "letters with accents": _repeated("e\u0301"),
    "zero-width joiners": _repeated("\u200d"),
    "joiners between letters": _repeated("a\u200d\u0301"),
    "emoji": _repeated("\U0001f600"),
    "keywords": _repeated("Keywords: a, "),
    "copyright notices": _repeated("© 2020 "),
    "stamps of arXiv": _repeated("arXiv: "),
    "tags": _repeated("<i>"),
    "nested tags": lambda length: "<i>" * (length // 7) + "</i>" * (length // 7),
    "comments without an end": _repeated("<!--"),
    "comments in comments": lambda length: "<!" * (length // 9) + "<!---->" * (length // 9),
    "headings without an end": _once("<h1>", ":"),
    "formulas of MathML without an end": _repeated("</jats:tex-math><mml:math>"),
    "references within references": lambda length: "&" + "amp;" * (length // 4) + "lt;",
    "spaces before a tag": lambda length: "a" + " " * (length - 5) + "<i>a",
    "spaces in a heading": lambda length: "<title>Abstract" + " " * (length - 15) + "a",
    "attributes": _once("<i", " a=b"),
    "capitals": lambda length: _ordinary(length).upper(),
}
"""By what they repeat, a function from a length in characters to a text of about that length."""
