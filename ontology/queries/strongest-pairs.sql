SELECT a.label AS first, b.label AS second, found.papers, npmi
FROM (FROM pairs WHERE papers >= 3 ORDER BY npmi DESC, papers DESC, pair LIMIT 50) AS found
JOIN entities AS a ON a.entity_id = entity_a
JOIN entities AS b ON b.entity_id = entity_b
ORDER BY npmi DESC, found.papers DESC, first, second
