"""The values that pass between the stages: one paper and what was found in it.

All offsets are characters (Unicode code points) into `Paper.text`, half open: `text[start:end]`.
Types, roles, relations and result kinds are those of the annotation guidelines; the ontology
(`ontology/paperkg.ttl`) declares the same ones.
"""

from dataclasses import dataclass
from enum import StrEnum

from paperkg.kinds import EntityType


class Role(StrEnum):
    """What a paper does with an entity, strongest first."""

    INTRODUCES = "introduces"
    EVALUATES_ON = "evaluates_on"
    COMPARES_WITH = "compares_with"
    ADDRESSES = "addresses"
    MEASURES = "measures"
    USES = "uses"
    MENTIONS = "mentions"


class Relation(StrEnum):
    """What one entity is to another, as a paper states it."""

    OUTPERFORMS = "outperforms"
    BASED_ON = "based_on"
    EVALUATED_ON = "evaluated_on"
    SOLVES = "solves"
    PART_OF = "part_of"
    VARIANT_OF = "variant_of"


class ResultKind(StrEnum):
    """How a reported number is to be read."""

    ABSOLUTE = "absolute"
    DELTA = "delta"
    RATIO = "ratio"


class Rule(StrEnum):
    """What found an entity, a result or a relation."""

    LEXICON = "lexicon"
    """The shipped lexicon has the name."""
    USER_LEXICON = "user_lexicon"
    """A lexicon of the user's own has it."""
    TITLE_NAME = "title_name"
    """The title begins with a name and a colon: "FooNet: ..."."""
    TITLE_WORD = "title_word"
    """So does this one, with a word that is not written as a name: "Walrus: ..."."""
    PROPOSED = "proposed"
    """The name follows "we propose" or the like."""
    CALLED = "called"
    """The name follows "called" or the like."""
    SHAPE = "shape"
    """The word is written as a name: "FlashAttention", "GPT-4o"."""
    LANGUAGE = "language"
    """The words around a short name make it a programming language: "written in R"."""
    METRIC_AT = "metric_at"
    """The word is a metric at a rank or over samples: "recall@10", "pass^4"."""
    RECOGNIZER = "recognizer"
    """The trained recognizer takes the form for an entity."""
    LIST = "list"
    """The type is that of a neighbor in a list of names."""
    RESULTS = "results"
    """The trained model of results."""
    RELATIONS = "relations"
    """The trained model of relations."""
    ANNOTATOR = "annotator"
    """A person who annotated the paper."""


LEXICON_RULES = frozenset((Rule.LEXICON, Rule.USER_LEXICON))
"""The rules that know a name from a lexicon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: what a record of it says, nothing made up.

    `date` is as precise as its source: "2025-03-05", "2025-03", "2025", or text such as "Mar 5"
    where the source gives no year. `author_count` stands where only a number of authors is known.
    `sources` are the places it was read from, each "name:line", or "name:number of the record". `notes` say what its
    records hold that cannot be so and was left out, or is not read: "date 2023-02-30 does not exist".
    """

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    affiliation: str | None = None
    date: str | None = None
    url: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    pubmed_id: str | None = None
    venue: str | None = None
    upvotes: int | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title, a newline, and abstract: what every offset refers to."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Records that could not become papers, nearly always one: where it stands and why.

    `place` is the line on which the record begins, or its number in a format without lines; None where this is said of
    a whole file. `records` is 0 where the file cannot be read, so that nobody knows of any; `passed_over` says that it
    just lies in a folder or archive among the papers and is nothing that paperkg reads.
    """

    source: str
    place: int | None
    reason: str
    excerpt: str = ""
    records: int = 1
    passed_over: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a paper's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntity:
    """An entity inside one paper.

    `aliases` are its surface forms there, every one literally in the text; `mentions` all the
    places, sorted, not overlapping those of any other entity. `confidence` is in [0, 1];
    `rules` names what found it. `evidence` are the sentences that show its role.
    `links` are IRIs of user vocabularies that name the same thing. `types` are the types that the recognizer
    weighed, each with its probability in [0, 1]; empty where it was not asked.
    """

    name: str
    type: EntityType
    named: bool
    role: Role
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    confidence: float
    rules: tuple[Rule, ...]
    evidence: tuple[Span, ...] = ()
    links: tuple[str, ...] = ()
    types: tuple[tuple[EntityType, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A number that reports an outcome. Entities are given by their name in the same paper.

    `value` is copied from the text, which has it at `span`. `number` is its first number as a plain decimal,
    negative where the paper reports a fall ("reduces latency by 20%"), and None where the value is a word. `unit` is
    "%", "x", "points", "ms" and the like, or None for a bare number. `spread` is the uncertainty beside the value
    ("0.4" in "88.1 ± 0.4"), `range_end` the upper end of a range ("1.1" in "0.4-1.1"), both as the text writes them.
    `evidence` is the sentence around it. `baseline` is the value compared against, where stated.
    """

    subject: str | None
    benchmark: str | None
    metric: str | None
    value: str
    kind: ResultKind
    span: Span
    evidence: Span
    number: str | None = None
    unit: str | None = None
    baseline: str | None = None
    spread: str | None = None
    range_end: str | None = None
    confidence: float = 1.0
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRelation:
    """`head` `relation` `tail`, both names of entities in the same paper, and the sentence saying so."""

    head: str
    relation: Relation
    tail: str
    evidence: Span
    confidence: float = 1.0
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one paper. `sentences` cover the text in order, the title being one.

    A paper that is not `english` is left unread: it has no entities.
    """

    paper: Paper
    entities: tuple[PaperEntity, ...] = ()
    results: tuple[Result, ...] = ()
    relations: tuple[EntityRelation, ...] = ()
    sentences: tuple[Span, ...] = ()
    english: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A paper whose extraction failed for a fault that is not its own, and what is known of it."""

    paper: Paper
    reason: str


Outcome = Extraction | Failure
"""What becomes of a paper in extraction."""


class Action(StrEnum):
    """What a person can decide about an entity."""

    MERGE = "merge"
    RETYPE = "retype"
    RENAME = "rename"
    SPLIT = "split"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Decision:
    """One decision about the entity called `entity`; `argument` is empty only for drop."""

    action: Action
    entity: str
    argument: str = ""
    reason: str = ""
