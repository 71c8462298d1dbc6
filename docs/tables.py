"""Writes docs/tables.md: the tables of a build, column by column, from `paperkg.graph.row_types`.

    python docs/tables.py

Names, order and types come from the types of the rows; what a column means stands here. A column without a meaning, or
a meaning without a column, is an error.
"""

from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from paperkg.graph.row_types import ROW_TYPES, SCHEMA_VERSION
from paperkg.graph.schema import SORT_KEYS

TARGET = Path(__file__).parent / "tables.md"
TYPES = {str: "string", int: "int32", float: "float64", bool: "bool", list[str]: "list of strings"}

ABOUT = {
    "papers": "One row per paper.",
    "sentences": "The sentences that serve as evidence: those with a mention, a statement, a result or a relation.",
    "entities": "One row per entity: a node of the graph.",
    "aliases": "One row per entity and surface form.",
    "mentions": "One row per place where a paper names an entity.",
    "statements": "One row per paper and entity: the strongest role that the entity has in the paper.",
    "results": "One row per number that a paper reports as an outcome.",
    "relations": "One row per relation between two entities and paper that states it.",
    "cooccurrences": "One row per two entities that at least one paper names together.",
    "decisions": "The decisions that you gave, and merges that paperkg proposes.",
}

MEANINGS = {
    "papers": {
        "paper_id": "Id of the paper, such as `p95fcd80f8e`; the id of its record, if that has one",
        "title": "Title, on one line",
        "abstract": "Abstract, cleaned; offsets count characters of title + newline + abstract",
        "authors": "Names in the order of the paper",
        "author_count": "Number of authors; known for some papers whose authors are not",
        "affiliation": "Organization that the source names for the paper",
        "date": "Date as precise as its source: `2025-03-05`, `2025-03`, `2025`, or `Mar 5` without a year",
        "year": "Year of the date; null if the source has none",
        "month": "Month of the date, 1 to 12",
        "url": "Address of the paper",
        "doi": "DOI, without a resolver's address",
        "arxiv_id": "arXiv id, without its version",
        "pubmed_id": "PubMed id",
        "venue": "Where the paper appeared, as its source writes it",
        "upvotes": "Votes of readers, on pages that show them",
        "sources": "Where the records of the paper were read, each `file:line`",
        "notes": "What the records hold that cannot be so and was left out, or is longer than what is read: "
        "`date 2023-02-30 does not exist`",
    },
    "sentences": {
        "sentence_id": "`<paper id>@<start>-<end>`",
        "paper_id": "The paper it is from",
        "start": "First character",
        "end": "Character after the last one",
        "text": "The sentence; the title counts as one",
    },
    "entities": {
        "entity_id": "Type in lower case and a key: `method:lora`",
        "label": "Name to show: the most frequent surface form, or the one that a decision gives",
        "type": "Entity type, such as `Method` or `Benchmark`",
        "type_share": "Share of the papers' votes that the type got, in [0, 1]; below 1, papers disagree",
        "named": "True for a proper name; false for an established term, such as `quantization`",
        "papers": "Number of papers that name it",
        "mentions": "Number of places where it is named",
        "confidence": "Probability that at least one paper means it as an entity, in [0, 1]",
        "links": "IRIs of the concept in your SKOS vocabularies",
    },
    "aliases": {
        "entity_id": "The entity",
        "alias": "Surface form, as papers write it",
        "mentions": "Number of places with this form",
    },
    "mentions": {
        "paper_id": "The paper",
        "entity_id": "The entity",
        "start": "First character",
        "end": "Character after the last one",
        "text": "Surface form: the text between start and end",
        "sentence_id": "The sentence around it",
    },
    "statements": {
        "paper_id": "The paper",
        "role": "`introduces`, `evaluates_on`, `compares_with`, `addresses`, `measures`, `uses` or `mentions`",
        "entity_id": "The entity",
        "mentions": "Number of places in the paper",
        "confidence": "Probability that the entity is one, in [0, 1]",
        "rules": "Names of what found the entity",
        "sentence_ids": "The sentences that show the role",
    },
    "results": {
        "result_id": "`<paper id>@<start>-<end>`; `.1`, `.2` follow if one number is several results",
        "paper_id": "The paper",
        "subject": "Entity that achieves it; null if none is found",
        "benchmark": "Entity of type `Benchmark` that it was measured on; null if none is found",
        "metric": "Entity of type `Metric` that was measured; null if none is found",
        "value": "The number as the text writes it, with its unit: `71.27%`",
        "number": "The same as a plain decimal: `71.27`, `-20` for a fall by 20%; null if it is not written in digits",
        "unit": "`%`, `x`, `points`, `ms`, `GB` and the like; null for a bare number",
        "kind": "`absolute` (a level), `delta` (a gain or loss) or `ratio` (a factor)",
        "baseline": "Value that it is compared with, as the text writes it",
        "start": "First character of the number",
        "end": "Character after the last one",
        "sentence_id": "The sentence around it",
        "confidence": "Probability that the number is a result, in [0, 1]",
        "rules": "Names of what found it",
        "spread": "Uncertainty beside the value, as the text writes it: `0.4` of `88.1 ± 0.4`; null if there is none",
        "range_end": "Upper end of a range, as the text writes it: `1.1` of `0.4-1.1`; null for a single number",
    },
    "relations": {
        "head": "Entity that the relation starts from",
        "relation": "`outperforms`, `based_on`, `evaluated_on`, `solves`, `part_of` or `variant_of`",
        "tail": "Entity that it leads to",
        "paper_id": "The paper that states it",
        "sentence_id": "The sentence that states it",
        "confidence": "Probability that the paper states it, in [0, 1]",
        "rules": "Names of what found it",
    },
    "cooccurrences": {
        "entity_a": "Entity with the smaller id",
        "entity_b": "Entity with the larger id",
        "papers": "Number of papers with both",
        "npmi": "Normalized pointwise mutual information (Bouma 2009): -1 never, 0 as by chance, 1 always together",
    },
    "decisions": {
        "action": "`merge`, `split`, `retype`, `rename` or `drop`",
        "entity": "Name of the entity that it is about",
        "argument": "New name, type or papers; empty for `drop`",
        "status": "`applied`, `unused` (no entity of that name) or `proposed`",
        "reason": "Your words, or why paperkg proposes it",
    },
}


def section(name: str, row: type) -> list[str]:
    """One table: what its rows are, how they are sorted, and its columns."""
    meanings, columns = MEANINGS[name], get_type_hints(row)
    if list(meanings) != list(columns):
        raise ValueError(f"{name}: columns are {list(columns)}, meanings are of {list(meanings)}")
    keys = ", ".join(f"`{key}`" for key in SORT_KEYS[name])
    return [
        f"## {name}",
        "",
        f"{ABOUT[name]} Sorted by {keys}.",
        "",
        "| Column | Type | Meaning |",
        "| --- | --- | --- |",
        *(f"| `{column}` | {_type(kind)} | {meanings[column]} |" for column, kind in columns.items()),
        "",
    ]


def _type(kind: Any) -> str:
    return f"{TYPES[get_args(kind)[0]]} or null" if isinstance(kind, UnionType) else TYPES[kind]


def document() -> str:
    """The whole page."""
    lines = [
        "# The tables",
        "",
        "This page is generated from `paperkg.graph.row_types` by `python docs/tables.py`.",
        "",
        "A build holds one Parquet file per table, `tables/<name>.parquet`; with `--rows-per-part`, a folder of files",
        "per table, `tables/<name>/part-00000.parquet` and so on, named in its order. Ids join the tables: every",
        "`paper_id` is in `papers`, every `entity_id` in `entities`, every `sentence_id` in `sentences`. Offsets count",
        "characters (Unicode code points) of the paper's text, which is title + newline + abstract;",
        "`text[start:end]` is the surface form. Confidences are rounded to three decimals. Values that are not known",
        "are null.",
        "",
        f"This is version {SCHEMA_VERSION} of the tables, which `manifest.json` names as `schema_version`. paperkg",
        "refuses a build with another version, and says how to build it again.",
        "",
    ]
    for name, row in ROW_TYPES.items():
        lines += section(name, row)
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
