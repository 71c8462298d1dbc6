"""What the explorer knows: the build as one JSON value, rows as arrays to stay small.

Entities, papers and sentences are given by their number in their array. All offsets are UTF-16 code
units into the paper's text (title, newline, abstract), because that is how browsers count.

    papers       [id, title, abstract, url, date, year, month, venue, authors, upvotes, doi, arXiv id, results]
    entities     [id, label, type, papers, mentions, confidence, [alias, ...]]
    sentences    [paper, start, end] and, where the abstract is left out, the sentence's text
    statements   [paper, entity, role, confidence, [sentence, ...]]
    mentions     one array a paper: entity, start, length, entity, start, length, ...
    results      [paper, subject, benchmark, metric, value, unit, kind, before, sentence, start, length,
                  confidence, number, number before]; values as a reader sees them
    relations    [head, relation, tail, paper, sentence, confidence]

    boards       [benchmark, papers, [[kind, metric, unit, papers, whether ranked, [result, ...]], ...],
                  [[result, why it is left off], ...]], in the order of leaderboards

Types, roles and relations are numbers of `types`, `roles` and `relation_names`. All text is as a reader sees it, TeX
read over.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from paperkg.analysis.leaderboards import by_papers, make_board, shown_before, shown_value
from paperkg.analysis.metrics import lower_words
from paperkg.explorer.readable_text import ReadableText, readable, readable_name
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
from paperkg.sparql.cookbook import find_recipe
from paperkg.text.keys import lookup_key
from paperkg.text.numbers import plain_number

Payload = dict[str, Any]
TYPES = tuple(EntityType)
_ROLES = tuple(Role)
_RELATIONS = tuple(Relation)
_EVIDENCE_EACH = 4
QUESTIONS = ("outperformed-by", "evaluated-on", "methods-for-task", "new-since", "in-common", "models-by-month")
"""The queries of the cookbook that the page answers itself."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which papers and entities a payload holds, and their numbers in it.

    Sentences get their numbers when something first needs them. `lower` are the words of metrics of which less
    is better. `texts` are the papers'. Where their abstracts stay out (`inline`), sentences bring their own text.
    """

    papers: dict[str, int]
    entities: dict[str, int]
    labels: list[str]
    lower: Words
    texts: list[ReadableText]
    inline: bool = False
    offsets: list[Callable[[int], int]] = field(init=False)
    sentences: dict[str, int] = field(default_factory=dict)
    rows: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "offsets", [text.units() for text in self.texts])

    def sentence(self, sentence_id: str) -> int:
        """The number of a sentence, whose id says where it stands: `<paper>@<start>-<end>`."""
        number = self.sentences.get(sentence_id)
        if number is None:
            paper_id, _, span = sentence_id.rpartition("@")
            start, end = (int(part) for part in span.split("-"))
            paper = self.papers[paper_id]
            number = self.sentences[sentence_id] = len(self.rows)
            row: list[Any] = [paper, self.offsets[paper](start), self.offsets[paper](end)]
            self.rows.append([*row, self.texts[paper].part(start, end)] if self.inline else row)
        return number


def whole_payload(graph: Tables) -> Payload:
    """All of a build, for a file that needs nothing else."""
    papers = list(graph.rows("papers"))
    entities = list(graph.rows("entities"))
    results = list(graph.rows("results"))
    reported = Counter(row["paper_id"] for row in results)
    texts = [readable(paper_text(row)) for row in papers]
    scope = Scope(
        {row["paper_id"]: i for i, row in enumerate(papers)},
        {row["entity_id"]: i for i, row in enumerate(entities)},
        [row["label"] for row in entities],
        lower_words(graph),
        texts,
    )
    return (
        vocabulary()
        | {
            "mode": "whole",
            "papers": [
                paper_row(row, text, reported[row["paper_id"]]) for row, text in zip(papers, texts, strict=True)
            ],
            "entities": entity_rows(entities, graph.rows("aliases")),
        }
        | claims(scope, graph.rows("statements"), graph.rows("mentions"), results, graph.rows("relations"))
    )


def vocabulary() -> Payload:
    """The names that numbers in the payload stand for, and the questions of the cookbook that the page answers."""
    return {
        "recipes": [asdict(recipe) for recipe in map(find_recipe, QUESTIONS)],
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


def paper_row(row: PaperRow, text: ReadableText, results: int, abstract: bool = True) -> list[Any]:
    """A paper's row, with or without its abstract; `results` is how many it reports."""
    title, _, shown = text.text.partition("\n")
    head = [row["paper_id"], title, shown if abstract else None, row["url"], row["date"], row["year"], row["month"]]
    authors = [readable_name(name) for name in row["authors"]]
    return [*head, row["venue"], authors, row["upvotes"], row["doi"], row["arxiv_id"], results]


def entity_rows(entities: Iterable[EntityRow], aliases: Iterable[AliasRow], most: int | None = None) -> list[list[Any]]:
    """The entities' rows, each with at most `most` aliases, the most frequent first."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for alias in aliases:
        names[alias["entity_id"]].append((-alias["mentions"], alias["alias"]))
    found = []
    for row in entities:
        also = other_names(row["label"], (name for _, name in sorted(names[row["entity_id"]])))
        head = [row["entity_id"], readable_name(row["label"]), TYPES.index(EntityType(row["type"]))]
        found.append([*head, row["papers"], row["mentions"], row["confidence"], also[:most]])
    return found


def other_names(label: str, names: Iterable[str]) -> list[str]:
    """Names of an entity that are not its label, nor equal to another but for case, hyphens and spaces."""
    seen = {lookup_key(label) or label}
    found = []
    for name in names:
        shown = readable_name(name)
        key = lookup_key(shown) or shown
        if key not in seen:
            seen.add(key)
            found.append(shown)
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
        words = [shown_value(row), row["unit"], row["kind"], shown_before(row)]
        place = [scope.sentence(row["sentence_id"]), start, end - start]
        found.append([paper, *parts, *words, *place, row["confidence"], row["number"], number_before(row)])
    return found


def number_before(row: Mapping[str, Any]) -> str | None:
    """What a value was before, as a plain decimal; None where that is not stated."""
    return None if shown_before(row) is None else plain_number(row["baseline"])


def _boards(scope: Scope, rows: list[ResultRow]) -> list[list[Any]]:
    """The leaderboards: results and everything else by their numbers in the payload."""
    reported: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row["benchmark"] is not None:
            reported[row["benchmark"]].append(number)

    def label_of(entity_id: str | None) -> str | None:
        return scope.labels[scope.entities[entity_id]] if entity_id in scope.entities else None

    boards = []
    for benchmark, papers, _ in by_papers(row for row in rows if row["benchmark"] in scope.entities):
        own = reported[benchmark]
        board = make_board([rows[number] for number in own], label_of, scope.lower)
        groups = [
            [g.kind, scope.entities.get(g.metric or ""), g.unit, g.papers, g.ranked, [own[p] for p in g.rows]]
            for g in board.groups
        ]
        left_off = [[own[position], reason] for position, reason in board.left_off]
        boards.append([scope.entities[benchmark], papers, groups, left_off])
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
