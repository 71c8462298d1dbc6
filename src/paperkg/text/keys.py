"""Keys: the folded forms under which titles and names are the same, and the ids made from them.

Pure functions of the string alone, so that every machine and every run gives the same id.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\s\-‐‑‒–—_/.'’`\"“”]+")
_NOT_WORD = re.compile(r"[\W_]+")
_GREEK = re.compile(r"[α-ωΑ-ΡΣ-Ω]")
_SLUG_BREAK = re.compile(r"[^a-z0-9+@*]+")


def title_key(title: str) -> str:
    """The form under which two titles are one paper: letters and digits of any script, case folded."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", title).casefold())


def paper_id(title: str) -> str:
    """An id for a paper that has none: "p" and ten hexadecimal digits of its title key's SHA-256."""
    key = title_key(title) or title
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:10]


def name_key(name: str) -> str:
    """The form under which two names in the same paper or corpus are one: no case, hyphen or space.

    The plural "s" goes, from words and from acronyms such as "LLMs"; "ss" and "us" stay, and the "s" after
    a digit, which names a size ("YOLOv5s").
    """
    name = unicodedata.normalize("NFKC", name)
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]  # "GPUs": the s is small because it is no letter of the acronym
    folded = _MARKS.sub("", name.casefold())
    if len(folded) > 6 and folded.endswith("ies"):
        return folded[:-3] + "y"
    if len(folded) > 3 and folded.endswith("s") and folded[-2].isalpha() and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded or name


def lowered(text: str) -> str:
    """The text in lower case, of the same length, so that offsets into one are offsets into the other.

    Unicode has one letter that becomes two characters in lower case: "İ", here an "i".
    """
    return text.replace("İ", "i").lower()


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """The singular of a lower-case English noun, by its ending: "queries" gives "query", "losses" "loss"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def slug(name: str) -> str:
    """A readable ASCII id part: "Qwen2.5-Math" gives "qwen2-5-math", "φ-Decoding" "phi-decoding".

    A digest where no ASCII is left.
    """
    # Taken apart first: "µ", the sign, and "ή", with its accent, are Greek letters too.
    spelled = _GREEK.sub(
        lambda letter: unicodedata.name(letter.group()).split()[-1], unicodedata.normalize("NFKD", name)
    )
    ascii_form = spelled.encode("ascii", "ignore").decode().lower()
    text = _SLUG_BREAK.sub("-", ascii_form).strip("-")
    if text:
        return text[:80].rstrip("-")
    return "x" + hashlib.sha256(name.encode()).hexdigest()[:10]
