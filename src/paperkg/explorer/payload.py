"""What the explorer knows: the build as one JSON value, rows as arrays to stay small.

Entities, papers and sentences are given by their number in their array. All offsets are UTF-16 code
units into the paper's text (title, newline, abstract), because that is how browsers count.

    papers       [id, title, abstract, url, date, year, month, venue, authors, upvotes]
    entities     [id, label, type, papers, mentions, confidence, [alias, ...]]
    sentences    [paper, start, end] and, where the abstract is left out, the sentence's text
    statements   [paper, entity, role, confidence, [sentence, ...]]
    mentions     one array a paper: entity, start, length, entity, start, length, ...
    results      [paper, subject, benchmark, metric, value, unit, kind, baseline, sentence,
                  start, length, confidence, number, spread, range_end]
    relations    [head, relation, tail, paper, sentence, confidence]

    boards       [benchmark, [[kind, metric, [result, ...]], ...]], in the order of leaderboards

Types, roles and relations are numbers of `types`, `roles` and `relation_names`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from paperkg.analysis.leaderboards import by_results, lower_words, result_groups
from paperkg.extraction.vocabulary.word_lists import Words
from paperkg.graph.row_types import (
    RESULT_PARTS,
    AliasRow,
    EntityRow,
    MentionRow,
    PaperRow,
    RelationRow,
    ResultRow,
    StatementRow,
)
from paperkg.graph.rows import paper_text
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType
from paperkg.model import Relation, Role

Payload = dict[str, Any]
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

    Sentences get their numbers when something first needs them. `lower` are the words of metrics of which less
    is better. `texts` of papers are given where
    their abstracts stay out and sentences must bring their own text.
    """

    papers: dict[str, int]
    entities: dict[str, int]
    labels: list[str]
    lower: Words
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
        lower_words(graph),
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
    statements: Iterable[StatementRow],
    mentions: Iterable[MentionRow],
    results: Iterable[ResultRow],
    relations: Iterable[RelationRow],
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


def paper_row(row: PaperRow, abstract: bool = True) -> list[Any]:
    """A paper's row, with or without its abstract."""
    head = [row["paper_id"], row["title"], row["abstract"] if abstract else None]
    when = [row["url"], row["date"], row["year"], row["month"]]
    return [*head, *when, row["venue"], row["authors"], row["upvotes"]]


def entity_rows(entities: Iterable[EntityRow], aliases: Iterable[AliasRow], most: int | None = None) -> list[list[Any]]:
    """The entities' rows, each with at most `most` aliases, the most frequent first."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for alias in aliases:
        names[alias["entity_id"]].append((-alias["mentions"], alias["alias"]))
    found = []
    for row in entities:
        also = [name for _, name in sorted(names[row["entity_id"]]) if name != row["label"]]
        head = [row["entity_id"], row["label"], TYPES.index(EntityType(row["type"]))]
        found.append([*head, row["papers"], row["mentions"], row["confidence"], also[:most]])
    return found


def _statements(scope: Scope, rows: Iterable[StatementRow], mentions: Iterable[MentionRow]) -> list[list[Any]]:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mention in mentions:
        said[mention["paper_id"], mention["entity_id"]].append(mention["sentence_id"])
    found = []
    for row in rows:
        # A role taken for granted has no sentence of its own: those that name the entity show it.
        shown = row["sentence_ids"] or said[row["paper_id"], row["entity_id"]]
        sentences = [scope.sentence(s) for s in dict.fromkeys(shown)][:_EVIDENCE_EACH]
        paper, entity = scope.papers[row["paper_id"]], scope.entities[row["entity_id"]]
        found.append([paper, entity, _ROLES.index(Role(row["role"])), row["confidence"], sentences])
    return found


def _mentions(scope: Scope, rows: Iterable[MentionRow]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in scope.papers]
    for row in rows:
        paper = scope.papers[row["paper_id"]]
        start, end = scope.offsets[paper](row["start"]), scope.offsets[paper](row["end"])
        found[paper] += [scope.entities[row["entity_id"]], start, end - start]
    return found


def _results(scope: Scope, rows: Iterable[ResultRow]) -> list[list[Any]]:
    found = []
    for row in rows:
        paper = scope.papers[row["paper_id"]]
        start, end = scope.offsets[paper](row["start"]), scope.offsets[paper](row["end"])
        parts = [scope.entities.get(row[part] or "") for part in RESULT_PARTS]
        words = [row["value"], row["unit"], row["kind"], row["baseline"]]
        place = [scope.sentence(row["sentence_id"]), start, end - start]
        found.append([paper, *parts, *words, *place, row["confidence"], row["number"], row["spread"], row["range_end"]])
    return found


def _boards(scope: Scope, rows: list[ResultRow]) -> list[list[Any]]:
    """The leaderboards: results and everything else by their numbers in the payload."""
    reported: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        benchmark = row["benchmark"]
        if benchmark in scope.entities:
            reported[benchmark].append(number)

    def label_of(entity_id: str | None) -> str | None:
        return scope.labels[scope.entities[entity_id]] if entity_id in scope.entities else None

    boards = []
    for benchmark in by_results({name: len(numbers) for name, numbers in reported.items()}):
        own = reported[benchmark]
        groups = [
            [group.kind, scope.entities.get(group.metric or ""), [own[position] for position in group.rows]]
            for group in result_groups([rows[number] for number in own], label_of, scope.lower)
        ]
        boards.append([scope.entities[benchmark], groups])
    return boards


def _relations(scope: Scope, rows: Iterable[RelationRow]) -> list[list[Any]]:
    return [
        [
            scope.entities[row["head"]],
            _RELATIONS.index(Relation(row["relation"])),
            scope.entities[row["tail"]],
            scope.papers[row["paper_id"]],
            scope.sentence(row["sentence_id"]),
            row["confidence"],
        ]
        for row in rows
    ]
