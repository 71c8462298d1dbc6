"""The SPARQL 1.1 Protocol: what a request asks for. https://www.w3.org/TR/sparql11-protocol/"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from paperkg.server.negotiation import choose

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

MAX_QUERY_BYTES = 1 << 20
_GRAPHS = ("default-graph-uri", "named-graph-uri")
FORMAT = ("format", "output", "results")
"""Parameters for a format, as other endpoints call them; the protocol knows the Accept header only."""
_SHORT_FORMATS = {
    "json": "application/sparql-results+json, application/ld+json;q=0.9",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.9",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
    "rdf+xml": "application/rdf+xml",
}
"""Short names of formats, each with the Accept header that asks for it."""


class ProtocolError(Exception):
    """A request that the protocol does not allow, or that this endpoint refuses."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query, the graphs that make up its dataset where the request names them, and the format where it does.

    `accept` is an Accept header that outweighs that of the request.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None


def read_request(method: str, query_string: str, content_type: str | None, body: bytes) -> QueryRequest | None:
    """The query of a request, or None where a GET asks nothing and so wants the service's description.

    Raises:
        ProtocolError: the request is malformed (400), too long (413), of a wrong media type (415), or an
            update (403).
    """
    pairs = _pairs(query_string)
    if method in ("GET", "HEAD"):
        if not pairs:
            return None
        return _from_pairs(pairs)
    media_type, charset = _media_type(content_type)
    if len(body) > MAX_QUERY_BYTES:
        raise ProtocolError(413, f"a query may have at most {MAX_QUERY_BYTES:,} bytes")
    if media_type == UPDATE:
        raise ProtocolError(403, "updates are refused; a build is read-only")
    if media_type not in (FORM, DIRECT):
        raise ProtocolError(415, f"post a query as {DIRECT} or {FORM}, not as {media_type or 'nothing'}")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, f"a query must be UTF-8, not {charset}")
    text = _utf8(body)
    if media_type == FORM:
        return _from_pairs(_pairs(text))
    if any(name in ("query", "update") for name, _ in pairs):
        raise ProtocolError(400, "the query is in the body; the parameters may only name graphs and a format")
    return _from_pairs([("query", text), *pairs])


def _media_type(content_type: str | None) -> tuple[str, str]:
    name, *parameters = (part.strip().lower() for part in (content_type or "").split(";"))
    values = dict(parameter.partition("=")[::2] for parameter in parameters)
    return name, values.get("charset", "").strip('"')


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"the request is not UTF-8: {error.reason} at byte {error.start}") from error


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # UnicodeDecodeError is one
        raise ProtocolError(400, f"the parameters cannot be read: {error}") from error


def _from_pairs(pairs: list[tuple[str, str]]) -> QueryRequest:
    if any(name == "update" for name, _ in pairs):
        raise ProtocolError(403, "updates are refused; a build is read-only")
    unknown = next((name for name, _ in pairs if name not in ("query", *_GRAPHS, *FORMAT)), None)
    if unknown is not None:
        available = ", ".join(("query", *_GRAPHS, FORMAT[0]))
        raise ProtocolError(400, f"{unknown[:80]}: not a parameter (available: {available})")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise ProtocolError(400, f"expected exactly one query, found {len(queries) or 'none'}")
    return QueryRequest(
        queries[0],
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        _accept([value for name, value in pairs if name in FORMAT]),
    )


def asked_format(parameters: Iterable[tuple[str, str]], offered: Sequence[str]) -> str | None:
    """The Accept header that stands for the format which the address of a thing asks for; None where it names none.

    Args:
        parameters: names and values; all but those for a format are passed over.
        offered: the media types that the thing has.

    Raises:
        ProtocolError: the format is not known, or not one of a thing.
    """
    known = {"html": "text/html"} | _SHORT_FORMATS
    had = {name: accept for name, accept in known.items() if choose(accept, offered) is not None}
    return _accept([value for name, value in parameters if name in FORMAT], had)


def _accept(formats: list[str], known: Mapping[str, str] = _SHORT_FORMATS) -> str | None:
    """The Accept header that asks for a format by a short name or its media type; None where none is named."""
    if not formats:
        return None
    name = formats[-1].strip().lower()
    accept = known.get(name, name if "/" in name else None)
    if accept is None:
        raise ProtocolError(400, f"{name[:80]}: not a format (available: {', '.join(known)})")
    return accept
