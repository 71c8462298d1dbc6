SELECT label AS neighbor, type, pairs.papers, npmi
FROM names
JOIN pairs ON names.entity_id IN (entity_a, entity_b)
JOIN entities ON entities.entity_id = if(entity_a = names.entity_id, entity_b, entity_a)
WHERE name = $entity
ORDER BY pairs.papers DESC, npmi DESC, neighbor, type
