"""A small build made by hand: every type, role, relation and kind of result, and awkward text."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from paperkg.graph.schema import SCHEMAS, SORT_KEYS
from paperkg.kinds import EntityType
from paperkg.model import Relation, ResultKind, Role

Row = dict[str, Any]
Rows = dict[str, list[Row]]

AWKWARD = 'A "quoted" back\\slash, tab\t, \U0001f600, \u202eright to left\u202c, \x07 bell & <b>]]></b> {|^`}'


def write_build(directory: Path, tables: Rows, **manifest: Any) -> Path:
    """Writes the tables, those not given empty, sorted, and a manifest."""
    (directory / "tables").mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        rows = sorted(tables.get(name, []), key=lambda row: tuple(row[key] for key in SORT_KEYS[name]))
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), directory / "tables" / f"{name}.parquet")
    counts = {name: len(tables.get(name, [])) for name in SCHEMAS}
    content = {"paperkg": "0.1.0", "inputs": [], "counts": counts} | manifest
    (directory / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    return directory


def paper(identifier: str, title: str, abstract: str, **more: Any) -> Row:
    """A row of `papers`; what is not given is unknown."""
    empty = dict.fromkeys(SCHEMAS["papers"].names)
    return (
        empty | {"authors": [], "sources": []} | {"paper_id": identifier, "title": title, "abstract": abstract} | more
    )


def entity(identifier: str, label: str, kind: EntityType, **more: Any) -> Row:
    """A row of `entities`."""
    row = {"entity_id": identifier, "label": label, "type": kind.value, "type_share": 1.0, "named": True}
    return row | {"papers": 1, "mentions": 1, "confidence": 0.9, "links": []} | more


class PaperTables:
    """Collects the rows of one paper, its spans found by the text they hold."""

    def __init__(self, row: Row) -> None:
        self.paper = row
        self.text = f"{row['title']}\n{row['abstract']}"
        self.rows: Rows = {"papers": [row]}
        self._sentences: dict[str, Row] = {}

    def _add(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, []).append({"paper_id": self.paper["paper_id"]} | row)

    def sentence(self, at: int) -> str:
        """The id of the sentence around a character; sentences end in a full stop or a newline."""
        start = max(self.text.rfind(mark, 0, at) + len(mark) for mark in (". ", "\n")) if at else 0
        start = start if start <= at and at else 0
        ends = [found for mark in (". ", "\n") if (found := self.text.find(mark, at)) >= 0]
        end = min([*ends, len(self.text)])
        identifier = f"{self.paper['paper_id']}@{start}-{end}"
        if identifier not in self._sentences:
            row = {"sentence_id": identifier, "start": start, "end": end, "text": self.text[start:end]}
            self._sentences[identifier] = row
            self._add("sentences", row)
        return identifier

    def mention(self, entity_id: str, form: str, role: Role) -> None:
        """The entity at the first place of `form`, and the paper's statement about it."""
        start = self.text.index(form)
        place = {"start": start, "end": start + len(form), "text": form}
        cited = self.sentence(start)
        self._add("mentions", {"entity_id": entity_id, "sentence_id": cited} | place)
        support = {"confidence": 0.75, "rules": ["lexicon", "pattern"], "sentence_ids": [cited]}
        self._add("statements", {"entity_id": entity_id, "role": role.value, "mentions": 1} | support)

    def result(self, value: str, kind: ResultKind, **more: Any) -> None:
        """A result whose number stands at the first place of `value`."""
        start = self.text.index(value)
        row: Row = dict.fromkeys(("subject", "benchmark", "metric", "number", "unit", "baseline"))
        place = {"start": start, "end": start + len(value), "sentence_id": self.sentence(start)}
        name = f"{self.paper['paper_id']}@{start}-{len(self.rows.get('results', []))}"
        row |= {"result_id": name, "value": value, "kind": kind.value, "confidence": 0.5, "rules": ["number"]}
        self._add("results", row | place | more)

    def relation(self, head: str, relation: Relation, tail: str) -> None:
        """A relation stated in the title."""
        support = {"sentence_id": self.sentence(0), "confidence": 0.6, "rules": ["verb"]}
        self._add("relations", {"head": head, "relation": relation.value, "tail": tail} | support)


def joined(parts: Iterable[Rows]) -> Rows:
    """The rows of several papers together."""
    found: Rows = {}
    for part in parts:
        for table, rows in part.items():
            found.setdefault(table, []).extend(rows)
    return found


def _first() -> Rows:
    made = PaperTables(
        paper(
            "p0000000001",
            f"FastKey: {AWKWARD}",
            "We present FastKey, faster than SlowKey. On GSM8K with Llama-7B it reaches an accuracy of 71.50%. "
            "It is 3x faster in vLLM for question answering, up from 70%. "
            "See https://github.com/a/fastkey, and (https://fastkey.org/x).",
            authors=["Ada Löve", "B. O'Key"],
            author_count=2,
            date="2025-03-05",
            year=2025,
            month=3,
            url="https://example.org/p 1",
            doi="10.1000/a<b>",
            arxiv_id="2503.01234",
            venue="TestConf",
            affiliation="Key Lab",
            upvotes=7,
            sources=["a.txt:1", "b.txt:2"],
        )
    )
    made.mention("method:fastkey", "FastKey", Role.INTRODUCES)
    made.mention("method:slowkey", "SlowKey", Role.COMPARES_WITH)
    made.mention("benchmark:gsm8k", "GSM8K", Role.EVALUATES_ON)
    made.mention("model:llama-7b", "Llama-7B", Role.USES)
    made.mention("metric:accuracy", "accuracy", Role.MEASURES)
    made.mention("software:vllm", "vLLM", Role.MENTIONS)
    made.mention("task:question-answering", "question answering", Role.ADDRESSES)
    of_fastkey = {"subject": "method:fastkey", "benchmark": "benchmark:gsm8k", "metric": "metric:accuracy"}
    made.result("71.50%", ResultKind.ABSOLUTE, number="71.50", unit="%", baseline="70%", **of_fastkey)
    made.result(
        "71.50%",
        ResultKind.ABSOLUTE,
        number="71.50",
        unit="%",
        baseline="70%",
        **of_fastkey | {"subject": None},
    )
    made.result("3x", ResultKind.RATIO, number="3", unit="x", subject="method:fastkey")
    made.relation("method:fastkey", Relation.OUTPERFORMS, "method:slowkey")
    made.relation("method:fastkey", Relation.EVALUATED_ON, "benchmark:gsm8k")
    made.relation("method:fastkey", Relation.SOLVES, "task:question-answering")
    made.relation("method:fastkey", Relation.BASED_ON, "model:llama-7b")
    made.relation("method:fastkey", Relation.PART_OF, "software:vllm")
    return made.rows


def _second() -> Rows:
    made = PaperTables(
        paper(
            "p0000000002",
            "Llama-7B and Llama again",
            "FastKey gains 4 points on GSM8K.",
            date="Mar 5",
            month=3,
        )
    )
    made.mention("model:llama-7b", "Llama-7B", Role.USES)
    made.mention("model:llama", "Llama again", Role.USES)
    made.mention("method:fastkey", "FastKey", Role.USES)
    made.mention("benchmark:gsm8k", "GSM8K", Role.EVALUATES_ON)
    made.result("4 points", ResultKind.DELTA, number="4", unit="points", benchmark="benchmark:gsm8k")
    made.relation("model:llama-7b", Relation.VARIANT_OF, "model:llama")
    return made.rows


def _third() -> Rows:
    made = PaperTables(paper("arXiv:2401/ü 1~", "Nothing\rnew", "Only C++ and A*-decoding here.", date="2024-01"))
    made.mention("software:c++", "C++", Role.MENTIONS)
    made.mention("method:a*-decoding", "A*-decoding", Role.MENTIONS)
    return made.rows


def tiny_tables() -> Rows:
    """Three papers and all that is in them."""
    tables = joined((_first(), _second(), _third()))
    tables["entities"] = [
        entity("method:fastkey", "FastKey", EntityType.METHOD, papers=2, mentions=2, type_share=0.8),
        entity("method:slowkey", "SlowKey", EntityType.METHOD),
        entity("method:a*-decoding", "A*-decoding", EntityType.METHOD),
        entity("benchmark:gsm8k", "GSM8K", EntityType.BENCHMARK, papers=2, mentions=2, confidence=1.0),
        entity("model:llama-7b", "Llama-7B", EntityType.MODEL, papers=2, mentions=2),
        entity("model:llama", "Llama", EntityType.MODEL),
        entity("metric:accuracy", "accuracy", EntityType.METRIC, named=False),
        entity(
            "software:vllm",
            "vLLM",
            EntityType.SOFTWARE,
            links=["http://www.wikidata.org/entity/Q1 2", "no iri"],
        ),
        entity("software:c++", "C++", EntityType.SOFTWARE),
        entity("task:question-answering", "question answering", EntityType.TASK, named=False),
    ]
    tables["aliases"] = [
        {"entity_id": row["entity_id"], "alias": name, "mentions": 1}
        for row in tables["entities"]
        for name in (row["label"], f"{row['label']} {{alias}}")
    ]
    tables["cooccurrences"] = [
        {"entity_a": "benchmark:gsm8k", "entity_b": "method:fastkey", "papers": 2, "npmi": 1.0},
        {"entity_a": "method:fastkey", "entity_b": "method:slowkey", "papers": 1, "npmi": -0.25},
    ]
    return tables


def tiny_build(directory: Path, **manifest: Any) -> Path:
    """A build of `tiny_tables` in a directory that is made."""
    return write_build(directory, tiny_tables(), **manifest)
