"""Doubts at /review: everybody may read them; the own page may answer them where the server takes answers."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from builds import write_build
from paperkg.errors import OptionError
from paperkg.kinds import EntityType
from paperkg.linking import read_decisions
from paperkg.model import Action, Decision, Role
from paperkg.server import ServerOptions, create_app, serve
from paperkg.server.gatekeeper import LOOPBACK

FORM = {"content-type": "application/x-www-form-urlencoded"}
OWN = FORM | {"origin": "http://localhost"}


def record(number: int, kind: EntityType) -> dict[str, Any]:
    entity = {"name": "FooNet", "type": kind, "named": True, "role": Role.USES, "aliases": ["FooNet"]}
    title = "Paper <script>alert(1)</script>"
    return {"id": f"p{number}", "title": title, "abstract": "We use FooNet here & <b>now</b>.", "entities": [entity]}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path / "build", [record(1, EntityType.METHOD), record(2, EntityType.MODEL)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.tsv"
    path.write_text("drop\taccuracy\n", encoding="utf-8")
    return path


@pytest.fixture
def client(build: Path, file: Path) -> TestClient:
    """A client of a server that takes answers; it runs no queries, so no worker is started."""
    app = create_app(build, ServerOptions(hosts=LOOPBACK, origins=(), review=file))
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def forms(page: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in page.split("<form")[1:]]


def test_an_answer_becomes_a_decision_and_is_not_asked_for_again(client: TestClient, file: Path) -> None:
    page = client.get("/review").text
    assert "What is FooNet (2 papers)?" in page
    assert "We use FooNet here &amp; &lt;b&gt;now&lt;/b&gt;." in page
    found = forms(page)
    assert [form["argument"] for form in found] == [kind.value for kind in EntityType]
    model = next(form for form in found if form["argument"] == "Model")
    answered = client.post("/review", content=urlencode(model), headers=OWN)
    assert (answered.status_code, answered.headers["location"]) == (303, "/review")
    decision = Decision(action=Action.RETYPE, entity="FooNet", argument="Model")
    assert read_decisions(file) == (Decision(action=Action.DROP, entity="accuracy", argument=""), decision)
    after = client.get("/review").text
    assert "Nothing is in doubt." in after
    assert f"--decisions {file}" in after
    again = client.post("/review", content=urlencode(model), headers=OWN)
    assert (again.status_code, again.text) == (409, "no open doubt has this answer\n")


@pytest.mark.parametrize(
    ("status", "changes", "headers"),
    [
        (403, {}, FORM),  # says nothing of where it comes from
        (403, {}, FORM | {"origin": "https://evil.example"}),
        (403, {}, FORM | {"origin": "null"}),
        (403, {}, FORM | {"origin": "http://localhost:81"}),
        (403, {}, OWN | {"sec-fetch-site": "cross-site"}),
        (403, {}, OWN | {"sec-fetch-site": "same-site"}),
        (403, {}, {"origin": "http://localhost", "content-type": "text/plain"}),
        (403, {"token": "guessed"}, OWN),
        (403, {"token": ""}, OWN),
        (403, {"more": "1"}, OWN),
        (403, {"argument": "x" * 200_000}, OWN),
        (409, {"argument": "Poem"}, OWN),
        (409, {"action": "explode"}, OWN),
        (409, {"action": "drop", "argument": ""}, OWN),
        (409, {"entity": "FooNet\ndrop\tLoRA"}, OWN),
        (421, {}, OWN | {"host": "evil.example"}),
    ],
)
def test_nothing_is_written_but_what_the_own_page_asks(
    client: TestClient, file: Path, status: int, changes: dict[str, str], headers: dict[str, str]
) -> None:
    form = forms(client.get("/review").text)[0] | changes
    assert client.post("/review", content=urlencode(form), headers=headers).status_code == status
    assert file.read_text(encoding="utf-8") == "drop\taccuracy\n"


def test_a_browser_that_tells_no_origin_tells_the_site(client: TestClient) -> None:
    form = forms(client.get("/review").text)[0]
    headers = FORM | {"origin": "null", "sec-fetch-site": "same-origin"}  # as a page without a referrer is sent
    assert client.post("/review", content=urlencode(form), headers=headers).status_code == 303


def test_a_form_of_another_run_is_old(client: TestClient, build: Path, file: Path) -> None:
    other = TestClient(create_app(build, ServerOptions(hosts=LOOPBACK, origins=(), review=file)))
    form = forms(other.get("/review", headers={"host": "localhost"}).text)[0]
    assert client.post("/review", content=urlencode(form), headers=OWN).status_code == 403


def test_without_the_option_doubts_are_only_read(build: Path) -> None:
    client = TestClient(create_app(build))
    page = client.get("/review")
    assert "What is FooNet (2 papers)?" in page.text
    assert "<form" not in page.text
    assert client.post("/review", content=urlencode({"token": "x"}), headers=OWN).status_code == 403
    assert client.put("/review").status_code == 405


def test_a_server_that_others_may_ask_takes_no_answers(build: Path, file: Path) -> None:
    for options in ({}, {"hosts": LOOPBACK}, {"origins": ()}):
        with pytest.raises(OptionError, match="needs the names of its hosts, and no other sites"):
            create_app(build, ServerOptions(review=file, **options))
    for host, hosts in (("0.0.0.0", ("*",)), ("127.0.0.1", ("kg.example.org",))):
        with pytest.raises(OptionError, match="--review writes to a file, so it is for this machine alone"):
            serve(build, host=host, options=ServerOptions(review=file, hosts=hosts))
