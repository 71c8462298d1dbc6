SELECT label, type, type_share AS share, papers
FROM entities
WHERE type_share < 1
ORDER BY share, papers DESC, label, type
LIMIT 100
