"""Words of an abstract, cut where the names of methods, models and benchmarks begin and end.

A name stays one token (`Qwen2.5-Math-7B-Instruct`, `GPT-4`, `W2*A8`, `mAP@50`, `pass^8`), but what is merely
attached to it becomes a token of its own: `CLIP|-|based`, `non|-|IID`, `state|/|models`, `(|MIAs|)`.
"""

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # spaCy ships no stub of it

_BRACKETS = r"\(\)\[\]{}<>"
_QUOTES = "\"'`“”‘’„«»″′"
_DASHES = "–—―−"
_EDGE = rf"[{_BRACKETS}{_QUOTES}{_DASHES},;:!?…|/\\=~^*&·•→←↑↓±×≈≤≥#%€£$+]"

_PREFIXES = rf"^(?:\.{{2,}}|{_EDGE}|-(?=[^\d])|@(?=\W)|_)"
_SUFFIXES = rf"(?:['’]s|{_EDGE}(?<![+*#])|(?<=[^A-Za-z0-9+*#])[+*#]|\.|-|_)$"
_INFIXES = "|".join(
    (
        rf"[{_BRACKETS}{_DASHES}\"“”‘…;|\\=~→←↑↓±×≈≤≥{{}}$]",
        r"(?<!\bpass)(?<!\bPass)\^",
        r"\.{2,}",
        r"[/?&#]",
        r"--+",
        r"(?<=[A-Za-z]{2})[:!?](?=[A-Za-z])",
        r"(?<=[A-Za-z])\.(?=[A-Z][a-z])",
        r"(?<=[)\]}$])-",
        r"\+(?=\()",
        r"\*(?=[A-Z]{2})",
        r"(?<=[a-z])@(?=[A-Z])",
        r",(?=[^\d])|(?<=[^\d]),",
        r"(?<=[A-Za-z0-9])[’'](?=s\b)",
        r"\+(?=[A-Za-z]{2})",
        r"_(?={)",
        # a name and what hangs on it: CLIP-based, LLM-powered, GPT-4-generated
        r"(?<=[A-Z0-9])-(?=[a-z]{3})",
        r"(?<=[A-Z]s)-(?=[a-z]{3})",
        r"(?<=[A-Z][a-z])-(?=[a-z]{3})",
        # any word and a suffix that is no part of a term
        r"(?<=[A-Za-z0-9])-(?=(?:[Bb]ased|[Pp]owered|[Dd]riven|[Aa]ware|[Ll]ike|[Ss]tyle|[Ll]evel|[Ff]ree"
        r"|[Gg]uided|[Ee]nhanced|[Aa]ugmented|[Ss]pecific|[Gg]enerated|[Oo]riented|[Cc]entric|[Oo]nly|[Rr]elated"
        r"|[Aa]ssisted|[Ii]nspired|[Tt]rained|[Ee]nabled|[Cc]onditioned|[Ff]riendly|[Aa]gnostic|[Ee]quipped"
        r"|[Ii]nduced|[Cc]apable|[Hh]ungry|[Bb]acked|[Cc]ost|[Ll]atency|[Tt]ime|to|and|or|as|in)\b)",
        r"(?<=-to)-|(?<=-vs)-",
        # non-IID, pre-LLM, post-BERT
        r"(?<=\b[a-z]{3})-(?=[A-Z]{2})|(?<=\b[a-z]{4})-(?=[A-Z]{2})",
    )
)


def make_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer without exceptions (no "don't", no "a.m."): only the rules above, for every word."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=re.compile(_PREFIXES).search,
        suffix_search=re.compile(_SUFFIXES).search,
        infix_finditer=re.compile(_INFIXES).finditer,
        token_match=None,
        url_match=None,
    )
