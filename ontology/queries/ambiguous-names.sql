SELECT lower(name) AS name, count(DISTINCT entity_id) AS entities, string_agg(DISTINCT label, ' | ' ORDER BY label) AS labels
FROM names JOIN entities USING (entity_id)
GROUP BY lower(name)
HAVING count(DISTINCT entity_id) > 1
ORDER BY entities DESC, 1
