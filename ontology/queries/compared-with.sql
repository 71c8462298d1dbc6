SELECT label AS other, count(DISTINCT rival.paper_id) AS papers, min(title) AS example
FROM names
JOIN statements AS own ON own.entity_id = names.entity_id
JOIN statements AS rival ON rival.paper_id = own.paper_id AND rival.entity_id != own.entity_id
JOIN entities ON entities.entity_id = rival.entity_id
JOIN papers ON papers.paper_id = rival.paper_id
WHERE name = $entity AND rival.role = 'compares_with'
GROUP BY label
ORDER BY papers DESC, other
