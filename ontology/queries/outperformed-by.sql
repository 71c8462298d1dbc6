SELECT winner.label AS better, date, relations.confidence, title, text AS sentence
FROM names
JOIN relations ON tail = names.entity_id
JOIN entities AS winner ON winner.entity_id = head
JOIN papers USING (paper_id)
JOIN sentences ON sentences.sentence_id = relations.sentence_id
WHERE name = $entity AND relation = 'outperforms'
ORDER BY date DESC NULLS LAST, better, title, relations.confidence, sentence
