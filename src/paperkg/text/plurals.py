"""Plurals: the singular of an English noun, by its ending and by lists of the nouns that follow no ending.

Whatever may be a singular stays as it is: "bias", "series", "analysis", "fps".
"""

from functools import lru_cache

_IRREGULAR = {
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "vortices": "vortex", "appendices": "appendix",
    "simplices": "simplex", "helices": "helix", "cortices": "cortex", "corpora": "corpus", "criteria": "criterion",
    "phenomena": "phenomenon", "nuclei": "nucleus", "stimuli": "stimulus", "hypotheses": "hypothesis",
    "syntheses": "synthesis", "parentheses": "parenthesis", "prostheses": "prosthesis", "analyses": "analysis",
    "diagnoses": "diagnosis", "prognoses": "prognosis", "children": "child", "quizzes": "quiz", "leaves": "leaf",
    "halves": "half", "shelves": "shelf", "wolves": "wolf", "knives": "knife",
}  # fmt: skip
"""Plurals by the end of a word: "submatrices" are of a "submatrix"."""

_SHORT_IRREGULAR = {"axes": "axis", "crises": "crisis", "theses": "thesis", "lives": "life", "loci": "locus"}
"""Plurals that longer words only seem to end in: "relaxes", "olives"."""

_IN_S = (
    "bias", "lens", "atlas", "alias", "canvas", "chaos", "cosmos", "ethos", "news", "means", "series", "species",
    "headquarters", "whereas", "pancreas", "virus", "campus", "status", "bonus", "corpus", "census", "focus",
    "consensus", "apparatus", "genius", "chorus", "radius", "nucleus", "stimulus", "octopus", "syllabus", "surplus",
    "thesaurus", "calculus", "modulus", "nexus", "fetus", "bayes", "gibbs", "hawkes", "stokes", "keras", "pandas",
    "kubernetes", "postgres",
)  # fmt: skip
"""Singulars in "s", by the end of a word; they take "es" in the plural."""

_SHORT_IN_S = frozenset(("gas", "biogas", "bus", "minibus", "plus", "minus", "texas", "kansas", "mars"))
"""Singulars that longer words only seem to end in: "omegas", "abuses", "grammars"."""

_IN_E = ("caches", "niches", "headaches", "avalanches", "psyches", "impasses")
_IN_IE = (
    "movies", "cookies", "zombies", "selfies", "rookies", "calories", "sorties", "reveries", "prairies", "brownies",
    "smoothies", "newbies", "freebies", "genies", "pixies", "hoodies", "neckties",
)  # fmt: skip
_IN_OE = frozenset(("shoes", "horseshoes", "snowshoes", "canoes", "oboes", "tiptoes"))
_COUNTED_IN_IC = (
    "metrics", "topics", "heuristics", "critics", "clinics", "characteristics", "fabrics", "classics", "mosaics",
    "relics", "medics", "comics", "logics", "conics", "picnics", "graphics",
)  # fmt: skip
"""Plurals in "ics"; the others are names of fields: "robotics", "fluid dynamics"."""

_IN_I_OR_U = ("gpus", "cpus", "tpus", "npus", "menus", "apis", "guis", "kpis", "emojis", "wikis")
_SHORT = frozenset(("ads", "ids", "ops"))
"""Plurals of three letters; other words as short are acronyms: "gps", "fps", "sos"."""


def _is_in_s(word: str) -> bool:
    return word in _SHORT_IN_S or word.endswith(_IN_S)


def _irregular(word: str) -> str | None:
    if word in _SHORT_IRREGULAR:
        return _SHORT_IRREGULAR[word]
    return next((word.removesuffix(end) + one for end, one in _IRREGULAR.items() if word.endswith(end)), None)


def _is_singular(word: str) -> bool:
    """Whether a word is none of the plurals in "s"."""
    if not word.endswith("s") or not word[-2:-1].isalpha() or (len(word) < 4 and word not in _SHORT):
        return True
    if word.endswith(_IN_I_OR_U):
        return False
    if word.endswith("ics"):
        return not word.endswith(_COUNTED_IN_IC)
    return word.endswith(("ss", "us", "is")) or _is_in_s(word)


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """The singular of a lower-case English noun: "queries" gives "query", "losses" "loss", "matrices" "matrix".

    The "s" after a digit stays, which names a size: "yolov5s".
    """
    if (irregular := _irregular(word)) is not None:
        return irregular
    if _is_singular(word):
        return word
    if len(word) > 4 and word.endswith("ies") and not word.endswith(_IN_IE):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "tzes", "zzes")) and len(word) > 4 and not word.endswith(_IN_E):
        return word[:-2]
    if word.endswith("oes") and len(word) > 5 and word not in _IN_OE:
        return word[:-2]
    return word[:-2] if word.endswith("es") and _is_in_s(word[:-2]) else word[:-1]
