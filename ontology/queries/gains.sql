SELECT value AS "valueText", baseline, metric.label AS metric, benchmark.label AS benchmark, subject.label AS subject, title
FROM results
JOIN papers USING (paper_id)
LEFT JOIN entities AS metric ON metric.entity_id = results.metric
LEFT JOIN entities AS benchmark ON benchmark.entity_id = results.benchmark
LEFT JOIN entities AS subject ON subject.entity_id = results.subject
WHERE kind = 'delta' AND number IS NOT NULL
ORDER BY number::DECIMAL(38, 18) DESC, title, value, baseline NULLS FIRST, metric.label NULLS FIRST,
  benchmark.label NULLS FIRST, subject.label NULLS FIRST
