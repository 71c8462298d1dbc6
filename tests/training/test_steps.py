from operator import mul
from pathlib import Path

import pytest

from paperkg.training.steps import Steps, digest_of, in_processes


def test_a_step_is_done_once_for_the_same_inputs(tmp_path: Path) -> None:
    done: list[str] = []

    def make(value: str) -> str:
        done.append(value)
        return value

    steps = Steps(tmp_path / "kept")
    assert steps.result("words", "a" * 64, lambda: make("first")) == "first"
    assert Steps(tmp_path / "kept").result("words", "a" * 64, lambda: make("second")) == "first"
    assert steps.result("words", "b" * 64, lambda: make("third")) == "third"
    assert steps.result("labels", "a" * 64, lambda: make("fourth")) == "fourth"
    assert done == ["first", "third", "fourth"]


def test_nothing_is_kept_without_a_folder_or_of_a_step_that_failed(tmp_path: Path) -> None:
    made = iter((1, 2))
    assert [Steps(None).result("words", "a", lambda: next(made)) for _ in range(2)] == [1, 2]
    steps = Steps(tmp_path / "kept")
    with pytest.raises(ZeroDivisionError):
        steps.result("words", "a", lambda: 1 // 0)
    assert steps.result("words", "a", lambda: 3) == 3


def test_digests_tell_files_and_texts_and_their_order_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    digests = [digest_of([one, two]), digest_of([two, one]), digest_of([one], "3"), digest_of((), "12"), digest_of()]
    assert len(set(digests)) == len(digests)
    copy = tmp_path / "copy"
    copy.write_text("1")
    assert digest_of([copy, two]) == digests[0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_answer_in_order(jobs: int) -> None:
    assert in_processes(mul, [(2, 3), (4, 5), (6, 7)], jobs) == [6, 20, 42]
