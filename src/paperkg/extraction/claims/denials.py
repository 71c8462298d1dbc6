"""Which mentions a sentence sets aside: "we use no dropout", "neither X nor Y is applied", "X rather than Y"."""

import re

from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper

# Each ends right before the first name of an enumeration; a few adjectives may stand in between.
_DENIED = re.compile(
    r"""(?: \b(?:no|without|neither|nor|unlike) (?:\sthe|\sany|\susing|\srelying\son|\srequiring|\suse)?
    | \b(?:rather\sthan|instead\sof|in\scontrast\s(?:to|with)|as\sopposed\sto|free\sof|in\splace\sof
      |(?:avoid|circumvent|bypass|eliminat|obviat|sidestep|omit|eschew|abandon)(?:t?ing|e|s|es)?|(?:dispens(?:es|e|ing)|do(?:es|ing)?\saway)\swith
      |forgo(?:es|ing)?|absence\sof|none\sof|lack\sof)
      (?:\sthe)?(?:\sneed\s(?:for|to\suse)|\susing|\srelying\son|\suse\sof)?
    | (?:\b(?:not|never|nor|neither|cannot)|n\s?['’]\s?t)\s(?!only\b)(?:\w+\s){0,2}?
      (?:use|using|used|employ|employing|rely\son|relying\son|require|requiring|need|needing|apply|applying|adopt
      |perform|based\son|built\son|evaluated?\son|test(?:ed)?\son|train(?:ed)?\s(?:with|on)|ask\s(?:\w+\s){1,2}for|involve|include|depend\son|assume|resort\sto|make\suse\sof)(?:\sany|\sthe)?
    ) (?:\s[a-z-]+){0,2}\s?$""",
    re.VERBOSE,
)
_DENIED_AFTER = re.compile(
    r"^\s(?:is|are|was|were)\s(?:\w+\sbut\s)?(?:not|never)\s(?:used|applied|needed|required|employed|evaluated|performed|necessary|involved)\b"
)
_LIST = re.compile(r"^[\s,]*(?:and|or|nor|&)?\s*$")
_CLAUSE_END = re.compile(r"\b(?:but|which|that|because|while|although)\b|[.;:]")


def list_opening(paper: TokenizedPaper, at: int) -> str:
    """The sentence up to the enumeration of names that the mention at token `at` is in."""
    first, _ = paper.bounds[paper.homes[at]]
    start = at
    for k in range(at - 1, first - 1, -1):
        if paper.owners[k] != OUTSIDE:
            start = k
        elif not _LIST.match(paper.text[paper.starts[k] : paper.ends[k]]):
            break
    return paper.text[paper.starts[first] : paper.starts[start]]


def is_denied_at(paper: TokenizedPaper, at: int) -> bool:
    """Whether the sentence sets the entity aside that it mentions at token `at`."""
    first, last = paper.bounds[paper.homes[at]]
    direct = paper.text[paper.starts[first] : paper.starts[at]]
    for opening in (list_opening(paper, at), direct):
        found = _DENIED.search(opening.lower())
        if found and not _CLAUSE_END.search(found.group()):
            return True
    return bool(_DENIED_AFTER.match(paper.text[paper.ends[at] : paper.ends[last - 1]]))
