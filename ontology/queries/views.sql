-- What the questions in SQL share, beside the tables of a build. To ask one with DuckDB alone, in the folder of a build:
--   CREATE VIEW papers AS FROM 'tables/papers.parquet';    and so on for each table; then this file; then the question.

-- Labels and aliases, as skos:prefLabel and skos:altLabel.
CREATE VIEW names AS
SELECT entity_id, label AS name FROM entities UNION SELECT entity_id, alias FROM aliases;

-- The name of a role or relation in the ontology: evaluates_on is evaluatesOn.
CREATE MACRO property(name) AS
  list_reduce(string_split(name, '_'), lambda head, word: head || upper(word[1]) || word[2:]);

-- The end of the IRI of a claim, by which claims that are equally sure are ordered.
CREATE MACRO claim_iri(paper_id, about) AS url_encode(paper_id) || ':' || about;

-- The mean of confidences to three digits, whatever the order of the rows.
CREATE MACRO mean(confidence) AS
  (2 * sum(round(1000 * confidence)::BIGINT) + count(*)) // (2 * count(*)) / 1000;

-- What papers do with entities, and what they say of two: whatever has a pkg:predicate.
CREATE VIEW claims AS
SELECT paper_id, property(role) AS predicate, NULL AS subject, entity_id AS object, confidence, rules, sentence_ids,
  claim_iri(paper_id, entity_id) AS iri
FROM statements
UNION ALL
SELECT paper_id, property(relation), head, tail, confidence, rules, [sentence_id],
  claim_iri(paper_id, head || ':' || property(relation) || ':' || tail)
FROM relations;

-- Pairs of entities as the RDF holds them: those that share two papers or more, with three digits.
CREATE VIEW pairs AS
SELECT entity_a, entity_b, papers, printf('%.3f', npmi)::DOUBLE AS npmi, entity_a || ':' || entity_b AS pair
FROM cooccurrences WHERE papers >= 2;
