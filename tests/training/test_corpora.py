"""Unlabeled abstracts as words."""

import gzip
import json
from pathlib import Path

from paperkg.training.corpora import read_corpora

ABSTRACT = "We  propose\nFooNet. " + "It is fast, and so on. " * 10


def test_papers_come_once_cleaned_and_cut_into_words(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "FooNet: a network", "abstract": ABSTRACT},
        {"id": "b", "title": "FOONET - A Network", "abstract": ABSTRACT},
        {"id": "c", "title": "Too short", "abstract": "None."},
        {"id": "d", "title": "Another one", "abstract": ABSTRACT},
    ]
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    first, second = read_corpora([path])
    assert (first.id, second.id) == ("a", "d")
    assert first.title == ("FooNet", ":", "a", "network")
    assert first.abstract[:4] == ("We", "propose", "FooNet", ".")
    assert first.all == first.title + first.abstract
    assert "\n" not in first.text.removeprefix("FooNet: a network\n")
