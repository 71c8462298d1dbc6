SELECT label AS metric, papers, count(number) AS results,
  min(number::DECIMAL(38, 18)) AS least, max(number::DECIMAL(38, 18)) AS most
FROM entities LEFT JOIN results ON metric = entities.entity_id
WHERE type = 'Metric'
GROUP BY entities.entity_id, label, papers
ORDER BY results DESC, papers DESC, label, least NULLS FIRST, most NULLS FIRST
LIMIT 50
