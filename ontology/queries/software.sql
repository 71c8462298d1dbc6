SELECT label AS software, found.papers, min(title) AS example
FROM (FROM entities WHERE type = 'Software' ORDER BY papers DESC, label, entity_id LIMIT 50) AS found
JOIN statements USING (entity_id)
JOIN papers USING (paper_id)
GROUP BY found.entity_id, label, found.papers
ORDER BY found.papers DESC, label, example
