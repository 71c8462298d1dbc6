"""Errors: their messages, and that they survive the way between processes."""

import pickle

import pytest

from paperkg.errors import (
    MissingPackageError,
    NotFoundError,
    PaperKGError,
    ReadError,
    UnknownFormatError,
    internal_error,
)

ERRORS = [
    (ReadError("a.txt", "no abstract", 3), "a.txt:3: no abstract"),
    (ReadError("a.txt", "empty"), "a.txt: empty"),
    (UnknownFormatError("FOO", "a known format", ["csv", "dot"]), "FOO: not a known format (available: csv, dot)"),
    (NotFoundError("LoRRA", ["LoRA"]), "LoRRA: not the name of an entity; did you mean LoRA?"),
    (NotFoundError(""), "'': not the name of an entity"),
    (NotFoundError("x", what="a table", available=["papers"]), "x: not a table (available: papers)"),
    (
        MissingPackageError("serving", "starlette", "'paperkg[serve]'"),
        "serving needs starlette; install it with: pip install 'paperkg[serve]'",
    ),
]


@pytest.mark.parametrize(("error", "message"), ERRORS, ids=lambda value: type(value).__name__)
def test_a_message_is_one_line(error: PaperKGError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize("error", [error for error, _ in ERRORS], ids=lambda value: type(value).__name__)
def test_an_error_is_the_same_in_another_process(error: PaperKGError) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        copy = pickle.loads(pickle.dumps(error, protocol))
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (AssertionError(), "internal error: AssertionError: no message; please report"),
        (ValueError(" a\nb "), "internal error: ValueError: a b; please report"),
        ("", "internal error: no message; please report"),
    ],
)
def test_a_fault_of_ours_is_told_with_its_message(what: str | Exception, reason: str) -> None:
    assert internal_error(what) == reason
