"""The review, served: doubts about the build for all to read and, where the server was started for that, to answer.

Answers are written to a file of this machine, so a page of another site must not be able to give one. Its scripts can
send a form here, but they cannot read the token that a form needs, and browsers say where a form comes from.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from paperkg.analysis.review import Review
from paperkg.errors import OptionError
from paperkg.explorer.readable_text import readable
from paperkg.graph.tables import Tables
from paperkg.model import Action, Decision
from paperkg.server.options import EVERYONE, ServerOptions
from paperkg.server.pages import Pages
from paperkg.server.protocol import FORM

_SHOWN = 100
_MOST_BYTES = 100_000  # of a form; a split names papers
_FIELDS = ("token", "action", "entity", "argument")


@dataclass(frozen=True, slots=True)
class _Answer:
    """A button: what it says, and the decision that it is."""

    text: str
    decision: Decision


def _answers(decisions: tuple[Decision, ...]) -> list[_Answer]:
    if len(decisions) > 1:
        return [_Answer(decision.argument, decision) for decision in decisions]
    return [_Answer("Yes", decision) for decision in decisions]


def routes(graph: Tables, directory: Path, options: ServerOptions, pages: Pages) -> list[Route]:
    """The route `/review`, which `pages` has the clothes for.

    Raises:
        OptionError: answers are to be written, and the server answers under any name.
        DecisionError: the decisions file cannot be read.
    """
    if options.review is not None and set(EVERYONE) & {*options.hosts, *options.origins}:
        raise OptionError("a server that takes answers needs the names of its hosts, and no other sites")
    site = _ReviewSite(graph, directory, options, pages)
    return [Route("/review", site.page, methods=["GET"]), Route("/review", site.answer, methods=["POST"])]


class _ReviewSite:
    def __init__(self, graph: Tables, directory: Path, options: ServerOptions, pages: Pages) -> None:
        self._pages = pages
        self._review = Review(graph, options.review)
        self._directory = directory
        self._options = options
        self._token = secrets.token_urlsafe()

    async def page(self, _request: Request) -> Response:
        """The doubts, those that would change most first."""
        found = await run_in_threadpool(self._review.open)
        file = self._options.review
        shown = [
            {
                "question": readable(doubt.question).text,
                "evidence": [(name, readable(text).text) for name, text in doubt.evidence],
                "answers": _answers(doubt.answers),
            }
            for doubt in found[:_SHOWN]
        ]
        text = self._pages.rendered(
            "review.html",
            title="Review",
            doubts=shown,
            more=len(found) - len(shown),
            taken=self._review.taken,
            file=file,
            command=f"paperkg add {self._directory} --decisions {file}",
            review=f"paperkg serve {self._directory} --review",
            token=self._token,
        )
        return HTMLResponse(text, headers={"Cache-Control": "no-store"})

    async def answer(self, request: Request) -> Response:
        """Writes an answer down, and leads back to the doubts."""
        if self._options.review is None:
            return PlainTextResponse("this server takes no answers; start it with --review\n", 403)
        if not _is_own(request):
            return PlainTextResponse("answers are taken from this server's own page only\n", 403)
        fields = await _form(request)
        if fields is None or not secrets.compare_digest(fields["token"].encode(), self._token.encode()):
            return PlainTextResponse("not a form of this server's page, or an old one; open /review again\n", 403)
        if fields["action"] in set(Action):
            decision = Decision(action=Action(fields["action"]), entity=fields["entity"], argument=fields["argument"])
            if await run_in_threadpool(self._review.answer, decision):
                return RedirectResponse(f"{self._options.root_path}/review", 303)
        return PlainTextResponse("no open doubt has this answer\n", 409)


def _is_own(request: Request) -> bool:
    """Whether the browser says that a form comes from a page of this server; scripts cannot make it say so."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == f"{request.url.scheme}://{request.headers.get('host')}"


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None where it is none, has others, or is too long."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=len(_FIELDS))
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(pairs) == len(_FIELDS) and set(fields) == set(_FIELDS) else None
