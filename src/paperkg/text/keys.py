"""Keys: the folded forms under which titles and names are the same, and the ids made from them.

Pure functions of the string alone, so that every machine and every run gives the same id.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

from paperkg.text.american import american
from paperkg.text.plurals import singular

_MARKS = re.compile(r"[\s\-‐‑‒–—_/.'’`\"“”]+")
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑‒–—_/]+")
_NOT_NAME = re.compile(r"[^\w+@*]+|_")
_NOT_WORD = re.compile(r"[\W_]+")
_GREEK = re.compile(r"[α-ωΑ-ΡΣ-Ω]")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i"}
)
# Accents that are letters, as in "\\v{s}", and type faces; of other commands the name stays, as of "\\alpha".
_TEX_STYLE = re.compile(
    r"\\(?:[cvuHkrdbt](?=\s*\{|\s)|(?:text|math)[a-z]+(?=\s*\{)|var(?=[a-z])|(?:emph|boldsymbol|bm|bf|it|rm|sc|tt|em)(?![a-z]))"
)
_AND = re.compile(r"\s\\?&\s")
_SHARP = re.compile(r"(?<=[A-Za-z])[#♯](?!\w)")
_SLUG_BREAK = re.compile(r"[^a-z0-9+@*]+")

_ACRONYM_LETTERS = 4
"""Letters of the longest word in capitals that is taken for an acronym, and so not for a plural."""

SHORTEST_PLURAL = 5
"""Letters of the shortest name that loses its "s" by the rule of the annotation guidelines."""


def _greek_spelled(text: str) -> str:
    """Greek letters by their names: "φ" is "phi"."""
    return _GREEK.sub(lambda letter: unicodedata.name(letter.group()).split()[-1], text)


def title_key(title: str) -> str:
    """The form under which two titles are one paper: letters and digits of any script, case folded, without accents.

    TeX and Unicode are the same: "$\\alpha$" and "α", "R\\'enyi" and "Rényi"; and so are "&" and "and".
    """
    if not title.isascii():
        plain = unicodedata.normalize("NFKD", title).translate(_PLAIN_LETTERS)
        title = _greek_spelled(_ACCENT.sub("", plain))
    if "\\" in title:
        title = _TEX_STYLE.sub("", title)
    return _NOT_WORD.sub("", _AND.sub(" and ", title).casefold())


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


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The form under which two names in the same paper or corpus are one: no case, hyphen, space or plural.

    American and British spelling are one as well. The plural goes from the last word and from acronyms such as "LLMs";
    short words in capitals ("MARS", "SOS") and words with capitals inside keep their letters.
    """
    name = unicodedata.normalize("NFKC", name)
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]  # "GPUs": the s is small because it is no letter of the acronym
    words = [word for part in _BETWEEN_WORDS.split(name) if (word := without_marks(part))]
    folded = [american(word.casefold()) if word[1:] == word[1:].lower() else word.casefold() for word in words]
    if folded and not (words[-1].isupper() and len(words[-1]) <= _ACRONYM_LETTERS):
        folded[-1] = singular(folded[-1])
    return "".join(folded) or name


def lowered(text: str) -> str:
    """The text in lower case, of the same length, so that offsets into one are offsets into the other.

    Unicode has one letter that becomes two characters in lower case: "İ", here an "i".
    """
    return text.replace("İ", "i").lower()


def slug(name: str) -> str:
    """A readable ASCII id part: "Qwen2.5-Math" gives "qwen2-5-math", "φ-Decoding" "phi-decoding", "C#" "c-sharp".

    A digest where no ASCII is left.
    """
    # Taken apart first: "µ", the sign, and "ή", with its accent, are Greek letters too.
    spelled = _greek_spelled(unicodedata.normalize("NFKD", name))
    ascii_form = _SHARP.sub("-sharp", spelled).encode("ascii", "ignore").decode().lower()
    text = _SLUG_BREAK.sub("-", ascii_form).strip("-")
    if text:
        return text[:80].rstrip("-")
    return "x" + hashlib.sha256(name.encode()).hexdigest()[:10]
