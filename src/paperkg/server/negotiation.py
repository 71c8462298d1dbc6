"""Content negotiation: which of the forms at hand a client likes best (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence


def parse_accept(header: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights, parameters other than q left out.

    >>> parse_accept("text/turtle, */*;q=0.1")
    [('text/turtle', 1.0), ('*/*', 0.1)]
    """
    ranges = []
    for item in header.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if "/" not in name:
            continue
        ranges.append((name.lower(), _weight(parameters)))
    return ranges


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """The media type of `offered` (best of ours first) that the client likes best; None where it likes none.

    A client that says nothing gets our first.
    """
    if header is None or not header.strip():
        return offered[0]
    ranges = parse_accept(header)
    best, best_weight = None, 0.0
    for kind in offered:
        weight = _weight_of(kind, ranges)
        if weight > best_weight:
            best, best_weight = kind, weight
    return best


def _weight_of(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that holds a media type."""
    family = kind.partition("/")[0] + "/*"
    for wanted in (kind, family, "*/*"):
        weights = [weight for name, weight in ranges if name == wanted]
        if weights:
            return max(weights)
    return 0.0
