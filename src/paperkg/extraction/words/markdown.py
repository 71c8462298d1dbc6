"""Markdown as it is shown: emphasis, code, links and headings without their signs."""

import re
from collections.abc import Iterator

from paperkg.extraction.words.plain_text import Edit, replace_each, unwrap

_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]+\)")
_LINK = re.compile(
    r"(?P<open>\[)(?:[^\[\]]|\[[^\[\]]*\])+(?P<close>\]\((?:https?:|mailto:|www\.|[#/.])[^()\s]*(?: \"[^\"]*\")?\))"
)
_HEADING = re.compile(r"(?:^|(?<=[\n.!?] ))#{1,6} (?=[A-Z])", re.MULTILINE)
_SPANS = (
    re.compile(r"(?<![\w*\\])(?P<open>\*{2,3})(?=[^\s*])[^*\n]+?(?<=[^\s*])(?P<close>\*{2,3})(?!\*)"),
    re.compile(r"(?<![\w*\\])(?P<open>\*)(?=[^\s*])[^*\n]{1,200}?(?<=[^\s*\\])(?P<close>\*)(?![\w*])"),
    re.compile(r"(?<![\w\\])(?P<open>__)(?=[^\s_])[^\n]{1,200}?(?<=[^\s_])(?P<close>__)(?!\w)"),
    re.compile(r"(?<![\w\\$])(?P<open>_)(?=[A-Za-z])[^_\n{}$]{1,80}?(?<=\w)(?P<close>_)(?!\w)"),
    re.compile(r"(?<![`\w\\])(?P<open>`)(?=[^\s`])[^`'\n]{1,80}?(?<=[^\s`(])(?P<close>`)(?![`\w])"),
    re.compile(r"(?<!~)(?P<open>~~)(?=[^\s~])[^~\n]{1,200}?(?<=[^\s~])(?P<close>~~)(?!~)"),
)


def links(text: str) -> Iterator[Edit]:
    """Links are their text, and images and the signs of headings are nothing to read."""
    yield from replace_each(text, _IMAGE, lambda _: "")
    yield from replace_each(text, _HEADING, lambda _: "")
    if not _IMAGE.search(text):
        yield from unwrap(text, _LINK)


def emphasis(text: str) -> Iterator[Edit]:
    """The signs of one kind of emphasis or code; each round takes away those of the first kind that the text has."""
    for pattern in _SPANS:
        edits = list(unwrap(text, pattern))
        if edits:
            return iter(edits)
    return iter(())


MARKDOWN = (links, emphasis)
"""The steps, in their order."""
