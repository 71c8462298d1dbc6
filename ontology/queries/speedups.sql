SELECT number::DECIMAL(38, 18) AS value, subject.label AS subject, metric.label AS metric, title, text AS sentence
FROM results
JOIN papers USING (paper_id)
JOIN sentences USING (sentence_id)
LEFT JOIN entities AS subject ON subject.entity_id = results.subject
LEFT JOIN entities AS metric ON metric.entity_id = results.metric
WHERE kind = 'ratio' AND number IS NOT NULL
ORDER BY 1 DESC, title, subject.label NULLS FIRST, metric.label NULLS FIRST, sentence
LIMIT 1000
