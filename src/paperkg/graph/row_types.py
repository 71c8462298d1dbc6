"""The rows of a build's tables: what every column holds. The Arrow schemas are made from these types.

A build is a directory whose `tables/` has one Parquet file for each table. Ids are CURIEs: entities have their type in
lower case, `method:lora`. A `sentence_id` is `<paper_id>@<start>-<end>`. Offsets (`start`, `end`) are characters of the
paper's text: title, newline, abstract. Confidences are in [0, 1], rounded to three decimals. None is "not known".
"""

from typing import Literal, TypedDict

SCHEMA_VERSION = 3
"""The version of the tables' form, which every manifest names.

One more for every change after which code that reads the tables of before is wrong or fails: a table or column that is
added, removed, renamed or of another type; another order of rows; another form of ids; another meaning of values.
A change in what is found in papers is not one, nor is a change in what is exported. A manifest without a version is
older than the first, and counts as 0.
"""


class PaperRow(TypedDict):
    """A paper, as its records say."""

    paper_id: str
    title: str
    abstract: str
    authors: list[str]
    author_count: int | None
    affiliation: str | None
    date: str | None  # as precise as its source
    year: int | None  # None where the source gives none
    month: int | None
    url: str | None
    doi: str | None
    arxiv_id: str | None
    pubmed_id: str | None
    venue: str | None
    upvotes: int | None
    sources: list[str]  # "file:line"
    notes: list[str]  # what the records hold that cannot be so, or is not read


class SentenceRow(TypedDict):
    """A sentence with a mention or a claim."""

    sentence_id: str
    paper_id: str
    start: int
    end: int
    text: str


class EntityRow(TypedDict):
    """An entity: what the papers' entities of that name are together."""

    entity_id: str
    label: str
    type: str
    type_share: float  # share of the papers' votes that the type got
    named: bool
    papers: int  # number of papers with it
    mentions: int  # number of places
    confidence: float
    links: list[str]  # IRIs in user vocabularies


class AliasRow(TypedDict):
    """A surface form of an entity."""

    entity_id: str
    alias: str
    mentions: int


class MentionRow(TypedDict):
    """A place of an entity in a paper."""

    paper_id: str
    entity_id: str
    start: int
    end: int
    text: str
    sentence_id: str


class StatementRow(TypedDict):
    """What a paper does with an entity: one row for each entity of a paper."""

    paper_id: str
    role: str
    entity_id: str
    mentions: int
    confidence: float
    rules: list[str]
    sentence_ids: list[str]  # the evidence


class ResultRow(TypedDict):
    """A number that reports an outcome. `benchmark` and `metric` are None where the entity is of another type."""

    result_id: str
    paper_id: str
    subject: str | None  # entity ids
    benchmark: str | None
    metric: str | None
    value: str  # as in the text
    number: str | None  # the value as a plain decimal, "71.27", "-20" for a fall by 20%; None for a word, "eight-fold"
    unit: str | None
    kind: str
    baseline: str | None
    start: int
    end: int
    sentence_id: str
    confidence: float
    rules: list[str]
    spread: str | None  # the uncertainty beside the value, as in the text: "0.4" in "88.1 ± 0.4"
    range_end: str | None  # the upper end of a range, as in the text: "1.1" in "0.4-1.1"


ResultPart = Literal["subject", "benchmark", "metric"]
RESULT_PARTS: tuple[ResultPart, ...] = ("subject", "benchmark", "metric")
"""The columns of `results` that hold entities."""


class RelationRow(TypedDict):
    """A relation between two entities: one row for each paper that states it."""

    head: str
    relation: str
    tail: str
    paper_id: str
    sentence_id: str
    confidence: float
    rules: list[str]


RELATION_ENDS: tuple[Literal["head"], Literal["tail"]] = ("head", "tail")
"""The columns of `relations` that hold entities."""


class CooccurrenceRow(TypedDict):
    """Two entities that papers name together."""

    entity_a: str  # entity_a < entity_b
    entity_b: str
    papers: int  # number of papers with both
    npmi: float  # normalized pointwise mutual information (Bouma 2009), in [-1, 1]


class DecisionRow(TypedDict):
    """A decision about an entity, taken or proposed."""

    action: str  # merge, split, retype, rename, drop
    entity: str
    argument: str
    status: str  # applied, proposed, unused
    reason: str


ROW_TYPES: dict[str, type] = {
    "papers": PaperRow,
    "sentences": SentenceRow,
    "entities": EntityRow,
    "aliases": AliasRow,
    "mentions": MentionRow,
    "statements": StatementRow,
    "results": ResultRow,
    "relations": RelationRow,
    "cooccurrences": CooccurrenceRow,
    "decisions": DecisionRow,
}
"""The type of each table's rows."""
