SELECT coalesce(year::VARCHAR, '----') || printf('-%02d', month) AS month, label AS model, found.papers
FROM (
  SELECT year, month, entity_id, count(*) AS papers
  FROM statements JOIN papers USING (paper_id)
  WHERE entity_id LIKE 'model:%' AND month IS NOT NULL
  GROUP BY year, month, entity_id
  ORDER BY papers DESC, year NULLS FIRST, month, entity_id
  LIMIT 500
) AS found
JOIN entities USING (entity_id)
ORDER BY 1, 3 DESC, model
