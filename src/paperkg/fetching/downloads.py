"""From a plan of requests to a file of papers."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from paperkg.errors import FetchError
from paperkg.fetching.client import Client, Clock
from paperkg.fetching.services import SERVICES
from paperkg.fetching.spool import Spool, Step
from paperkg.model import Paper, Rejected
from paperkg.readers import formats
from paperkg.readers.source import Source

if TYPE_CHECKING:
    import httpx

Progress = Callable[[str, int, int | None], None]
"""Is told what is done, how many papers there are, and how many there will be, if that is known."""


@dataclass(frozen=True, slots=True)
class Download:
    """What a download gave: how many papers, and the first of the records that are none."""

    papers: int
    rejected: int
    examples: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Manners:
    """How services are asked.

    Attributes:
        endpoint: where to ask all of them instead of their own addresses.
        environment: keys and e-mail addresses; that of the process where it is None.
        report: is told what is waited for.
        progress: is told how far it is.
        transport: what carries requests, other than the network.
    """

    endpoint: str | None = None
    environment: Mapping[str, str] | None = None
    clock: Clock = field(default_factory=Clock)
    report: Callable[[str], None] = lambda _message: None
    progress: Progress = lambda _stage, _done, _total: None
    transport: "httpx.BaseTransport | None" = None


_EXAMPLES = 5


def plan_search(service: str, query: str) -> list[Step]:
    """The steps of a search.

    Raises:
        OptionError: the service cannot have such a query.
    """
    return [Step(service, request) for request in SERVICES[service].search(query)]


def plan_look_up(identifiers: Mapping[str, Sequence[str]]) -> list[Step]:
    """The steps that look papers up, given the ids that each service knows."""
    return [
        Step(service, request)
        for service, ids in sorted(identifiers.items())
        for request in SERVICES[service].look_up(ids)
    ]


def download(
    plan: Sequence[Step], output: str | Path, *, limit: int | None = None, manners: Manners | None = None
) -> Download:
    """Fetches what a plan asks for into a file of JSON lines, which appears when all is there.

    What is fetched is kept page by page, so that the same plan goes on where an earlier run was stopped.

    Raises:
        FetchError: a service refuses, or does not answer.
        MissingPackageError: httpx is not installed.
    """
    spool = Spool(Path(output), plan)
    found = follow(spool, limit, manners or Manners())
    spool.finish()
    return found


def follow(spool: Spool, limit: int | None, manners: Manners) -> Download:
    """Takes the steps that are left, until there is none, or `limit` papers are there."""
    examples: list[Rejected] = []
    if spool.resumed:
        manners.report(f"going on after {spool.papers:,} papers of an earlier run")
    with ExitStack() as opened:
        clients: dict[str, Client] = {}
        while spool.pending and (limit is None or spool.papers < limit):
            step, *others = spool.pending
            if step.service not in clients:
                clients[step.service] = opened.enter_context(_client(step.service, manners))
            body, page = clients[step.service].ask(step.request)
            records = _read(step.service, body if page.records is None else page.records)
            papers = [record for record in records if isinstance(record, Paper)]
            rejected = [record for record in records if isinstance(record, Rejected)]
            examples += rejected[: _EXAMPLES - len(examples)]
            following = [Step(step.service, page.following)] if page.following else []
            kept = papers if limit is None else papers[: limit - spool.papers]
            spool.add(kept, len(rejected), [*following, *others])
            manners.progress(step.service, spool.papers, _at_most(page.total, limit))
    return Download(spool.papers, spool.rejected, tuple(examples))


def _client(service: str, manners: Manners) -> Client:
    client = Client(
        SERVICES[service], manners.endpoint, manners.clock, report=manners.report, transport=manners.transport
    )
    if manners.environment is not None:
        client.environment = manners.environment
    return client


def _read(service: str, body: bytes) -> Sequence[Paper | Rejected]:
    if not body.strip():
        return ()
    reader = formats().get(SERVICES[service].format)
    if reader is None:
        raise FetchError(service, f"no reader of its format ({SERVICES[service].format})")
    records: Iterable[Paper | Rejected] = reader.read(Source(service, io.BytesIO(body)), None)
    return list(records)


def _at_most(total: int | None, limit: int | None) -> int | None:
    known = [number for number in (total, limit) if number is not None]
    return min(known, default=None)
