SELECT label AS benchmark, count(DISTINCT paper_id) AS papers
FROM statements AS found JOIN entities USING (entity_id)
WHERE role = 'evaluates_on' AND paper_id IN (
  SELECT paper_id FROM statements WHERE entity_id IN (
    SELECT entity_id FROM names WHERE name = $task AND entity_id LIKE 'task:%'
  )
)
GROUP BY label
ORDER BY papers DESC, benchmark
