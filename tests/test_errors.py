"""Errors say what is wrong on one line, in whichever process they were raised."""

import pickle

import pytest

from paperkg.errors import BuildError, NotFoundError, PaperKGError, ReadError, UnknownFormatError

ERRORS = [
    BuildError("outputs: no paperkg build here"),
    NotFoundError("LORA", ["LoRA", "QLoRA"]),
    NotFoundError("LORA"),
    ReadError("papers.jsonl", "no title"),
    ReadError("papers.jsonl", "no title", 7),
    UnknownFormatError("docx", {"jsonl", "bibtex"}),
]


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_errors_pass_between_processes(error: PaperKGError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    assert "\n" not in str(error)
