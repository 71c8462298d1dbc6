SELECT label AS model, found.papers, count(*) FILTER (role = 'uses') AS uses,
  count(*) FILTER (role = 'compares_with') AS comparisons
FROM (FROM entities WHERE type = 'Model' ORDER BY papers DESC, label, entity_id LIMIT 50) AS found
JOIN statements USING (entity_id)
GROUP BY found.entity_id, label, found.papers
ORDER BY found.papers DESC, label, uses, comparisons
