"""American spelling of British words, so that "optimisation" and "optimization" are one."""

import re
from functools import lru_cache

_ISE = re.compile(r"(?P<stem>.{3,})is(?P<end>e|ed|er|ers|es|ing|able|ability|ation|ations|ational)")
_ALWAYS_S = (
    "ais", "ois", "uis", "wis", "pris", "precis", "concis", "exercis", "excis", "incis", "exorcis", "advis", "devis",
    "revis", "supervis", "televis", "improvis", "promis", "premis", "demis", "merchandis", "paradis", "franchis",
    "expertis", "treatis", "advertis", "chastis", "despis", "sunris", "upris", "iris", "oasis",
)  # fmt: skip
"""Beginnings of words that American English writes with "s" as well, up to that "s"."""

_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"((?:anal|paral|catal|electrol|hydrol)y)s(e|ed|er|ers|ing)$", r"\1z\2"),
        (
            r"(col|behavi|neighb|fav|flav|lab|harb|hon|hum|rum|tum|vap|vig|arm|endeav|rig)our",
            r"\1or",
        ),
        (r"(def|off|pret)ence(s?)$", r"\1ense\2"),
        (r"licence(s?)$", r"license\1"),
        (r"practis(e|ed|es|ing)$", r"practic\1"),
        (r"(dial|catal|anal|monol|homol)ogue", r"\1og"),
        (r"(cent|met|lit|fib|theat)re([sd]?)$", r"\1er\2"),
        (
            r"((?:mod|lab|trav|canc|chann|lev|tunn|fu|pan|unrav)el|(?:sign|tot|equ|spir)al)l(ed|er|ers|ing|ings)$",
            r"\1\2",
        ),
        (r"programme(s?)$", r"program\1"),
        (r"^grey", "gray"),
        (r"artefact", "artifact"),
        (r"(acknowledg|judg)ement", r"\1ment"),
        (r"^ageing$", "aging"),
        (r"(?<!aero)paed", "ped"),
        (r"haem", "hem"),
        (r"aemi", "emi"),
        (r"foet", "fet"),
        (r"oesoph", "esoph"),
        (r"anaesth", "anesth"),
        (r"gynaec", "gynec"),
    )
)


@lru_cache(maxsize=1 << 16)
def american(word: str) -> str:
    """A lower-case English word as Americans spell it; words of other spellings stay: "precise", "four", "noise"."""
    for british, spelling in _SPELLINGS:
        word = british.sub(spelling, word)
    ise = _ISE.fullmatch(word)
    if ise is None or (ise["stem"] + "is").endswith(_ALWAYS_S):
        return word
    return f"{ise['stem']}iz{ise['end']}"
