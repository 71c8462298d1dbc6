"""What of SPARQL is refused, and what is said about a query that does not parse."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from paperkg.errors import QueryError

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# The tokens of SPARQL 1.1 (section 19.8) inside which a keyword is none, and words.
_TOKEN = re.compile(
    r"""
      "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$@]\w+
    | (?:[^\W_][\w.-]*)?:(?:[\w:.%-]|\\.)*
    | \d+(?:\.\d+)?(?:[eE][+-]?\d+)?
    | (?P<word>\w+)
    | (?P<bracket>[][(){}])
    | (?P<sign>\|\||&&|[-|!+*/^;.])
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PREFIXED = re.compile(r"(?<![\w<:])([A-Za-z][\w.-]*)?:(?=[\w%\\-]|$)")
_KEYWORD = re.compile(r"[A-Z]{2,}")
_PHRASE = re.compile(r"[A-Z]\w+ [\w* ]+ \w+")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


MOST_NESTED = 64
"""Brackets that may be open at once."""
MOST_PARTS = 1_000
"""Patterns, filters, operators and statements that a query may have. What passes these bounds by far overflows the
stack of Oxigraph, which would end the process; 300 nested patterns or 4,000 filters still do not."""
_CHAINED = frozenset("UNION OPTIONAL MINUS FILTER BIND EXISTS GRAPH LATERAL SELECT".split())


def refuse_endless(sparql: str) -> None:
    """Refuses queries that are nested too deeply, or chain too many parts.

    Raises:
        QueryError: the query does.
    """
    depth = parts = 0
    for match in _TOKEN.finditer(sparql):
        bracket = match["bracket"]
        if bracket is not None:
            depth = max(0, depth + (1 if bracket in "([{" else -1))
        elif match["sign"] is not None or (match["word"] or "").upper() in _CHAINED:
            parts += 1
        if depth > MOST_NESTED:
            raise QueryError(f"{_place_of(sparql, match.start())}: nested more than {MOST_NESTED} deep")
        if parts > MOST_PARTS:
            raise QueryError(
                f"{_place_of(sparql, match.start())}: more than {MOST_PARTS:,} patterns, filters and operators; "
                "list values with VALUES or IN, or ask in several queries"
            )


def refuse_service(sparql: str) -> None:
    """Refuses federated queries, for they would make this machine call another.

    Raises:
        QueryError: the query has a SERVICE clause.
    """
    text = _CODE_POINT.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), sparql)
    if "service" not in text.casefold():
        return
    for word, offset in _words(text):
        if word == "SERVICE":
            raise QueryError(f"{_place_of(text, offset)}: SERVICE is refused; a query reads this build only")


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The keywords of a query in capitals, each with its offset."""
    for match in _TOKEN.finditer(text):
        if match["word"] is not None:
            yield match["word"].upper(), match.start()


def _place_of(text: str, offset: int) -> str:
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - (before.rfind(chr(10)) + 1) + 1}"


def _wrong_form(text: str) -> str | None:
    """What is wrong with the first word after the prologue, if anything."""
    first = next((item for item in _words(text) if item[0] not in ("PREFIX", "BASE")), None)
    if first is None:
        return f"the query is empty; one begins with {', '.join(_FORMS)}"
    word, offset = first
    if word in _FORMS:
        return None
    if word in _UPDATES:
        return f"{_place_of(text, offset)}: {word} is refused; a build is read-only"
    return f"{_place_of(text, offset)}: unexpected {text[offset:].split()[0]}; expected {', '.join(_FORMS)}"


def _wrong_bracket(text: str) -> str | None:
    """Which bracket is not closed, or closes none; the parser names a place behind it."""
    closing = {")": "(", "]": "[", "}": "{"}
    opened: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        bracket = match["bracket"]
        if bracket in closing.values():
            opened.append((bracket, match.start()))
        elif bracket is not None:
            if not opened or opened[-1][0] != closing[bracket]:
                return f"{_place_of(text, match.start())}: unexpected {bracket}"
            opened.pop()
    if opened:
        return (
            f"{_place_of(text, len(text.rstrip()))}: unexpected end of the query; {opened[-1][0]} of "
            f"{_place_of(text, opened[-1][1])} is not closed"
        )
    return None


def explain(sparql: str, message: str, prefixes: dict[str, str]) -> QueryError:
    """The parser's complaint in one line: place, what was found there, what would be right.

    Args:
        sparql: the query as it was typed.
        message: what the parser said, "error at LINE:COLUMN: expected ...".
        prefixes: the prefixes that need no declaration.
    """
    match = _PLACE.match(message)
    if match is None:
        return QueryError(" ".join(message.split()))
    plain = _wrong_form(sparql) or _wrong_bracket(sparql)
    if plain is not None:
        return QueryError(plain)
    line, column, rest = int(match[1]), int(match[2]), match[3]
    lines = sparql.splitlines() or [""]
    here = lines[line - 1] if line <= len(lines) else ""
    if "Prefix not found" in rest:
        unknown = _unknown_prefix(here, column, sparql, prefixes)
        if unknown is not None:
            name, column = unknown
            hint = get_close_matches(name, prefixes, 1)
            ending = f"; did you mean {hint[0]}:?" if hint else f" (available: {', '.join(prefixes)})"
            return QueryError(f"line {line}, column {column}: unknown prefix {name}:{ending}")
    items = rest.removeprefix("expected ").removeprefix("one of ").split(", ")
    phrases = [item for item in items if _PHRASE.fullmatch(item)]
    if phrases:
        return QueryError(f"line {line}, column {column}: {phrases[0]}")
    found = here[column - 1 :].split(maxsplit=1)
    what = f"unexpected {found[0]}" if found else _end_of(line, len(lines))
    expected = [item for item in items if _KEYWORD.fullmatch(item) and item not in ("LATERAL", "SERVICE")]
    ending = f"; expected {', '.join(expected)}" if 0 < len(expected) <= 8 else ""
    return QueryError(f"line {line}, column {column}: {what}{ending}")


def _end_of(line: int, lines: int) -> str:
    return "unexpected end of the query" if line >= lines else "unexpected end of the line"


def _unknown_prefix(here: str, column: int, sparql: str, prefixes: dict[str, str]) -> tuple[str, int] | None:
    declared = set(prefixes) | set(re.findall(r"(?i)\bprefix\s+([\w.-]*):", sparql))
    for match in reversed(list(_PREFIXED.finditer(here[: column + 1]))):
        name = match[1] or ""
        if name not in declared:
            return name, match.start() + 1
    return None
