"""What stands in an abstract without belonging to it: labels, keywords, notices, stamps and citations."""

import re
from collections.abc import Iterator

from paperkg.extraction.words.plain_text import GAP, Edit, replace_each

_LABEL = re.compile(r"(?<=\n)\s*(?:Abstract|ABSTRACT|Summary|SUMMARY)\s?(?:[:.—–]|-(?=\s))\s*(?=\S)")
# Lists of keywords end at a full stop; "Qwen2.5" has none.
_KEYWORDS = re.compile(
    r"(?:(?<=[\s.;])|^)(?:Key ?words(?: and phrases)?|Keywords and phrases|Index [Tt]erms|KEYWORDS|CCS [Cc]oncepts"
    r"|Categories and [Ss]ubject [Dd]escriptors|General [Tt]erms|ACM Reference [Ff]ormat|MSC|PACS)"
    r"\s?(?:[:—–]|-(?=\s))(?:[^.\n]|\.(?=\w)){1,400}(?:\.(?=\s|$)|$)\s*",
)
_STAMP = re.compile(
    r"\s*\barXiv:\s?(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?(?:\s*\[[\w.-]+\])?"
    r"(?:\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})?\.?",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:^|(?<=\s))(?:©|\([cC]\)|\bCopyright\b(?:\s*(?:©|\([cC]\)))?)\s*(?:\d{4}|(?=The Author|Copyright))"
    r"(?:[^.\n]|\.(?=\w)){0,200}(?:\.(?=\s|$)|$)\s*(?:All rights reserved\.?\s*)?"
)
_LICENSE = re.compile(
    r"(?:^|(?<=[\s.]))(?:Personal use of this material|Permission to make digital|This work (?:is|was) licensed under"
    r"|Published (?:as a conference paper at|by Elsevier|under licen[cs]e)|All rights reserved|Preprint\. Under review"
    r"|Under review as|This is an open[- ]access article|Distributed under the)"
    r"(?:[^.\n]|\.(?=\w)){0,400}(?:\.(?=\s|$)|$)\s*"
)
_VENUE = re.compile(
    r"(?:^|(?<=[.!?\n]\s)|(?<=[\n\t]))(?:"
    r"This (?:work|paper|manuscript|article) (?:has been|was|is) (?:submitted|accepted)[^.\n]{0,80}"
    r"(?:publication|review|IEEE|ACM|Elsevier|Springer)[^.\n]{0,60}|Copyright may be transferred[^.\n]{0,120}"
    r"|(?:Accepted|Submitted|To appear|Published|Presented|Preprint submitted) (?:at|to|in|by|for|as) [^.\n]{1,80}?"
    r"(?:(?:19|20|['’])\d\d|Elsevier|Springer|IEEE|ACM)(?: \([^()]{1,40}\))?"
    r"|\d{1,3} pages(?:, \d+ (?:figures?|tables?))*|DOI:? ?10\.\d{4,9}/\S+?|ACM ISBN [\d/X.-]+"
    r")(?:\.(?=\s|$)|$)\s*"
)
_NAME = r"[A-Z][a-zß-öø-ÿ]*[\w’'-]*"
_AUTHORS = rf"{_NAME}(?:,? (?:and|&) {_NAME},?|,? et al\.?,?|,)"
_CITATION = (
    re.compile(r"(?<=[\w)\"”’])[^\S\n]?\[(?!0)\d{1,3}(?:\s?[,;–-]\s?(?!0)\d{1,3})*\]"),
    re.compile(r"(?<=et al\.)[^\S\n]?[\[(](?:19|20)\d\d[a-z]?[\])]"),
    re.compile(
        rf"[^\S\n]?[\[(](?:see |cf\. |e\.g\.,? )?{_AUTHORS} (?:19|20)\d\d[a-z]?"
        rf"(?:[;,] (?:{_AUTHORS} )?(?:19|20)\d\d[a-z]?)*[\])]"
    ),
)
_CONFERENCE = re.compile(r"[\[(][A-Z]{2,}\b")


def boilerplate(text: str) -> Iterator[Edit]:
    """The label of the abstract, lists of keywords, copyright notices, licenses and the stamps of arXiv, as gaps."""
    for pattern in (_KEYWORDS, _NOTICE, _LICENSE, _VENUE, _STAMP, _LABEL):
        edits = list(replace_each(text, pattern, lambda _: GAP))
        # Never all of an abstract, whatever it looks like.
        if edits and sum(edit.end - edit.start for edit in edits) < len(text) - text.find("\n") - 1:
            return iter(edits)
    return iter(())


def citations(text: str) -> Iterator[Edit]:
    """Citations by number, or by authors and year: "[12, 14]", "(Liu et al., 2021)"."""
    for pattern in _CITATION:
        edits = list(replace_each(text, pattern, lambda found: None if _CONFERENCE.search(found.group()) else ""))
        if edits:
            return iter(edits)
    return iter(())
