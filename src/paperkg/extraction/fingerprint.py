"""What an extraction depends on, as digests: its paper's text, and all that reads it."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.vocabulary.word_lists import WordLists
from paperkg.model import Paper
from paperkg.source_files import source_files

KEY_BYTES = 16
PIPELINE = "paperkg.pipeline"
"""Where files say the fingerprint of the pipeline that extracted what they hold."""


def text_key(paper: Paper) -> bytes:
    """Sixteen bytes that are the same for papers of the same title and abstract only."""
    text = f"{len(paper.title)} {paper.text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).digest()[:KEY_BYTES]


def fingerprint(user_lexicon: Iterable[LexiconEntry], words: WordLists) -> str:
    """Sixteen hexadecimal digits that change whenever the same paper might be extracted in another way.

    They are made of the pipeline's code, weights and vocabulary, the libraries that it computes with, and the user's
    lexicon and word lists.
    """
    digest = hashlib.sha256(_pipeline())
    digest.update(repr((tuple(user_lexicon), _ordered(words))).encode())
    return digest.hexdigest()[:16]


@cache
def _pipeline() -> bytes:
    digest = hashlib.sha256()
    for path in source_files("paperkg.extraction.batches"):
        digest.update(path.read_bytes())
    for folder in ("trained", "vocabulary"):
        for file in sorted((files("paperkg.extraction") / folder).iterdir(), key=lambda file: file.name):
            if file.is_file():
                digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    libraries = [f"{name} {version(name)}" for name in ("numpy", "spacy", "thinc")]
    digest.update(repr((sys.version_info[:2], libraries)).encode())
    return digest.digest()


def _ordered(value: object) -> object:
    """A value whose text does not depend on the order of sets and mappings."""
    if is_dataclass(value):
        return [(field.name, _ordered(getattr(value, field.name))) for field in fields(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    return sorted(value.items()) if isinstance(value, Mapping) else value
