"""Keys: the folded forms under which titles and names are the same, and the ids made from them.

Pure functions of the string alone, so that every machine and every run gives the same id.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\s\-‐‑‒–—_/.'’`\"“”]+")
_NOT_NAME = re.compile(r"[^\w+@*]+|_")
_NOT_WORD = re.compile(r"[\W_]+")
_GREEK = re.compile(r"[α-ωΑ-ΡΣ-Ω]")
_SLUG_BREAK = re.compile(r"[^a-z0-9+@*]+")

_NO_PLURAL = ("ss", "us", "is")
SHORTEST_PLURAL = 5
"""Letters of the shortest name that loses its "s" by the rule of the annotation guidelines."""


def title_key(title: str) -> str:
    """The form under which two titles are one paper: letters and digits of any script, case folded."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", title).casefold())


def paper_id(title: str) -> str:
    """An id for a paper that has none: "p" and ten hexadecimal digits of its title key's SHA-256."""
    key = title_key(title) or title
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:10]


def without_marks(text: str) -> str:
    """The text without spaces, hyphens, dots, slashes and quotes: what spellings of one name differ in."""
    return _MARKS.sub("", text)


def without_s(folded: str) -> str:
    """A folded name without its plural "s", by the rule of the annotation guidelines; "ss" stays."""
    return folded[:-1] if len(folded) >= SHORTEST_PLURAL and folded[-1] == "s" and folded[-2] != "s" else folded


def annotation_key(form: str) -> str:
    """The form under which annotators' names are the same: no case, no marks, no plural "s".

    It is the annotators' own rule, by which the scorer compares and the recognizer learned; `name_key`, which links
    entities across papers, knows more plurals and leaves names such as "Genesis" and "YOLOv5s" alone.
    """
    return without_s(without_marks(form.casefold()))


def lookup_key(name: str) -> str:
    """The form under which people look names up: no case, no accents, only letters, digits and "+", "@", "*".

    Plurals stay, since a part of a name is looked up too.
    """
    if name.isascii():  # as nearly all names are, and then there is nothing to take apart
        return _NOT_NAME.sub("", name.lower())
    plain = unicodedata.normalize("NFKD", name).casefold()
    return _NOT_NAME.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


def name_key(name: str) -> str:
    """The form under which two names in the same paper or corpus are one: no case, hyphen or space.

    The plural "s" goes, from words and from acronyms such as "LLMs"; "ss" and "us" stay, and the "s" after
    a digit, which names a size ("YOLOv5s"). More careful than `singular`, for a name can be short and its own word:
    "GPS" is not a plural, and "movies" are of a "movie".
    """
    name = unicodedata.normalize("NFKC", name)
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]  # "GPUs": the s is small because it is no letter of the acronym
    folded = without_marks(name.casefold())
    if len(folded) > 6 and folded.endswith("ies"):
        return folded[:-3] + "y"
    if len(folded) > 3 and folded.endswith("s") and folded[-2].isalpha() and not folded.endswith(_NO_PLURAL):
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
    if len(word) > 2 and word.endswith("s") and not word.endswith(_NO_PLURAL):
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
