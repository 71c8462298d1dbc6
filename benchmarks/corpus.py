"""Large builds, invented: the shape of a real corpus without the hours that extraction takes.

Entities follow Zipf's law, as they do in real abstracts; every mention stands in its text. What is invented is linked
and tabulated as what is extracted would be.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from paperkg.arrow import EXTRACTION_SCHEMA, outcomes_to_batch
from paperkg.batching import batched
from paperkg.database import create_table, scratch_database
from paperkg.graph.folder import new_build, write_manifest
from paperkg.graph.tabulate import tabulate
from paperkg.kinds import EntityType
from paperkg.linking import link
from paperkg.model import EntityRelation, Extraction, Paper, PaperEntity, Relation, Result, ResultKind, Role, Span

_TYPES = tuple(EntityType(name) for name in "Method Method Method Task Model Benchmark Metric Software".split())
_ROLES = tuple(Role)
_START = "We look closely at "
_ADJECTIVES = "spectral sparse neural causal latent robust gated federated lazy modular convex random".split()
_NOUNS = "pruning decoding search attention routing sampling parsing ranking coding tuning fusion caching".split()


def big_build(directory: Path, papers: int, each: int = 12, seed: int = 1) -> Path:
    """Writes a build of `papers` papers with about `each` entities and returns its folder.

    One entity occurs for every two papers; each has a result and a relation.
    """
    rng = np.random.default_rng(seed)
    entities = max(papers // 2, each * 2)
    popularity = 1 / (rng.permutation(entities) + 3.0) ** 0.9
    drawn = rng.choice(entities, size=(papers, each), p=popularity / popularity.sum())
    dates = zip(rng.integers(2015, 2026, papers).tolist(), rng.integers(1, 13, papers).tolist(), strict=True)
    extractions = (
        _extraction(number, f"{year}-{month:02d}-01", np.unique(row).tolist())
        for number, (row, (year, month)) in enumerate(zip(drawn, dates, strict=True))
    )
    batches = map(outcomes_to_batch, batched(extractions, 1000))
    with new_build(directory) as fresh:
        with scratch_database(fresh) as database:
            create_table(database, "extractions", EXTRACTION_SCHEMA, batches)
            counts = tabulate(link(database), fresh)
        write_manifest(fresh, (), counts)
    return directory


def _name(entity: int) -> str:
    return f"{_ADJECTIVES[entity % 12]} {_NOUNS[entity // 12 % 12]} {entity}"


def _extraction(number: int, date: str, entities: list[int]) -> Extraction:
    """A paper with a sentence about each of its entities; the last one has a result and a relation."""
    title = f"On {_name(entities[0])} and {_name(entities[-1])} ({number})"
    said = [f"{_START}{_name(entity)} and report what follows for large inputs in practice." for entity in entities]
    value = f"{number % 1000 / 10:.1f}%"
    said[-1] += f" {value}"
    paper = Paper(
        id=f"p{number:07d}",
        title=title,
        abstract=" ".join(said),
        authors=("A. Author",),
        date=date,
        url=f"https://example.org/{number}",
        sources=(f"bench:{number + 1}",),
    )
    ends = list(accumulate((len(sentence) + 1 for sentence in said), initial=len(title)))
    sentences = tuple(Span(start + 1, end) for start, end in pairwise(ends))
    found = tuple(_entity(entity, number, sentence) for entity, sentence in zip(entities, sentences, strict=True))
    names = [entity.name for entity in found]
    place = Span(sentences[-1].end - len(value), sentences[-1].end)
    result = Result(
        subject=names[0],
        benchmark=_first(EntityType.BENCHMARK, found),
        metric=_first(EntityType.METRIC, found),
        value=value,
        kind=ResultKind.ABSOLUTE,
        span=place,
        evidence=sentences[-1],
        unit="%",
        confidence=0.8,
    )
    relation = EntityRelation(
        head=names[0], relation=Relation.OUTPERFORMS, tail=names[-1], evidence=sentences[-1], confidence=0.7
    )
    return Extraction(
        paper=paper,
        entities=found,
        results=(result,),
        relations=(relation,),
        sentences=(Span(0, len(title)), *sentences),
    )


def _first(kind: EntityType, entities: Sequence[PaperEntity]) -> str | None:
    return next((entity.name for entity in entities if entity.type is kind), None)


def _entity(entity: int, paper: int, sentence: Span) -> PaperEntity:
    """An entity where its sentence names it."""
    name = _name(entity)
    start = sentence.start + len(_START)
    return PaperEntity(
        name=name,
        type=_TYPES[entity % len(_TYPES)],
        named=False,
        role=_ROLES[(paper + entity) % len(_ROLES)],
        aliases=(name,),
        mentions=(Span(start, start + len(name)),),
        confidence=0.5 + (paper + entity) % 50 / 100,
        rules=(),
        evidence=(sentence,),
    )
