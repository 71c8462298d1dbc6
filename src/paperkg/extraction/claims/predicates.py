"""Whether a sentence states a relation of two entities, or only names them."""

import re

from paperkg.extraction.claims.denials import is_denied_at
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper
from paperkg.model import Relation, Role

_BASED = re.compile(
    r"""\b(?: extend | build | built | fine-?\s?tun | finetun | based\b | us(?:e|es|ed|ing)\b | initiali[sz] | distill
    | replac | upon\b | on\stop\sof | leverag | employ | appl(?:y|ies|ied|ying) | adopt | adapt | integrat | combin
    | incorporat | inspired | deriv | train | power | via\b | through\b | with\b | by\b | from\b | variant | version
    | backbone | modif | augment | enhanc | improv | equip | utili[sz] | implement | unif | generali[sz] | couple
    | coupling | pair | add | insert | embed | merg | introduc | exploit | comput | perform | formulat | cast | model
    | as\b | into\b | in\b | of\b )""",
    re.VERBOSE | re.IGNORECASE,
)


def is_stated(paper: TokenizedPaper, head: int, relation: Relation, tail: int, home: int) -> bool:
    """Whether the sentence `home` can state the relation: it has a predicate, and does not set the tail aside."""
    first, last = paper.bounds[home]
    words = [
        paper.words[k] for k in range(first, last) if paper.owners[k] == OUTSIDE and paper.words[k].isalpha()
    ]
    if home and not any(word not in paper.lists.claims.enumeration for word in words):
        return False
    return True
