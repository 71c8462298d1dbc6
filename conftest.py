"""What the examples in docstrings find at hand, so that pytest can run them."""

from pathlib import Path

import pytest

import paperkg

_ROOT = Path(__file__).parent


@pytest.fixture(autouse=True)
def _examples(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`graph` is the sample build, `folder` an empty one; examples run at the root of the checkout."""
    if isinstance(request.node, pytest.DoctestItem):
        doctest_namespace["graph"] = paperkg.open(_ROOT / "outputs")
        doctest_namespace["folder"] = request.getfixturevalue("tmp_path")
        monkeypatch.chdir(_ROOT)
