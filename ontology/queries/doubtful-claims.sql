SELECT found.confidence, title, predicate AS role, label AS entity, text AS sentence
FROM (FROM claims WHERE confidence < 0.6 ORDER BY confidence, iri LIMIT 50) AS found
JOIN papers USING (paper_id)
JOIN entities ON entities.entity_id = object
JOIN sentences ON sentences.paper_id = found.paper_id AND sentence_id IN sentence_ids
ORDER BY found.confidence, title, entity, role, sentence
