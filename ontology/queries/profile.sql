SELECT property(role) AS role, count(*) AS papers, mean(confidence) AS confidence
FROM names JOIN statements USING (entity_id)
WHERE name = $entity
GROUP BY statements.role
ORDER BY papers DESC, 1
