"""Large builds, invented: the shape of a real corpus without the hours that extraction takes.

Entities follow Zipf's law, as they do in real abstracts; every mention stands in its text.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.graph.schema import SCHEMAS
from paperkg.kinds import EntityType
from paperkg.model import Role
from paperkg.text.keys import slug

_TYPES = tuple(EntityType(name) for name in "Method Method Method Task Model Benchmark Metric Software".split())
_ROLES = tuple(Role)
_FIRST = "spectral sparse neural causal latent robust gated federated lazy modular convex random".split()
_LAST = "pruning decoding search attention routing sampling parsing ranking coding tuning fusion caching".split()


def big_build(directory: Path, papers: int, each: int = 12, seed: int = 1) -> Path:
    """Writes a build of `papers` papers with about `each` entities and returns its folder.

    One entity occurs for every two papers; each has a result and a relation.
    """
    rng = np.random.default_rng(seed)
    entities = max(papers // 2, each * 2)
    names = [f"{_FIRST[i % 12]} {_LAST[i // 12 % 12]} {i}" for i in range(entities)]
    kinds = [_TYPES[i % len(_TYPES)] for i in range(entities)]
    ids = [f"{kind.value.lower()}:{slug(name)}" for name, kind in zip(names, kinds, strict=True)]
    order = sorted(range(entities), key=ids.__getitem__)
    names, kinds, ids = [names[i] for i in order], [kinds[i] for i in order], [ids[i] for i in order]
    popularity = 1 / (rng.permutation(entities) + 3.0) ** 0.9
    drawn = rng.choice(entities, size=(papers, each), p=popularity / popularity.sum())
    members = [np.unique(row) for row in drawn]
    rows = _paper_rows(members, names, ids, rng)
    rows |= _entity_rows(members, names, kinds, ids)
    rows["cooccurrences"] = _pairs(members, ids, papers)
    (directory / "tables").mkdir(parents=True, exist_ok=True)
    for name, schema in SCHEMAS.items():
        columns: dict[str, Any] = rows.get(name, {})
        count = len(next(iter(columns.values()), ()))
        arrays = [pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(count, f.type) for f in schema]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), directory / "tables" / f"{name}.parquet")
    counts = {name: len(next(iter(c.values()))) for name, c in rows.items()}
    manifest = {"version": "0", "inputs": [], "digest": f"{papers} {each} {seed}", "counts": counts}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory


def _paper_rows(
    members: list[Any], names: list[str], ids: list[str], rng: np.random.Generator
) -> dict[str, dict[str, list[Any]]]:
    tables = ("papers", "sentences", "statements", "mentions", "results", "relations")
    rows: dict[str, dict[str, list[Any]]] = {table: {name: [] for name in SCHEMAS[table].names} for table in tables}
    for table, skipped in {
        "papers": "author_count affiliation doi arxiv_id venue upvotes",
        "results": "baseline",
    }.items():
        for name in skipped.split():
            del rows[table][name]

    def add(table: str, *values: Any) -> None:
        for column, value in zip(rows[table].values(), values, strict=True):
            column.append(value)

    digits = len(str(len(members)))
    for p, own in enumerate(members):
        paper = f"paper:p{p:0{digits}d}"
        title = f"On {names[own[0]]} and {names[own[-1]]} ({p})"
        year, month = 2015 + int(rng.integers(11)), 1 + int(rng.integers(12))
        text, at = title, len(title) + 1
        ends = []
        for k in own.tolist():
            sentence = f"We look closely at {names[k]} and report what follows from it for large inputs in practice."
            start = at + 19
            sentence_id = f"{paper}@{at}-{at + len(sentence)}"
            add("sentences", sentence_id, paper, at, at + len(sentence), sentence)
            add("mentions", paper, ids[k], start, start + len(names[k]), names[k], sentence_id)
            role = _ROLES[(p + k) % len(_ROLES)].value
            add("statements", paper, role, ids[k], 1, round(0.5 + (p + k) % 50 / 100, 3), ["bench"], [sentence_id])
            ends.append(sentence)
            at += len(sentence) + 1
        text = " ".join(ends)
        add(
            "papers",
            paper,
            title,
            text,
            ["A. Author"],
            f"{year}-{month:02d}-01",
            year,
            month,
            f"https://example.org/{p}",
            ["bench:1"],
        )
        value = f"{p % 1000 / 10:.1f}"
        a, b, c = (ids[own[i % len(own)]] for i in (0, 1, 2))
        add("results", f"result:{p}", paper, a, b, c, value, value, "%", "absolute", 0, 2, sentence_id, 0.8, ["bench"])
        add("relations", a, "outperforms", b, paper, sentence_id, 0.7, ["bench"])
    return rows


def _entity_rows(
    members: list[Any], names: list[str], kinds: list[EntityType], ids: list[str]
) -> dict[str, dict[str, list[Any]]]:
    counts = np.bincount(np.concatenate(members), minlength=len(ids))
    seen = np.flatnonzero(counts).tolist()
    entities = {
        "entity_id": [ids[i] for i in seen],
        "label": [names[i] for i in seen],
        "type": [kinds[i].value for i in seen],
        "type_share": [1.0] * len(seen),
        "named": [False] * len(seen),
        "papers": counts[seen].tolist(),
        "mentions": counts[seen].tolist(),
        "confidence": [0.9] * len(seen),
        "links": [[] for _ in seen],
    }
    aliases = {"entity_id": entities["entity_id"], "alias": entities["label"], "mentions": entities["papers"]}
    return {"entities": entities, "aliases": aliases}


def _pairs(members: list[Any], ids: list[str], papers: int) -> dict[str, Any]:
    left, right = [], []
    for own in members:
        i, j = np.triu_indices(len(own), 1)
        left.append(own[i])
        right.append(own[j])
    code, together = np.unique(np.concatenate(left) * len(ids) + np.concatenate(right), return_counts=True)
    a, b = np.divmod(code, len(ids))
    single = np.bincount(np.concatenate(members), minlength=len(ids))
    joint = together / papers
    npmi = np.log(joint * papers**2 / (single[a] * single[b])) / -np.log(joint)
    labels = pa.array(ids)
    return {
        "entity_a": labels.take(pa.array(a)),
        "entity_b": labels.take(pa.array(b)),
        "papers": together,
        "npmi": np.round(npmi, 4),
    }
