"""Annotated papers as training data: the entities of a paper with what annotators say about them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paperkg.extraction.words.sentences import split_sentences
from paperkg.kinds import EntityType
from paperkg.model import PaperEntity, Role, Rule, Span

Row = Mapping[str, Any]
"""One line of an annotation file."""

_FOLD = re.compile(r"[\s\-–—_/.'’`\"]+")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with entities and, where these are ones that annotators have too, the truth about them.

    `roles` are the roles by entity, None where the annotators do not have the entity. `relations`
    map pairs of entity indices to the relation. `results` are rows with value, kind, and subject,
    benchmark and metric as entity indices: None where there is none, -1 where it is one not among `entities`.
    """

    id: str
    text: str
    sentences: tuple[Span, ...]
    entities: tuple[PaperEntity, ...]
    roles: tuple[str | None, ...]
    relations: Mapping[tuple[int, int], str]
    results: tuple[Mapping[str, Any], ...]


def _occurrences(text: str, entities: Sequence[Row]) -> dict[int, list[Span]]:
    """The places of all aliases, the longest match first, by entity index."""
    pairs = sorted(
        ((alias, i) for i, e in enumerate(entities) for alias in e.get("aliases") or [e["name"]] if alias),
        key=lambda pair: -len(pair[0]),
    )
    taken = bytearray(len(text))
    found: dict[int, list[Span]] = {}
    for alias, index in pairs:
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(alias)}(?![A-Za-z0-9])", text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.setdefault(index, []).append(Span(start, end))
    return found


def entities_of(row: Row, text: str) -> tuple[PaperEntity, ...]:
    """The annotated entities that have a place in the text, with a placeholder for their role."""
    found = _occurrences(text, row["entities"])
    return tuple(
        PaperEntity(
            name=entity["name"],
            type=EntityType(entity["type"]),
            named=entity["named"],
            role=Role.MENTIONS,
            aliases=tuple(sorted({text[m.start : m.end] for m in found[i]})),
            mentions=tuple(sorted(found[i])),
            confidence=1.0,
            rules=(Rule.ANNOTATOR,),
        )
        for i, entity in enumerate(row["entities"])
        if i in found
    )


def fold(name: str) -> str:
    """A name without case, hyphens, blanks and plural s, as the scorer compares names."""
    name = _FOLD.sub("", name.casefold())
    return name[:-1] if len(name) > 4 and name.endswith("s") and not name.endswith("ss") else name


def _matches(row: Row, entities: Sequence[PaperEntity]) -> dict[int, int]:
    """Index of the annotated entity by index of ours: same type and a form in common, one to one."""
    keys = [{fold(a) for a in [e["name"], *e["aliases"]]} - {""} for e in row["entities"]]
    out: dict[int, int] = {}
    for j, entity in enumerate(entities):
        ours = {fold(a) for a in [entity.name, *entity.aliases]}
        for i, gold in enumerate(row["entities"]):
            if i not in out.values() and gold["type"] == entity.type and ours & keys[i]:
                out[j] = i
                break
    return out


def annotate(row: Row, entities: Sequence[PaperEntity] | None = None) -> Annotated:
    """The training paper of an annotation row, with the annotated entities or those `entities` found."""
    text = f"{row['title']}\n{row['abstract']}"
    ours = entities_of(row, text) if entities is None else tuple(entities)
    match = _matches(row, ours)
    index = {row["entities"][i]["name"]: j for j, i in match.items()}
    results = tuple(
        {**r, **{k: None if r[k] is None else index.get(r[k], -1) for k in ("subject", "benchmark", "metric")}}
        for r in row.get("results", [])
    )
    return Annotated(
        id=row["id"],
        text=text,
        sentences=split_sentences(text),
        entities=ours,
        roles=tuple(row["entities"][match[j]]["role"] if j in match else None for j in range(len(ours))),
        relations={(index[h], index[t]): r for h, r, t in row.get("relations", []) if h in index and t in index},
        results=results,
    )


def read_rows(paths: Iterable[str | Path]) -> Iterator[Row]:
    """The rows of annotation files (JSON lines), in order."""
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())
