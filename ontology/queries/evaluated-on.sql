SELECT date, title, subject.label AS subject, value, metric.label AS metric
FROM names
JOIN statements AS own USING (entity_id)
JOIN papers ON papers.paper_id = own.paper_id
LEFT JOIN results ON results.paper_id = own.paper_id AND results.benchmark = own.entity_id
LEFT JOIN entities AS subject ON subject.entity_id = results.subject
LEFT JOIN entities AS metric ON metric.entity_id = results.metric
WHERE name = $benchmark AND own.role = 'evaluates_on' AND own.entity_id LIKE 'benchmark:%'
ORDER BY value IS NULL, date DESC NULLS LAST, title, value, subject.label NULLS FIRST, metric.label NULLS FIRST
