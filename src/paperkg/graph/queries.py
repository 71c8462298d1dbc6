"""The rows of each table as queries over extractions and links.

They read `extractions` (the columns of `paperkg.arrow.EXTRACTION_SCHEMA`), `linked` and `linked_entities` (see
`paperkg.linking.Links`) and `dates` (date, year, month).
"""

from paperkg.model import Role

PREPARED = """
CREATE VIEW texts AS
SELECT id AS paper_id, title || chr(10) || abstract AS text, sentences FROM extractions;

-- An entity of a paper with its node.
CREATE VIEW linked_members AS
SELECT found.paper_id, entity, entity_id
FROM (SELECT id AS paper_id, unnest(entities) AS entity FROM extractions) AS found
JOIN linked ON linked.paper_id = found.paper_id AND linked.name = entity.name;

CREATE MACRO sentence_id(paper_id, span) AS paper_id || '@' || span."start" || '-' || span."end";

CREATE MACRO characters(content, span_start, span_end) AS
  substring(content, CAST(span_start + 1 AS BIGINT), CAST(span_end - span_start AS BIGINT));

-- The last sentence that begins at or before a place, if it holds the place; else the whole text.
CREATE MACRO last_begun(sentences, place) AS list_filter(sentences, lambda s: s."start" <= place)[-1];
CREATE MACRO sentence_at(sentences, place, content) AS
  CASE WHEN place < last_begun(sentences, place)."end" THEN last_begun(sentences, place)
  ELSE {'start': 0, 'end': length(content)} END;
"""

_PAPERS = """
SELECT id AS paper_id, title, abstract, authors, coalesce(author_count, nullif(len(authors), 0)) AS author_count,
  affiliation, date, year, month, url, doi, arxiv_id, pubmed_id, venue, upvotes, sources, notes
FROM extractions LEFT JOIN dates USING (date)
"""

_MENTIONS = """
SELECT paper_id, entity_id, place."start", place."end", characters(text, place."start", place."end") AS text,
  sentence_id(paper_id, sentence_at(sentences, place."start", text)) AS sentence_id
FROM (SELECT paper_id, entity_id, unnest(entity.mentions) AS place FROM linked_members) JOIN texts USING (paper_id)
"""

# Two entities of a paper that linking made one share a row: the role and the evidence are those of the stronger role.
_STATEMENTS = f"""
SELECT paper_id, entity_id, first.role, mentions, confidence, rules,
  list_transform(first.evidence, lambda span: sentence_id(paper_id, span)) AS sentence_ids
FROM (
  SELECT paper_id, entity_id,
    -- Of the whole entity only what the row says, for it is kept until all are known.
    first(struct_pack(role := entity.role, evidence := entity.evidence)
      ORDER BY list_position({[role.value for role in Role]}, entity.role), -entity.confidence, entity.name) AS first,
    sum(len(entity.mentions)) AS mentions,
    max(round_even(entity.confidence, 3)) AS confidence,
    list_sort(list_distinct(flatten(list(entity.rules)))) AS rules
  FROM linked_members
  GROUP BY paper_id, entity_id
)
"""

# Where a number holds for several benchmarks or metrics, the ids of its results count them. A benchmark or metric is
# one where all papers or a decision agree with this one on the type.
_RESULTS = """
SELECT
  sentence_id(found.paper_id, result.span) || CASE WHEN count(*) OVER twins = 1 THEN ''
    ELSE '.' || row_number() OVER (twins ORDER BY position) END AS result_id,
  found.paper_id,
  subjects.entity_id AS subject, benchmarks.entity_id AS benchmark, metrics.entity_id AS metric,
  result.value, result.number, result.unit, result.kind, result.baseline,
  result.span."start" AS "start", result.span."end" AS "end",
  sentence_id(found.paper_id, result.evidence) AS sentence_id,
  round_even(result.confidence, 3) AS confidence, list_sort(result.rules) AS rules, result.spread, result.range_end
FROM (SELECT id AS paper_id, unnest(results) AS result, generate_subscripts(results, 1) AS position FROM extractions)
  AS found
LEFT JOIN linked AS subjects ON subjects.paper_id = found.paper_id AND subjects.name = result.subject
LEFT JOIN linked AS benchmarks ON benchmarks.paper_id = found.paper_id AND benchmarks.name = result.benchmark
  AND benchmarks.type = 'Benchmark'
LEFT JOIN linked AS metrics ON metrics.paper_id = found.paper_id AND metrics.name = result.metric
  AND metrics.type = 'Metric'
WINDOW twins AS (PARTITION BY found.paper_id, result.span)
"""

# One row for each paper that states a relation, where it does so most surely.
_RELATIONS = """
SELECT heads.entity_id AS head, relation.relation, tails.entity_id AS tail, found.paper_id,
  sentence_id(found.paper_id, relation.evidence) AS sentence_id,
  round_even(relation.confidence, 3) AS confidence, list_sort(relation.rules) AS rules
FROM (
  SELECT id AS paper_id, unnest(relations) AS relation, generate_subscripts(relations, 1) AS position FROM extractions
) AS found
JOIN linked AS heads ON heads.paper_id = found.paper_id AND heads.name = relation.head
JOIN linked AS tails ON tails.paper_id = found.paper_id AND tails.name = relation.tail
WHERE heads.entity_id <> tails.entity_id
QUALIFY row_number() OVER (
  PARTITION BY found.paper_id, heads.entity_id, relation.relation, tails.entity_id
  ORDER BY relation.confidence DESC, relation.evidence."start", relation.evidence."end", position
) = 1
"""

# Those that something cites; an id says where its sentence stands.
_SENTENCES = r"""
SELECT sentence_id, paper_id, span[1] AS "start", span[2] AS "end", characters(text, span[1], span[2]) AS text
FROM (
  SELECT paper_id, sentence_id, CAST(string_split(string_split(sentence_id, '@')[-1], '-') AS BIGINT[]) AS span
  FROM (
    SELECT paper_id, sentence_id FROM mentions
    UNION SELECT paper_id, unnest(sentence_ids) FROM statements
    UNION SELECT paper_id, sentence_id FROM results
    UNION SELECT paper_id, sentence_id FROM relations
  )
)
JOIN texts USING (paper_id)
"""

_ALIASES = "SELECT entity_id, text AS alias, count(*) AS mentions FROM mentions GROUP BY ALL"

_ENTITIES = """
SELECT entity_id, label, type, type_share, named, papers, coalesce(mentions, 0) AS mentions, confidence, links
FROM linked_entities
LEFT JOIN (SELECT entity_id, count(*) AS mentions FROM mentions GROUP BY entity_id) USING (entity_id)
"""

# Normalized pointwise mutual information (Bouma 2009). Entities are numbered in the order of their ids, for numbers
# take less memory than ids.
_COOCCURRENCES = """
WITH numbered AS (
  SELECT entity_id, papers, row_number() OVER (ORDER BY entity_id) AS number
  FROM (SELECT entity_id, count(*) AS papers FROM statements GROUP BY entity_id)
),
named AS (SELECT paper_id, number FROM statements JOIN numbered USING (entity_id)),
pairs AS (
  SELECT one.number AS a, other.number AS b, count(*) AS papers
  FROM named AS one JOIN named AS other ON one.paper_id = other.paper_id AND one.number < other.number
  GROUP BY ALL
),
totals AS (SELECT count(*) AS total FROM papers)
SELECT of_a.entity_id AS entity_a, of_b.entity_id AS entity_b, pairs.papers,
  CASE WHEN pairs.papers = total THEN 1.0
    ELSE round_even(
      ln(pairs.papers / total * total * total / (of_a.papers * of_b.papers)) / -ln(pairs.papers / total), 4)
  END AS npmi
FROM pairs
JOIN numbered AS of_a ON of_a.number = a
JOIN numbered AS of_b ON of_b.number = b
CROSS JOIN totals
"""

OF_PAPERS = {
    "papers": _PAPERS,
    "mentions": _MENTIONS,
    "statements": _STATEMENTS,
    "results": _RESULTS,
    "relations": _RELATIONS,
}
"""The tables that are made from extractions and links."""

DERIVED = {"sentences": _SENTENCES, "aliases": _ALIASES, "entities": _ENTITIES, "cooccurrences": _COOCCURRENCES}
"""The tables that are made from those."""
