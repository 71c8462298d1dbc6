"""What the explorer knows: the build as one JSON value, rows as arrays to stay small.

Entities, papers and sentences are given by their number in their array. All offsets are UTF-16 code
units into the paper's text (title, newline, abstract), because that is how browsers count.

    papers       [id, title, abstract, url, date, year, month, venue, authors, upvotes]
    entities     [id, label, type, papers, mentions, confidence, [alias, ...]]
    sentences    [paper, start, end] and, where the abstract is left out, the sentence's text
    statements   [paper, entity, role, confidence, [sentence, ...]]
    mentions     one array a paper: entity, start, length, entity, start, length, ...
    results      [paper, subject, benchmark, metric, value, unit, kind, baseline, sentence,
                  start, length, confidence, number]
    relations    [head, relation, tail, paper, sentence, confidence]

    boards       [benchmark, [[kind, metric, [result, ...]], ...]], in the order of leaderboards

Types, roles and relations are numbers of `types`, `roles` and `relation_names`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from paperkg.analysis.leaderboards import by_results, result_groups
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType
from paperkg.model import Relation, Role

Payload = dict[str, Any]
Row = Mapping[str, Any]
TYPES = tuple(EntityType)
_ROLES = tuple(Role)
_RELATIONS = tuple(Relation)
_EVIDENCE_EACH = 4


def units(text: str) -> Callable[[int], int]:
    """Of an offset in characters, the offset in UTF-16 code units."""
    wide = [] if text.isascii() else [i for i, char in enumerate(text) if ord(char) > 0xFFFF]
    if not wide:
        return int
    return lambda offset: offset + sum(i < offset for i in wide)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which papers and entities a payload holds, and their numbers in it.

    Sentences get their numbers when something first needs them. `texts` of papers are given where
    their abstracts stay out and sentences must bring their own text.
    """

    papers: dict[str, int]
    entities: dict[str, int]
    labels: list[str]
    offsets: list[Callable[[int], int]]
    texts: list[str] | None = None
    sentences: dict[str, int] = field(default_factory=dict)
    rows: list[list[Any]] = field(default_factory=list)

    def sentence(self, sentence_id: str) -> int:
        """The number of a sentence, whose id says where it stands: `<paper>@<start>-<end>`."""
        number = self.sentences.get(sentence_id)
        if number is None:
            paper_id, _, span = sentence_id.rpartition("@")
            start, end = (int(part) for part in span.split("-"))
            paper = self.papers[paper_id]
            number = self.sentences[sentence_id] = len(self.rows)
            row: list[Any] = [paper, self.offsets[paper](start), self.offsets[paper](end)]
            self.rows.append(row if self.texts is None else [*row, self.texts[paper][start:end]])
        return number


def whole_payload(graph: Tables) -> Payload:
    """All of a build, for a file that needs nothing else."""
    papers = list(graph.rows("papers"))
    entities = list(graph.rows("entities"))
    scope = Scope(
        {row["paper_id"]: i for i, row in enumerate(papers)},
        {row["entity_id"]: i for i, row in enumerate(entities)},
        [row["label"] for row in entities],
        [units(paper_text(row)) for row in papers],
    )
    return (
        vocabulary()
        | {
            "mode": "whole",
            "papers": [paper_row(row) for row in papers],
            "entities": entity_rows(entities, graph.rows("aliases")),
        }
        | claims(
            scope, graph.rows("statements"), graph.rows("mentions"), graph.rows("results"), graph.rows("relations")
        )
    )


def vocabulary() -> Payload:
    """The names that numbers in the payload stand for."""
    return {
        "types": [{"name": t, "color": t.kind.look.hex, "shape": t.kind.look.symbol} for t in TYPES],
        "roles": list(_ROLES),
        "relation_names": list(_RELATIONS),
    }


def claims(
    scope: Scope,
    statements: Iterable[Row],
    mentions: Iterable[Row],
    results: Iterable[Row],
    relations: Iterable[Row],
) -> Payload:
    """The rows of a payload that need sentences, and the sentences that they need."""
    places, reported = list(mentions), list(results)
    payload = {
        "statements": _statements(scope, statements, places),
        "mentions": _mentions(scope, places),
        "results": _results(scope, reported),
        "boards": _boards(scope, reported),
        "relations": _relations(scope, relations),
    }
    return payload | {"sentences": scope.rows}


def paper_text(row: Row) -> str:
    """The text that offsets refer to."""
    return f"{row['title']}\n{row['abstract']}"


def paper_row(row: Row, abstract: bool = True) -> list[Any]:
    """A paper's row, with or without its abstract."""
    head = [row["paper_id"], row["title"], row["abstract"] if abstract else None]
    columns = ("url", "date", "year", "month", "venue")
    return [*head, *(row[name] for name in columns), row["authors"] or [], row["upvotes"]]


def entity_rows(entities: Iterable[Row], aliases: Iterable[Row], most: int | None = None) -> list[list[Any]]:
    """The entities' rows, each with at most `most` aliases, the most frequent first."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in aliases:
        names[row["entity_id"]].append((-row["mentions"], row["alias"]))
    found = []
    for row in entities:
        also = [alias for _, alias in sorted(names[row["entity_id"]]) if alias != row["label"]]
        head = [row["entity_id"], row["label"], TYPES.index(EntityType(row["type"]))]
        found.append([*head, row["papers"], row["mentions"], row["confidence"], also[:most]])
    return found


def _statements(scope: Scope, rows: Iterable[Row], mentions: Iterable[Row]) -> list[list[Any]]:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in mentions:
        said[row["paper_id"], row["entity_id"]].append(row["sentence_id"])
    found = []
    for row in rows:
        # A role taken for granted has no sentence of its own: those that name the entity show it.
        shown = row["sentence_ids"] or said[row["paper_id"], row["entity_id"]]
        sentences = [scope.sentence(s) for s in dict.fromkeys(shown) if s is not None][:_EVIDENCE_EACH]
        paper, entity = scope.papers[row["paper_id"]], scope.entities[row["entity_id"]]
        found.append([paper, entity, _ROLES.index(Role(row["role"])), row["confidence"], sentences])
    return found


def _mentions(scope: Scope, rows: Iterable[Row]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in scope.papers]
    for row in rows:
        paper = scope.papers[row["paper_id"]]
        start, end = (scope.offsets[paper](row[side]) for side in ("start", "end"))
        found[paper] += [scope.entities[row["entity_id"]], start, end - start]
    return found


def _optional(scope: Scope, sentence_id: str | None) -> int | None:
    return None if sentence_id is None else scope.sentence(sentence_id)


def _results(scope: Scope, rows: Iterable[Row]) -> list[list[Any]]:
    found = []
    for row in rows:
        paper = scope.papers[row["paper_id"]]
        start, end = (scope.offsets[paper](row[side]) for side in ("start", "end"))
        found.append(
            [paper]
            + [scope.entities.get(row[part]) for part in ("subject", "benchmark", "metric")]
            + [row[part] for part in ("value", "unit", "kind", "baseline")]
            + [_optional(scope, row["sentence_id"]), start, end - start, row["confidence"], row["number"]]
        )
    return found


def _boards(scope: Scope, rows: list[Row]) -> list[list[Any]]:
    """The leaderboards: results and everything else by their numbers in the payload."""
    reported: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row["benchmark"] in scope.entities:
            reported[row["benchmark"]].append(number)

    def label_of(entity_id: str | None) -> str | None:
        return scope.labels[scope.entities[entity_id]] if entity_id in scope.entities else None

    boards = []
    for benchmark in by_results({name: len(numbers) for name, numbers in reported.items()}):
        own = reported[benchmark]
        groups = [
            [group.kind, scope.entities.get(group.metric or ""), [own[position] for position in group.rows]]
            for group in result_groups([rows[number] for number in own], label_of)
        ]
        boards.append([scope.entities[benchmark], groups])
    return boards


def _relations(scope: Scope, rows: Iterable[Row]) -> list[list[Any]]:
    return [
        [
            scope.entities[row["head"]],
            _RELATIONS.index(Relation(row["relation"])),
            scope.entities[row["tail"]],
            scope.papers[row["paper_id"]],
            _optional(scope, row["sentence_id"]),
            row["confidence"],
        ]
        for row in rows
    ]


def rows_where(
    graph: Tables, table: str, wanted: Mapping[str, Iterable[str]], columns: list[str] | None = None
) -> list[dict[str, Any]]:
    """The rows of a table whose columns hold wanted ids, picked before they become Python values."""
    sets = {name: pa.array(sorted(ids), pa.string()) for name, ids in wanted.items()}
    found: list[dict[str, Any]] = []
    for batch in graph.batches(table, columns):
        mask = None
        for name, ids in sets.items():
            hit = pc.is_in(batch[name], value_set=ids)
            mask = hit if mask is None else pc.and_(mask, hit)
        found += batch.filter(mask).to_pylist()
    return found
