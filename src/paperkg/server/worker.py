"""A process that asks the store of a build: `python -m paperkg.server.worker JSON`.

The JSON names the build, the store where it is known, and the limits of answers. Where there is no store, it makes it,
which can take minutes. It writes the path of the store, as a line of JSON, when it is ready; then it reads jobs from
its standard input, one JSON line each, and writes a JSON line and a body for each.
"""

import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from paperkg.errors import PaperKGError
from paperkg.graph.folder import base_iri_of
from paperkg.rdf.vocabulary import prefixes
from paperkg.server.answer_formats import (
    ASK_FORMS,
    GRAPH_FORMS,
    SELECT_FORMS,
    TooManyRowsError,
    ask_text,
    select_text,
    triples_text,
)
from paperkg.server.negotiation import choose
from paperkg.server.options import Job, Reply
from paperkg.sparql.ask import run_query
from paperkg.sparql.store import store_path


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows or triples, and how many bytes, an answer may have."""

    row_limit: int
    byte_limit: int


def answer(store: ox.Store, job: Job, known: dict[str, str], limits: Limits) -> Reply:
    """Asks an open store and writes the answer down in the form that the client likes best.

    Args:
        store: opened read-only.
        job: the query and what the client accepts.
        known: prefixes that the query need not declare.
        limits: how long an answer may be.
    """
    try:
        found = run_query(store, job.query, known, job.default_graphs, job.named_graphs, job.base)
        offered: Sequence[str]
        if isinstance(found, ox.QueryBoolean):
            offered = ASK_FORMS
        else:
            offered = tuple(SELECT_FORMS if isinstance(found, ox.QuerySolutions) else GRAPH_FORMS)
        media_type = choose(job.accept, offered)
        if media_type is None:
            return Reply.plain(406, f"no form of the answer is acceptable (available: {', '.join(offered)})")
        if isinstance(found, ox.QueryBoolean):
            text = ask_text(bool(found), media_type)
        elif isinstance(found, ox.QuerySolutions):
            text = select_text(found, media_type, limits.row_limit)
        else:
            text = triples_text(found, media_type, limits.row_limit, known)
        body = text.encode()
        if len(body) > limits.byte_limit:
            return Reply.plain(413, f"the answer has more than {limits.byte_limit:,} bytes; ask for less, or use LIMIT")
    except MemoryError:
        return Reply.plain(413, "the answer needs more memory than it may; ask for less")
    except TooManyRowsError as error:
        return Reply.plain(413, str(error))
    except PaperKGError as error:
        return Reply.plain(400, str(error))
    return Reply(200, media_type, body)


def work(store: ox.Store, base_iri: str, limits: Limits, jobs: BinaryIO, replies: BinaryIO) -> None:
    """Answers jobs until there are no more."""
    known = prefixes(base_iri)
    for line in jobs:
        content = json.loads(line)
        reply = answer(store, Job(**content), known, limits)
        head = {"status": reply.status, "media_type": reply.media_type, "length": len(reply.body)}
        replies.write(json.dumps(head).encode() + b"\n" + reply.body)
        replies.flush()


def limit_memory(megabytes: int) -> None:
    """Lets this process use so much memory beyond what it uses now; what cannot allocate ends it. On Linux only."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: Sequence[str]) -> None:
    """Opens the store and works."""
    told = json.loads(arguments[0])
    build = Path(told["build"])
    # An end in the middle of making the store is to take what has been made with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    try:
        path = Path(told["store"]) if told["store"] else store_path(build)
        store = ox.Store.read_only(str(path))
        base_iri = base_iri_of(build)
    except PaperKGError as error:
        sys.exit(f"paperkg: {error}")
    limit_memory(told["memory_limit"])
    sys.stdout.buffer.write(json.dumps(str(path)).encode() + b"\n")
    sys.stdout.buffer.flush()
    limits = Limits(told["row_limit"], told["byte_limit"])
    work(store, base_iri, limits, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1:])
