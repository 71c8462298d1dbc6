"""A process that asks the store of a build: `python -m paperkg.server.worker DIRECTORY ROW_LIMIT`.

It makes the store where there is none, which can take minutes, and writes an empty line when it is ready;
then it reads jobs from its standard input, one JSON line each, and writes a JSON line and a body for each.
"""

import json
import signal
import sys
from collections.abc import Sequence
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
from paperkg.sparql.store import open_store


def answer(store: ox.Store, job: Job, known: dict[str, str], row_limit: int) -> Reply:
    """Asks an open store and writes the answer down in the form that the client likes best.

    Args:
        store: opened read-only.
        job: the query and what the client accepts.
        known: prefixes that the query need not declare.
        row_limit: how many rows or triples an answer may have.
    """
    try:
        found = run_query(store, job.query, known, job.default_graphs, job.named_graphs)
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
            text = select_text(found, media_type, row_limit)
        else:
            text = triples_text(found, media_type, row_limit, known)
    except TooManyRowsError as error:
        return Reply.plain(413, str(error))
    except PaperKGError as error:
        return Reply.plain(400, str(error))
    return Reply(200, media_type, text.encode())


def work(store: ox.Store, base_iri: str, row_limit: int, jobs: BinaryIO, replies: BinaryIO) -> None:
    """PageAnswers jobs until there are no more."""
    known = prefixes(base_iri)
    for line in jobs:
        content = json.loads(line)
        reply = answer(store, Job(**content), known, row_limit)
        head = {"status": reply.status, "media_type": reply.media_type, "length": len(reply.body)}
        replies.write(json.dumps(head).encode() + b"\n" + reply.body)
        replies.flush()


def main(arguments: Sequence[str]) -> None:
    """Opens the store and works."""
    directory, row_limit = arguments
    # An end in the middle of making the store is to take what has been made with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        store = open_store(directory)
    except PaperKGError as error:
        sys.exit(f"paperkg: {error}")
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    work(store, base_iri_of(Path(directory)), int(row_limit), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1:])
