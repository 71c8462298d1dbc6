"""How familiar a name is: the papers of a large corpus that use it, by the shipped lexicon.

A name that many papers use is hardly what this paper introduces.
"""

from functools import cache

from paperkg.extraction.rules.lexicon import shipped_lexicon
from paperkg.model import PaperEntity
from paperkg.text.keys import name_key


@cache
def _papers() -> dict[str, int]:
    """Number of papers by folded name, the largest where entries share a form."""
    known: dict[str, int] = {}
    for entry in shipped_lexicon():
        for form in (entry.name, *entry.aliases):
            key = name_key(form)
            known[key] = max(entry.papers, known.get(key, 0))
    return known


def papers_with(entity: PaperEntity) -> int:
    """Papers that use the commonest of the entity's forms; 0 for a name that the lexicon does not have."""
    known = _papers()
    return max((known.get(name_key(alias), 0) for alias in entity.aliases), default=0)


def familiarity_features(entity: PaperEntity) -> list[str]:
    """Features of the name's familiarity, alone and with its being a proper name."""
    count = papers_with(entity)
    return [f"papers_bits={min(count.bit_length(), 11)}", f"in_lexicon={count > 0}"] + [
        f"papers_{limit}_up,named={count >= limit} {entity.named}" for limit in (1, 20, 200)
    ]
