SELECT label AS method, count(DISTINCT found.paper_id) AS papers,
  count(DISTINCT found.paper_id) FILTER (role = 'introduces') AS introducing
FROM statements AS found JOIN entities USING (entity_id)
WHERE type = 'Method' AND paper_id IN (
  SELECT paper_id FROM statements WHERE entity_id IN (
    SELECT entity_id FROM names WHERE name = $task AND entity_id LIKE 'task:%'
  )
)
GROUP BY entity_id, label
ORDER BY 2 DESC, introducing DESC, method
LIMIT 50
