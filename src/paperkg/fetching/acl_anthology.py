"""The ACL Anthology: volumes, from the XML files that it is made of, one file for each venue and year."""

import re
from collections.abc import Sequence

from paperkg.errors import OptionError
from paperkg.fetching.service import BrokenPageError, Page, Request, Service

_FOLDER = "acl-org/acl-anthology/master/data/xml"
_VOLUME = re.compile(r"(?P<file>\d{4}\.[a-z0-9_]+)(?:-(?P<volume>[a-z0-9_]+)(?:\.(?P<paper>\d+))?)?")
_OLD = re.compile(r"(?P<file>[A-Z]\d\d)(?:-(?P<rest>\d{1,4}))?")


def _search(query: str) -> list[Request]:
    """All volumes of a venue and year, "2024.acl", or one of them, "2024.acl-long"; old ones are "P19" and "P19-1".

    Raises:
        OptionError: no such name.
    """
    return [_request(name) for name in query.split()]


def _look_up(identifiers: Sequence[str]) -> list[Request]:
    return [_request(identifier) for identifier in identifiers]


def _request(name: str) -> Request:
    if match := _VOLUME.fullmatch(name):
        part = "/".join(filter(None, (match["volume"], match["paper"])))
    elif match := _OLD.fullmatch(name):
        part = _old_part(match["file"], match["rest"] or "")
    else:
        raise OptionError(f"{name}: not a volume or paper of the ACL Anthology, such as 2024.acl-long or P19-1001")
    return Request(f"{_FOLDER}/{match['file']}.xml", volume=part or None)


def _old_part(file: str, rest: str) -> str:
    """ "P19-1001" is paper 1 of volume 1; workshops (W) have two digits for the volume and two for the paper."""
    if len(rest) <= 2:
        return rest.lstrip("0") or rest
    digits = 2 if file[0] == "W" or (file in ("C69", "D19") and rest[0] in "56") else 1
    return f"{int(rest[:digits])}/{int(rest[digits:])}"


def _read_page(request: Request, body: bytes) -> Page:
    """The volume or paper that is wanted, in an envelope of its own."""
    if b"</collection>" not in body:
        raise BrokenPageError("no whole XML file of the Anthology")
    if request.volume is None:
        return Page()
    volume, _, paper = request.volume.partition("/")
    element = _element(body, b"volume", volume)
    if element is None:
        return Page(records=b"")
    if paper:
        wanted = _element(element, b"paper", paper) or b""
        head = re.match(rb"<volume\b.*?(?=<paper\b|<frontmatter\b)", element, re.DOTALL)
        element = (head[0] if head else b"<volume>") + wanted + b"</volume>"
    opening = re.search(rb"<collection\b[^>]*>", body)
    return Page(records=(opening[0] if opening else b"<collection>") + element + b"</collection>")


def _element(body: bytes, name: bytes, identifier: str) -> bytes | None:
    pattern = rb'<%b\b[^>]*\bid="%b"[^>]*>.*?</%b>' % (name, re.escape(identifier.encode()), name)
    found = re.search(pattern, body, re.DOTALL)
    return found[0] if found else None


ACL = Service(
    address="https://raw.githubusercontent.com",
    format="acl_xml",
    interval=0.5,
    search=_search,
    look_up=_look_up,
    read_page=_read_page,
    missing=frozenset((404,)),
    example="2024.acl-long",
)
