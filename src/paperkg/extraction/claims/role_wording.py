"""What the wording of a sentence settles about roles, whatever the trained model says.

A thing that the paper says it does not use is not used; names in one enumeration have one role; and what authors "call"
or "obtain" is theirs.
"""

import re
from collections.abc import Sequence

from paperkg.extraction.claims.denials import is_denied_at, list_opening
from paperkg.extraction.claims.familiarity import papers_with
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.model import Role

_SHARED = frozenset((Role.USES, Role.MENTIONS, Role.COMPARES_WITH))
"""The roles that one enumeration does not mix."""
_DENIABLE = frozenset((Role.USES, Role.EVALUATES_ON))
"""The roles that a paper does not give to what it sets aside."""
_AVOIDED = re.compile(
    r"\b(?:avoid|eliminat|circumvent|bypass|sidestep|free\sof|absence\sof|lack\sof|without)\w*\s[^,;]*$"
)
_OUTDONE = re.compile(
    r"\b(?:(?i:which|that|and|it|we)|(?i:our)\s(?:[\w-]+\s){0,3}?[\w-]+)\s(?:\w+ly\s)?(?:outperform|surpass|beat|exceed)(?:e?s)?\s"
    r"(?:[a-z-]+\s){0,2}$"
)
_ENDS = re.compile(r"\s?(?:[,.;:(]|$)|\s(?:and|or|on|by|in|with|across|for|at|while|as|under|when)\b")
_JOINED = re.compile(r"[\s,]*(?:and|or|&|as well as)?\s*")
_COINED = re.compile(
    r"""\b(?: (?:we|and|then|is|are|which)\s(?:\w+ly\s)?(?:call|called|name|named|dub|dubbed|term|termed)
      \s(?:(?:it|this|them|these|the\sresult(?:ing)?|the|our)(?:\s[\w-]+){0,3}?\s)?
    | (?:we|and|to)\s(?:\w+ly\s)?(?:obtain|arrive\sat|yield|get)\s
    | the\sresulting\s(?:[\w-]+\s){0,2}?(?:is\s)?(?:called\s)?
    | (?:which|that)\swe\s(?:call|name|dub|term|refer\sto\sas)\s
    )["'“‘]?$""",
    re.VERBOSE,
)


def worded_role(paper: TokenizedPaper, index: int, likely: Role) -> Role:
    """The role of an entity, corrected by the words around its mentions."""
    entity, places = paper.entities[index], paper.places[index]
    deniable = likely in _DENIABLE or (likely is Role.ADDRESSES and not any(_is_avoided(paper, at) for at in places))
    if deniable and places and all(is_denied_at(paper, at) for at in places if paper.homes[at]):
        return Role.MENTIONS if any(paper.homes[at] for at in places) else likely
    if likely is Role.USES and any(_is_outdone(paper, at) for at in places if paper.homes[at]):
        return Role.COMPARES_WITH
    if likely is not Role.INTRODUCES and entity.named and not papers_with(entity):
        first = next((at for at in places if paper.homes[at]), OUTSIDE)
        if first != OUTSIDE:
            opening = paper.text[paper.sentences[paper.homes[first]].start : paper.starts[first]]
            if _COINED.search(opening):
                return Role.INTRODUCES
    return likely


def _is_outdone(paper: TokenizedPaper, at: int) -> bool:
    """Whether the own work outperforms what is mentioned, and not "existing X mechanisms"."""
    return bool(_ENDS.match(paper.text, paper.ends[at]) and _OUTDONE.search(list_opening(paper, at)))


def _is_avoided(paper: TokenizedPaper, at: int) -> bool:
    """Whether a paper works on a task where it names it: in the title, or as a problem that it avoids."""
    opening = paper.text[paper.sentences[paper.homes[at]].start : paper.starts[at]]
    return paper.homes[at] == 0 or bool(_AVOIDED.search(opening.lower()))


def shared_roles(paper: TokenizedPaper, roles: Sequence[Role], sure: Sequence[float]) -> list[Role]:
    """The roles, where names of one type in one enumeration take that of the surest of them."""
    out = list(roles)
    for group in _enumerations(paper):
        kinds = {paper.entities[index].type.kind.role_group for index in group}
        if len(kinds) == 1 and {roles[index] for index in group} <= _SHARED:
            best = roles[max(group, key=lambda index: (sure[index], -index))]
            for index in group:
                out[index] = best
    return out


def _enumerations(paper: TokenizedPaper) -> list[list[int]]:
    """The entities of each enumeration of names, those that are mentioned there alone first of all."""
    found: list[list[int]] = []
    last = OUTSIDE
    for at, owner in enumerate(paper.owners):
        if owner == OUTSIDE:
            continue
        joined = (
            last != OUTSIDE
            and paper.homes[last] == paper.homes[at] != 0
            and bool(_JOINED.fullmatch(paper.text, paper.ends[last], paper.starts[at]))
        )
        if joined and len(paper.places[owner]) == 1 and len(paper.places[paper.owners[last]]) == 1:
            if found and found[-1][-1] == paper.owners[last]:
                found[-1].append(owner)
            else:
                found.append([paper.owners[last], owner])
        last = at
    return found
