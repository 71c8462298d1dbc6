"""Which service knows a paper by which id."""

import re
from collections.abc import Iterable

from paperkg.errors import OptionError

_DOI_LINK = r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?"
_ARXIV_LINK = rf"(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*|{_DOI_LINK}10\.48550/arxiv\.)?"

_KINDS = tuple(
    (service, re.compile(form, re.IGNORECASE))
    for service, form in (
        ("arxiv", _ARXIV_LINK + r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"),
        ("crossref", _DOI_LINK + r"(10\.\d{4,9}/\S+)"),
        ("openalex", r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d{4,})"),
        ("semanticscholar", r"(?:https?://www\.semanticscholar\.org/paper/(?:[^/]+/)?)?([0-9a-f]{40}|CorpusId:\d+)"),
        (
            "acl",
            r"(?:https?://(?:www\.)?aclanthology\.org/)?(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d\d-\d{4})(?:\.pdf|/)?",
        ),
        ("pubmed", r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:\s*)?(\d{1,8})/?"),
    )
)
"""The forms of ids, the most particular first; an arXiv DOI is an arXiv id."""


def service_of(identifier: str) -> tuple[str, str] | None:
    """The service that knows an id, and the id as that service writes it.

    >>> service_of("https://arxiv.org/abs/2112.03570v2"), service_of("doi:10.1038/nbt.3780")
    (('arxiv', '2112.03570'), ('crossref', '10.1038/nbt.3780'))
    """
    for service, form in _KINDS:
        if match := form.fullmatch(identifier.strip()):
            return service, match[1]
    return None


def sort_identifiers(identifiers: Iterable[str]) -> dict[str, list[str]]:
    """The ids by the service that knows them, each once; what stands after "#" is a remark.

    Raises:
        OptionError: text that is no id.
    """
    found: dict[str, list[str]] = {}
    for given in identifiers:
        text = given.partition("#")[0].strip()
        if not text:
            continue
        known = service_of(text)
        if known is None:
            raise OptionError(
                f"{text}: not an id of a paper (available: arXiv, DOI, OpenAlex, Semantic Scholar, ACL, PubMed)"
            )
        service, identifier = known
        if identifier not in found.setdefault(service, []):
            found[service].append(identifier)
    return found
