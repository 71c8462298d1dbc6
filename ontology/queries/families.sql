SELECT parent.label AS family, count(DISTINCT head) AS variants, string_agg(DISTINCT node.label, ', ' ORDER BY node.label) AS names
FROM relations
JOIN entities AS parent ON parent.entity_id = tail
JOIN entities AS node ON node.entity_id = head
WHERE relation = 'variant_of'
GROUP BY tail, parent.label
ORDER BY variants DESC, parent.label, names
