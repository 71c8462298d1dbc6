SELECT predicate AS role, text AS sentence, start, "end", confidence, title
FROM names
JOIN claims ON object = names.entity_id
JOIN papers USING (paper_id)
JOIN sentences ON sentences.paper_id = claims.paper_id AND sentence_id IN sentence_ids
WHERE name = $entity
ORDER BY role, confidence DESC, title, start, "end"
