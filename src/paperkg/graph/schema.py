"""The tables of a build: their columns, in Arrow's words.

A build is a directory whose `tables/` holds one Parquet file a table. Rows are sorted by the columns
named in `SORT_KEYS`, so equal builds are equal bytes. Ids are CURIEs: `paper:…`, and for entities
the type in lower case, `method:lora`. `sentence_id` is `<paper id>@<start>-<end>`, characters of the
paper's text (title, newline, abstract). Confidences are in [0, 1], rounded to three decimals.
"""

import pyarrow as pa

_ID = pa.string()
_STRINGS = pa.list_(pa.string())


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SCHEMAS: dict[str, pa.Schema] = {
    "papers": _schema(
        paper_id=_ID,
        title=pa.string(),
        abstract=pa.string(),
        authors=_STRINGS,
        author_count=pa.int32(),
        affiliation=pa.string(),
        date=pa.string(),  # as precise as its source
        year=pa.int32(),  # null where the source gives none
        month=pa.int32(),
        url=pa.string(),
        doi=pa.string(),
        arxiv_id=pa.string(),
        venue=pa.string(),
        upvotes=pa.int32(),
        sources=_STRINGS,  # "file:line"
    ),
    "sentences": _schema(
        sentence_id=_ID, paper_id=_ID, start=pa.int32(), end=pa.int32(), text=pa.string()
    ),  # those with a mention or a claim
    "entities": _schema(
        entity_id=_ID,
        label=pa.string(),
        type=pa.string(),
        type_share=pa.float64(),  # share of the papers' votes that the type got
        named=pa.bool_(),
        papers=pa.int32(),  # number of papers with it
        mentions=pa.int32(),  # number of places
        confidence=pa.float64(),
        links=_STRINGS,  # IRIs in user vocabularies
    ),
    "aliases": _schema(entity_id=_ID, alias=pa.string(), mentions=pa.int32()),
    "mentions": _schema(
        paper_id=_ID,
        entity_id=_ID,
        start=pa.int32(),
        end=pa.int32(),
        text=pa.string(),
        sentence_id=_ID,
    ),
    "statements": _schema(
        paper_id=_ID,
        role=pa.string(),
        entity_id=_ID,
        mentions=pa.int32(),
        confidence=pa.float64(),
        rules=_STRINGS,
        sentence_ids=_STRINGS,  # the evidence
    ),  # one a paper and entity
    "results": _schema(
        result_id=_ID,
        paper_id=_ID,
        subject=_ID,  # entity ids or null; benchmark and metric are null where the entity is of another type
        benchmark=_ID,
        metric=_ID,
        value=pa.string(),  # as in the text
        number=pa.string(),  # the value as a plain decimal, "71.27"
        unit=pa.string(),
        kind=pa.string(),
        baseline=pa.string(),
        start=pa.int32(),
        end=pa.int32(),
        sentence_id=_ID,
        confidence=pa.float64(),
        rules=_STRINGS,
    ),
    "relations": _schema(
        head=_ID,
        relation=pa.string(),
        tail=_ID,
        paper_id=_ID,
        sentence_id=_ID,
        confidence=pa.float64(),
        rules=_STRINGS,
    ),  # one a paper that states it
    "cooccurrences": _schema(
        entity_a=_ID,  # entity_a < entity_b
        entity_b=_ID,
        papers=pa.int32(),  # number of papers with both
        npmi=pa.float64(),  # normalised pointwise mutual information (Bouma 2009), in [-1, 1]
    ),
    "decisions": _schema(
        action=pa.string(),  # merge, split, retype, rename, drop
        entity=pa.string(),
        argument=pa.string(),
        status=pa.string(),  # applied, proposed, unused
        reason=pa.string(),
    ),
}

SORT_KEYS: dict[str, tuple[str, ...]] = {
    "papers": ("paper_id",),
    "sentences": ("paper_id", "start"),
    "entities": ("entity_id",),
    "aliases": ("entity_id", "alias"),
    "mentions": ("paper_id", "start"),
    "statements": ("paper_id", "entity_id"),
    "results": ("paper_id", "start", "result_id"),
    "relations": ("paper_id", "head", "relation", "tail"),
    "cooccurrences": ("entity_a", "entity_b"),
    "decisions": ("action", "entity", "argument"),
}
