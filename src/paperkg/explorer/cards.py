"""What the served explorer shows of an entity, a paper or a pair, answered from tables in memory.

The answers have the form that `web/source.js` gives from a file. Offsets are UTF-16
code units into the sentence or abstract beside them.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from paperkg.analysis.leaderboards import shown_before, shown_value
from paperkg.analysis.neighbors import Neighbor, strongest
from paperkg.explorer.payload import number_before, other_names
from paperkg.explorer.readable_text import readable, readable_name, units
from paperkg.graph.arrays import to_numbers, to_strings
from paperkg.graph.filters import Filter
from paperkg.graph.index import ROLES, index_of
from paperkg.graph.row_types import RELATION_ENDS, RESULT_PARTS, PaperRow
from paperkg.graph.rows import paper_text
from paperkg.graph.tables import Tables

Json = dict[str, Any]
"""A card or a part of one: what a JSON object becomes."""

PAPERS_EACH_ROLE = 20
ROWS = 100
_RELATED = 24
_NEAR = 200
_EVIDENCE = 3


class Cards:
    """The tables of a build in memory, and cards made from them.

    A build of 100,000 papers takes about half a gigabyte.
    """

    def __init__(self, graph: Tables) -> None:
        self.graph = graph
        self.index = index_of(graph)
        self.papers = graph.table("papers").combine_chunks()
        self.entities = graph.table("entities", ["mentions", "confidence"]).combine_chunks()
        self.aliases = _Grouped(graph, "aliases", ["alias", "mentions"], "entity_id", self.index.entity_ids)
        self.statements = graph.table("statements", ["sentence_ids"]).combine_chunks()
        columns = ["entity_id", "start", "end", "sentence_id"]
        self.mentions = _Grouped(graph, "mentions", columns, "paper_id", self.index.paper_ids)
        self.results = graph.table("results").combine_chunks()
        self.relations = graph.table("relations").combine_chunks()

    # ---- parts

    def ref(self, entity_id: str | None) -> Json | None:
        """An entity in short, None where the id is null or unknown."""
        number = self.index.entity_number.get(entity_id or "")
        return None if number is None else self.entity_ref(number)

    def entity_ref(self, entity: int) -> Json:
        """An entity in short, by its number."""
        index = self.index
        head = {"id": index.entity_ids[entity], "label": readable_name(index.labels[entity])}
        return head | {"type": index.types[entity], "papers": int(index.papers[entity])}

    def _paper_row(self, paper: int) -> PaperRow:
        row: PaperRow = self.papers.slice(paper, 1).to_pylist()[0]
        return row

    def paper_ref(self, paper: int) -> Json:
        """A paper in short, by its number."""
        return self._paper_ref(self._paper_row(paper))

    def paper_row(self, paper: int) -> Json:
        """A paper as it stands in a list, by its number."""
        row = self._paper_row(paper)
        return self._paper_ref(row) | {
            "venue": row["venue"],
            "authors": [readable_name(name) for name in row["authors"] or []],
            "upvotes": row["upvotes"],
            "doi": row["doi"],
            "arxiv": row["arxiv_id"],
        }

    def _paper_ref(self, row: PaperRow) -> Json:
        title = readable_name(row["title"])
        return {"id": row["paper_id"], "title": title, "url": row["url"], "date": row["date"], "year": row["year"]}

    def _evidence(self, row: PaperRow, sentence_id: str | None, entity_ids: Iterable[str]) -> Json:
        """A sentence of a paper with the mentions of some entities in it."""
        if sentence_id is None:
            return {"text": "", "marks": []}
        start, end = (int(part) for part in sentence_id.rpartition("@")[2].split("-"))
        whole, wanted = readable(paper_text(row)), set(entity_ids)
        text, shift = whole.part(start, end), whole.place(start)
        offset = units(text)
        marks = [
            [offset(whole.place(m["start"]) - shift), offset(whole.place(m["end"]) - shift)]
            for m in self.mentions.of(self.index.paper_number[row["paper_id"]])
            if m["entity_id"] in wanted and start <= m["start"] and m["end"] <= end
        ]
        return {"text": text, "marks": marks}

    def statement_evidence(self, statement: int) -> list[Json]:
        """The evidence of a statement, by its number."""
        paper = int(self.index.paper[statement])
        return self._shown(paper, self._paper_row(paper), statement)

    def _shown(self, paper: int, row: PaperRow, statement: int) -> list[Json]:
        """The evidence of a statement: its sentences, or those that mention the entity."""
        entity_id = self.index.entity_ids[self.index.entity[statement]]
        sentences = self.statements["sentence_ids"][statement].as_py() or [
            m["sentence_id"] for m in self.mentions.of(paper) if m["entity_id"] == entity_id
        ]
        return [self._evidence(row, s, [entity_id]) for s in list(dict.fromkeys(sentences))[:_EVIDENCE]]

    def result(self, row: Json) -> Json:
        """A row of the table `results` as it is shown."""
        paper = self._paper_row(self.index.paper_number[row["paper_id"]])
        evidence = self._evidence(paper, row["sentence_id"], [])
        start, end = (int(part) for part in row["sentence_id"].rpartition("@")[2].split("-"))
        if start <= row["start"] and row["end"] <= end:
            whole = readable(paper_text(paper))
            offset, shift = units(evidence["text"]), whole.place(start)
            evidence["marks"] = [[offset(whole.place(row[edge]) - shift) for edge in ("start", "end")]]
        parts = {part: self.ref(row[part]) for part in RESULT_PARTS}
        shown = {"value": shown_value(row), "before": shown_before(row), "unit": row["unit"], "kind": row["kind"]}
        numbers = {"number": _decimal(row["number"]), "before_number": _decimal(number_before(row))}
        sure = {"confidence": row["confidence"]}
        return {"paper": self._paper_ref(paper), "evidence": evidence} | parts | shown | numbers | sure

    def _relation(self, row: Json) -> Json:
        paper = self._paper_row(self.index.paper_number[row["paper_id"]])
        evidence = self._evidence(paper, row["sentence_id"], [row["head"], row["tail"]])
        ends = {"head": self.ref(row["head"]), "tail": self.ref(row["tail"])}
        said = {"relation": row["relation"], "paper": self._paper_ref(paper), "confidence": row["confidence"]}
        return ends | said | {"evidence": evidence}

    def _claims(self, results: Any, relations: Any) -> Json:
        """The first results and relations that masks of their tables choose, and how many they choose."""
        places = {"results": pc.indices_nonzero(results), "relations": pc.indices_nonzero(relations)}
        return {
            "results": [self.result(row) for row in self.results.take(places["results"][:ROWS]).to_pylist()],
            "relations": [self._relation(row) for row in self.relations.take(places["relations"][:ROWS]).to_pylist()],
            "counts": {name: len(found) for name, found in places.items()},
        }

    def _related(self, found: Iterable[Neighbor]) -> list[Json]:
        return [self.entity_ref(self.index.entity_number[n.entity_id]) | {"shared": n.shared} for n in found]

    # ---- answers

    def entity(self, entity_id: str, most: int = PAPERS_EACH_ROLE) -> Json | None:
        """An entity's papers by role with evidence, its results, relations and related entities.

        Args:
            entity_id: the entity.
            most: at most so many papers a role.
        """
        entity = self.index.entity_number.get(entity_id)
        if entity is None:
            return None
        results = _naming(self.results, RESULT_PARTS, entity_id)
        relations = _naming(self.relations, RELATION_ENDS, entity_id)
        aliases = sorted(self.aliases.of(entity), key=lambda a: (-a["mentions"], a["alias"]))
        return {
            "kind": "entity",
            **self.entity_ref(entity),
            "mentions": self.entities["mentions"][entity].as_py(),
            "confidence": self.entities["confidence"][entity].as_py(),
            "aliases": other_names(self.index.labels[entity], (a["alias"] for a in aliases)),
            "groups": self._groups(entity, most),
            **self._claims(results, relations),
            "related": self._related(strongest(self.index, entity, _RELATED)),
        }

    def _groups(self, entity: int, most: int) -> list[Json]:
        index = self.index
        rows = index.rows_of(entity)
        groups = []
        for number, role in enumerate(ROLES):
            own = rows[index.role[rows] == number]
            if not len(own):
                continue
            order = np.lexsort((own, -index.years[index.paper[own]], -index.confidence[own]))
            items = []
            for statement in own[order[:most]].tolist():
                paper = int(index.paper[statement])
                row = self._paper_row(paper)
                confidence = float(index.confidence[statement])
                evidence = self._shown(paper, row, statement)
                items.append({"paper": self._paper_ref(row), "confidence": confidence, "evidence": evidence})
            groups.append({"role": role.value, "count": len(own), "items": items})
        return groups

    def paper(self, paper_id: str) -> Json | None:
        """A paper's abstract with its mentions, its entities by role, results and relations."""
        index = self.index
        paper = index.paper_number.get(paper_id)
        if paper is None:
            return None
        row = self._paper_row(paper)
        shift, whole = len(row["title"]) + 1, readable(paper_text(row))
        title, _, abstract = whole.text.partition("\n")
        offset, before = units(abstract), len(title) + 1
        marks = [
            {
                "start": offset(whole.place(m["start"]) - before),
                "end": offset(whole.place(m["end"]) - before),
                "entity": self.ref(m["entity_id"]),
            }
            for m in self.mentions.of(paper)
            if m["start"] >= shift
        ]
        statements = range(int(index.paper_start[paper]), int(index.paper_start[paper + 1]))
        groups = [
            {
                "role": role.value,
                "entities": [self.entity_ref(int(index.entity[s])) for s in statements if index.role[s] == r],
            }
            for r, role in enumerate(ROLES)
        ]
        return {
            "kind": "paper",
            **self.paper_row(paper),
            "abstract": {"text": abstract, "marks": marks},
            "groups": [group for group in groups if group["entities"]],
            **self._claims(*(pc.equal(table["paper_id"], paper_id) for table in (self.results, self.relations))),
        }

    def tie(self, first: str, second: str) -> Json | None:
        """What ties two entities: papers with both, relations, results, and entities near both."""
        numbers = [self.index.entity_number.get(entity_id) for entity_id in (first, second)]
        if None in numbers or first == second:
            return None
        a, b = (int(n) for n in numbers if n is not None)
        rows_a, rows_b = self.index.rows_of(a), self.index.rows_of(b)
        both, at_a, at_b = np.intersect1d(self.index.paper[rows_a], self.index.paper[rows_b], return_indices=True)
        pairs = zip(both.tolist(), rows_a[at_a].tolist(), rows_b[at_b].tolist(), strict=True)
        near = {n.entity_id: n for n in strongest(self.index, b, _NEAR)}
        common = [n for n in strongest(self.index, a, _NEAR) if n.entity_id in near]
        common.sort(key=lambda n: (-min(n.shared, near[n.entity_id].shared), n.entity_id))
        joins = _naming(self.relations, RELATION_ENDS, first, second)
        reports = _naming(self.results, RESULT_PARTS, first, second)
        return {
            "kind": "tie",
            "a": self.entity_ref(a),
            "b": self.entity_ref(b),
            "shared": len(both),
            "papers": [self._both(paper, sa, sb) for paper, sa, sb in list(pairs)[:PAPERS_EACH_ROLE]],
            **self._claims(reports, joins),
            "common": [
                self.entity_ref(self.index.entity_number[n.entity_id])
                | {"shared": min(n.shared, near[n.entity_id].shared)}
                for n in common[:16]
            ],
        }

    def _both(self, paper: int, first: int, second: int) -> Json:
        roles = [ROLES[self.index.role[s]].value for s in (first, second)]
        ends = (int(self.index.entity[s]) for s in (first, second))
        return {"paper": self.paper_ref(paper), "roles": roles, "evidence": self.pair_evidence(paper, *ends)}

    def pair_evidence(self, paper: int, first: int, second: int) -> list[Json]:
        """The sentences of a paper that show two entities best, which are given by number."""
        row, ids = self._paper_row(paper), [self.index.entity_ids[entity] for entity in (first, second)]
        own = range(int(self.index.paper_start[paper]), int(self.index.paper_start[paper + 1]))
        statements = [s for s in own if self.index.entity[s] in (first, second)]
        sentences = [s for number in statements for s in self.statements["sentence_ids"][number].as_py() or []]
        if not sentences:
            sentences = [m["sentence_id"] for m in self.mentions.of(paper) if m["entity_id"] in ids]
        evidence = [self._evidence(row, s, ids) for s in dict.fromkeys(sentences)]
        return sorted(evidence, key=lambda e: -len(e["marks"]))[:2]

    def near(self, entity_id: str) -> list[Json]:
        """The neighborhood of an entity for the map, strongest first."""
        entity = self.index.entity_number.get(entity_id)
        return [] if entity is None else self._related(strongest(self.index, entity, 40))


def _decimal(number: str | None) -> float | None:
    return None if number is None else float(number)


class _Grouped:
    """A table whose rows are handed out by the id that they are sorted by."""

    def __init__(self, graph: Tables, table: str, columns: list[str], key: str, ids: list[str]) -> None:
        self.table = graph.table(table, [key, *columns]).combine_chunks()
        positions = to_numbers(pc.index_in(self.table[key], value_set=to_strings(ids)), np.int32)
        self.starts: NDArray[np.int64] = np.searchsorted(positions, np.arange(len(ids) + 1))

    def of(self, number: int) -> list[Json]:
        """The rows of one id, by its number."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        rows: list[Json] = self.table.slice(start, end - start).to_pylist()
        return rows


def _naming(table: pa.Table, columns: tuple[str, ...], *entity_ids: str) -> Any:
    """Which rows have all of the entities in the columns."""
    return Filter([(columns, {entity_id}) for entity_id in entity_ids]).mask(table)
