SELECT a.label AS first, b.label AS second, found.papers, found.npmi
FROM (
  FROM pairs
  WHERE entity_a LIKE 'benchmark:%' AND entity_b LIKE 'benchmark:%'
  ORDER BY papers DESC, npmi DESC, pair
  LIMIT 50
) AS found
JOIN entities AS a ON a.entity_id = entity_a
JOIN entities AS b ON b.entity_id = entity_b
ORDER BY found.papers DESC, npmi DESC, first, second
