SELECT winner.label AS better, loser.label AS worse, title, text AS sentence, relations.confidence
FROM relations
JOIN entities AS winner ON winner.entity_id = head
JOIN entities AS loser ON loser.entity_id = tail
JOIN papers USING (paper_id)
JOIN sentences ON sentences.sentence_id = relations.sentence_id
WHERE relation = 'outperforms'
ORDER BY better, worse, title, sentence, relations.confidence
LIMIT 1000
