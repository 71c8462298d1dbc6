"""Small builds made by hand, for the tests of exporters: no extraction runs here.

`write_build` takes papers in the form of the annotation guidelines and writes the tables of a build;
`toy_records` invents a corpus, the same on every machine.
"""

import itertools
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.kinds import EntityType
from paperkg.model import Role
from paperkg.text.keys import name_key, slug

Record = dict[str, Any]
Row = dict[str, Any]
_BREAK = re.compile(r"(?<=[.!?])\s+|\n")
_NUMBER = re.compile(r"[\d.]+")


@dataclass
class _Tables:
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})
    labels: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    aliases: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    papers_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [span for span in [*spans, (start, len(text))] if span[1] > span[0]]


def _mentions(text: str, entities: list[Record]) -> list[tuple[int, int, int]]:
    """All places of the entities' aliases, the longest first, none overlapping: (start, end, entity)."""
    taken: list[tuple[int, int, int]] = []
    pairs = sorted(
        ((alias, i) for i, entity in enumerate(entities) for alias in entity["aliases"] if alias),
        key=lambda pair: -len(pair[0]),
    )
    for alias, i in pairs:
        for match in re.finditer(re.escape(alias), text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), i))
    return sorted(taken)


def _year_month(date: str | None) -> tuple[int | None, int | None]:
    match = re.match(r"(\d{4})(?:-(\d\d))?", date or "")
    if not match:
        return None, None
    return int(match[1]), int(match[2]) if match[2] else None


def _add_paper(tables: _Tables, record: Record) -> None:
    paper_id = "paper:" + record["id"]
    text = f"{record['title']}\n{record['abstract']}"
    year, month = _year_month(record.get("date"))
    known = {name: record.get(name) for name in SCHEMAS["papers"].names}
    tables.rows["papers"].append(
        known
        | {"paper_id": paper_id, "year": year, "month": month, "authors": record.get("authors", [])}
        | {"sources": ["toy:1"]}
    )
    spans = _sentences(text)
    used: set[tuple[int, int]] = set()

    def sentence_at(start: int) -> str:
        span = next(s for s in reversed(spans) if s[0] <= start)
        used.add(span)
        return f"{paper_id}@{span[0]}-{span[1]}"

    ids = _add_entities(tables, record, paper_id, text, sentence_at)
    _add_claims(tables, record, paper_id, text, sentence_at, ids)
    tables.rows["sentences"] += [
        {
            "sentence_id": f"{paper_id}@{s}-{e}",
            "paper_id": paper_id,
            "start": s,
            "end": e,
            "text": text[s:e],
        }
        for s, e in sorted(used)
    ]


def _add_entities(tables: _Tables, record: Record, paper_id: str, text: str, sentence_at: Any) -> dict[str, str]:
    entities = record["entities"]
    ids = {e["name"]: f"{e['type'].lower()}:{slug(name_key(e['name']))}" for e in entities}
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end, i in _mentions(text, entities):
        places[ids[entities[i]["name"]]].append((start, end))
    best: dict[str, Record] = {}
    for entity in entities:
        best.setdefault(ids[entity["name"]], entity)
    for entity_id, entity in best.items():
        spans = places.get(entity_id)
        if not spans:
            continue
        tables.labels.setdefault(entity_id, (entity["name"], entity["type"], entity["named"]))
        tables.papers_of[entity_id].add(paper_id)
        for start, end in spans:
            tables.aliases[entity_id][text[start:end]] += 1
            tables.rows["mentions"].append(
                {"paper_id": paper_id, "entity_id": entity_id, "start": start, "end": end}
                | {"text": text[start:end], "sentence_id": sentence_at(start)}
            )
        tables.rows["statements"].append(
            {"paper_id": paper_id, "role": entity["role"], "entity_id": entity_id}
            | {"mentions": len(spans), "confidence": round(0.5 + 0.45 * len(spans) / (1 + len(spans)), 3)}
            | {"rules": ["toy"], "sentence_ids": list(dict.fromkeys(sentence_at(s) for s, _ in spans))[:3]}
        )
    return {name: i for name, i in ids.items() if i in places}


def _add_claims(
    tables: _Tables, record: Record, paper_id: str, text: str, sentence_at: Any, ids: dict[str, str]
) -> None:
    for k, result in enumerate(record.get("results", ())):
        start = max(text.find(result["value"]), 0)
        number = _NUMBER.search(result["value"])
        tables.rows["results"].append(
            {"result_id": f"result:{paper_id[6:]}-{k}", "paper_id": paper_id, "value": result["value"]}
            | {part: ids.get(result.get(part) or "") for part in ("subject", "benchmark", "metric")}
            | {"number": number[0].strip(".") if number else "0", "kind": result["kind"]}
            | {"unit": "%" if "%" in result["value"] else None, "baseline": None}
            | {"start": start, "end": start + len(result["value"]), "sentence_id": sentence_at(start)}
            | {"confidence": 0.8, "rules": ["toy"]}
        )
    for head, relation, tail in record.get("relations", ()):
        if head in ids and tail in ids and ids[head] != ids[tail]:
            tables.rows["relations"].append(
                {"head": ids[head], "relation": relation, "tail": ids[tail], "paper_id": paper_id}
                | {"sentence_id": sentence_at(text.find(head) if head in text else 0)}
                | {"confidence": 0.7, "rules": ["toy"]}
            )


def _add_entity_rows(tables: _Tables, paper_count: int) -> None:
    together: Counter[tuple[str, str]] = Counter()
    per_paper: dict[str, list[str]] = defaultdict(list)
    for entity_id, papers in tables.papers_of.items():
        label, kind, named = tables.labels[entity_id]
        mentions = sum(tables.aliases[entity_id].values())
        tables.rows["entities"].append(
            {"entity_id": entity_id, "label": label, "type": kind, "type_share": 1.0, "named": named}
            | {"papers": len(papers), "mentions": mentions, "confidence": 0.9, "links": []}
        )
        tables.rows["aliases"] += [
            {"entity_id": entity_id, "alias": alias, "mentions": n} for alias, n in tables.aliases[entity_id].items()
        ]
        for paper in papers:
            per_paper[paper].append(entity_id)
    for members in per_paper.values():
        together.update(itertools.combinations(sorted(members), 2))
    for (a, b), n in together.items():
        joint = n / paper_count
        product = len(tables.papers_of[a]) * len(tables.papers_of[b]) / paper_count**2
        npmi = 1.0 if joint == 1 else math.log(joint / product) / -math.log(joint)
        tables.rows["cooccurrences"].append({"entity_a": a, "entity_b": b, "papers": n, "npmi": round(npmi, 3)})


def write_build(directory: Path, records: Iterable[Record]) -> Path:
    """Writes the tables of a build of `records` into `directory` and returns it."""
    tables = _Tables()
    for record in records:
        _add_paper(tables, record)
    _add_entity_rows(tables, max(len(tables.rows["papers"]), 1))
    (directory / "tables").mkdir(parents=True, exist_ok=True)
    for name, schema in SCHEMAS.items():
        rows = sorted(tables.rows[name], key=lambda row: tuple(row[k] for k in SORT_KEYS[name]))
        pq.write_table(pa.Table.from_pylist(rows, schema), directory / "tables" / f"{name}.parquet")
    counts = {name: len(rows) for name, rows in tables.rows.items()}
    manifest = {"version": "0.1.0", "inputs": [], "counts": counts}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory


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


def _entity(name: str, kind: EntityType, role: Role) -> Record:
    return {"name": name, "type": kind, "named": name[:1].isupper(), "role": role, "aliases": [name]}


def toy_records(papers: int = 30, seed: int = 7) -> list[Record]:
    """Papers of a made-up corpus: about seven entities, a result and a relation each."""
    rng = random.Random(seed)
    records = []
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
        records.append(
            {"id": f"toy{i:04d}", "title": f"{own}: {named[EntityType.TASK]} at scale", "abstract": abstract}
            | {"date": f"{2022 + i % 3}-{1 + i % 12:02d}-15", "url": f"https://example.org/{i}"}
            | {
                "entities": [_entity(own, EntityType.METHOD, Role.INTRODUCES)]
                + [_entity(name, kind, _ROLES[kind]) for name, kind in chosen]
            }
            | {"results": [{"subject": own, "benchmark": bench, "metric": metric, "value": value, "kind": "absolute"}]}
            | {"relations": [[own, "outperforms", rival], [own, "based_on", chosen[0][0]]]}
        )
    return records
