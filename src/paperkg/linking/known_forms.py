"""What linking knows of a surface form by itself: its key, and whether it is an acronym or ends in a class noun."""

import re
from collections.abc import Iterable

import pyarrow as pa

from paperkg.text.keys import name_key

FORM_SCHEMA = pa.schema(
    [
        ("form", pa.string()),
        ("key", pa.string()),  # the form under which names are equal
        ("is_acronym", pa.bool_()),
        ("shorter", pa.string()),  # the key without a last class noun; null where there is none
        ("capitals", pa.int32()),  # how many of its words are capitalized
    ]
)
"""What is known of a form."""

_ACRONYM = re.compile(r"[A-Za-z0-9&@*+./-]{2,12}")
_CLASS_NOUNS = frozenset(("algorithm", "benchmark", "corpus", "dataset", "method", "technique"))


def is_acronym(form: str) -> bool:
    """Whether a surface form looks like an acronym: one short word, half of its letters capitals."""
    letters = [c for c in form if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return bool(_ACRONYM.fullmatch(form)) and capitals >= 2 and 2 * capitals >= len(letters)


def without_class_noun(form: str) -> str | None:
    """The name before a last word that only says what it names: "ImageNet" of "ImageNet dataset".

    None without such a word, or where an ordinary word is left, which names something else: "kernel method".
    """
    *words, last = form.split() or [""]
    rest = " ".join(words)
    is_telling = "-" in rest or len(words) > 1 or rest != rest.lower()
    return rest if is_telling and last.lower().removesuffix("s") in _CLASS_NOUNS else None


def known_of_forms(forms: Iterable[str]) -> pa.RecordBatch:
    """What is known of each form, as rows of `FORM_SCHEMA`."""
    rows = []
    for form in forms:
        shorter = without_class_noun(form)
        rows.append(
            (
                form,
                name_key(form),
                is_acronym(form),
                None if shorter is None else name_key(shorter),
                sum(word[:1].isupper() for word in form.split()),
            )
        )
    columns = zip(*rows, strict=True) if rows else [()] * len(FORM_SCHEMA)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, FORM_SCHEMA, strict=True)], schema=FORM_SCHEMA
    )
