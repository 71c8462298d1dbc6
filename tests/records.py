"""Annotated records to make builds of: three that hold everything, and a corpus of any size."""

import random
from typing import Any

from builds import Record
from paperkg.graph.row_types import PaperRow
from paperkg.kinds import EntityType
from paperkg.model import Paper, Relation, ResultKind, Role

AWKWARD = 'A "quoted" back\\slash, tab\t, \U0001f600, \u202eright to left\u202c, \x07 bell & <b>]]></b> {|^`}'


def _entity(name: str, kind: EntityType, role: Role, *others: str, named: bool = True, **more: Any) -> Record:
    """An entity that goes by its name and by other forms."""
    return {"name": name, "type": kind, "named": named, "role": role, "aliases": [name, *others]} | more


def paper_row(paper: Paper) -> PaperRow:
    """The row of a paper without a date."""
    return {
        "paper_id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "author_count": paper.author_count,
        "affiliation": paper.affiliation,
        "date": None,
        "year": None,
        "month": None,
        "url": paper.url,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "pubmed_id": paper.pubmed_id,
        "venue": paper.venue,
        "upvotes": paper.upvotes,
        "sources": list(paper.sources),
        "notes": list(paper.notes),
    }


def tiny_records() -> list[Record]:
    """Three papers with every type, role, relation and kind of result, and awkward text."""
    fast = {"subject": "FastKey", "benchmark": "GSM8K", "metric": "accuracy"}
    reached = {"value": "71.50%", "kind": ResultKind.ABSOLUTE, "unit": "%", "baseline": "70%", "spread": "0.3"}
    first = {
        "id": "p0000000001",
        "title": f"FastKey: {AWKWARD}",
        "abstract": "We present FastKey, faster than SlowKey. "
        "On GSM8K, FastKey with Llama-7B reaches an accuracy of 71.50%, up from 70%. "
        "FastKey is 3x faster in vLLM for question answering. "
        "See https://github.com/a/fastkey, and (https://fastkey.org/x).",
        "authors": ("Ada Löve", "B. O'Key"),
        "date": "2025-03-05",
        "url": "https://example.org/p 1",
        "doi": "10.1000/a<b>",
        "arxiv_id": "2503.01234",
        "pubmed_id": "38902",
        "venue": "TestConf",
        "affiliation": "Key Lab",
        "upvotes": 7,
        "sources": ("a.txt:1", "b.txt:2"),
        "entities": [
            _entity("FastKey", EntityType.METHOD, Role.INTRODUCES, confidence=0.9),
            _entity("SlowKey", EntityType.METHOD, Role.COMPARES_WITH),
            _entity("GSM8K", EntityType.BENCHMARK, Role.EVALUATES_ON),
            _entity("Llama-7B", EntityType.MODEL, Role.USES),
            _entity("accuracy", EntityType.METRIC, Role.MEASURES, named=False),
            _entity("vLLM", EntityType.SOFTWARE, Role.MENTIONS, links=("http://wikidata.org/entity/Q1 2", "no iri")),
            _entity("question answering", EntityType.TASK, Role.ADDRESSES, named=False),
        ],
        "results": [
            fast | reached,
            fast | reached | {"subject": None},
            {"subject": "FastKey", "value": "3x", "kind": ResultKind.RATIO, "unit": "x"},
        ],
        "relations": [
            ("FastKey", Relation.OUTPERFORMS, "SlowKey"),
            ("FastKey", Relation.EVALUATED_ON, "GSM8K"),
            ("FastKey", Relation.SOLVES, "question answering"),
            ("FastKey", Relation.BASED_ON, "Llama-7B"),
            ("FastKey", Relation.PART_OF, "vLLM"),
        ],
    }
    second = {
        "id": "p0000000002",
        "title": "Llama-7B and Llama again",
        "abstract": "FastKey gains 4 points on GSM8K and is two-fold faster.",
        "date": "Mar 5",
        "sources": ("b.txt:9",),
        "entities": [
            _entity("Llama-7B", EntityType.MODEL, Role.USES),
            _entity("Llama", EntityType.MODEL, Role.USES),
            _entity("FastKey", EntityType.SOFTWARE, Role.USES, confidence=0.3),
            _entity("GSM8K", EntityType.BENCHMARK, Role.EVALUATES_ON),
        ],
        "results": [
            {"benchmark": "GSM8K", "value": "4 points", "kind": ResultKind.DELTA, "unit": "points", "range_end": "5"},
            {"subject": "FastKey", "benchmark": "GSM8K", "value": "two-fold", "kind": ResultKind.RATIO, "unit": "x"},
        ],
        "relations": [("Llama-7B", Relation.VARIANT_OF, "Llama")],
    }
    third = {
        "id": "arXiv:2401/ü 1~",
        "title": "Nothing\rnew",
        "abstract": "Only C++ and A*-decoding here, A*-decoding {with braces} too.",
        "date": "2024-01",
        "entities": [
            _entity("C++", EntityType.SOFTWARE, Role.MENTIONS),
            _entity("A*-decoding", EntityType.METHOD, Role.MENTIONS, "A*-decoding {with braces}"),
        ],
    }
    return [first, second, third]


_NAMES: dict[EntityType, tuple[str, ...]] = {
    EntityType.METHOD: ("LoRA", "DP-SGD", "quantization", "speculative decoding", "chain-of-thought", "LiRA"),
    EntityType.MODEL: ("GPT-4", "LLaMA-7B", "BERT", "ResNet-50"),
    EntityType.BENCHMARK: ("MMLU", "GSM8K", "CIFAR-10", "WikiText2"),
    EntityType.SOFTWARE: ("vLLM", "PyTorch"),
    EntityType.TASK: ("membership inference", "question answering", "machine translation"),
    EntityType.METRIC: ("accuracy", "perplexity", "throughput"),
}
_ROLES: dict[EntityType, Role] = {
    EntityType.METHOD: Role.USES,
    EntityType.MODEL: Role.COMPARES_WITH,
    EntityType.BENCHMARK: Role.EVALUATES_ON,
    EntityType.SOFTWARE: Role.MENTIONS,
    EntityType.TASK: Role.ADDRESSES,
    EntityType.METRIC: Role.MEASURES,
}


def toy_records(papers: int = 30, seed: int = 7) -> list[Record]:
    """Papers of a made-up corpus: about seven entities, a result and two relations each."""
    rng = random.Random(seed)
    records: list[Record] = []
    for i in range(papers):
        own = f"Toy{i}Net"
        chosen = [
            (name, kind)
            for kind, names in _NAMES.items()
            for name in rng.sample(names, 2 if kind is EntityType.METHOD else 1)
        ]
        named = {kind: name for name, kind in chosen}
        value = f"{rng.randint(500, 990) / 10}%"
        bench, metric, rival = named[EntityType.BENCHMARK], named[EntityType.METRIC], named[EntityType.MODEL]
        abstract = (
            f"We propose {own}, which builds on {chosen[0][0]} and {chosen[1][0]} "
            f"for {named[EntityType.TASK]}. "
            f"{own} reaches {value} {metric} on {bench}, more than {rival}. "
            f"Our code runs on {named[EntityType.SOFTWARE]}."
        )
        entities = [_entity(name, kind, _ROLES[kind], named=name[:1].isupper()) for name, kind in chosen]
        records.append(
            {
                "id": f"paper:toy{i:04d}",
                "title": f"{own}: {named[EntityType.TASK]} at scale",
                "abstract": abstract,
                "date": f"{2022 + i % 3}-{1 + i % 12:02d}-15",
                "url": f"https://example.org/{i}",
                "sources": (f"toy:{i + 1}",),
                "entities": [_entity(own, EntityType.METHOD, Role.INTRODUCES), *entities],
                "results": [
                    {"subject": own, "benchmark": bench, "metric": metric, "value": value, "kind": ResultKind.ABSOLUTE}
                    | {"unit": "%"}
                ],
                "relations": [(own, Relation.OUTPERFORMS, rival), (own, Relation.BASED_ON, chosen[0][0])],
            }
        )
    return records
