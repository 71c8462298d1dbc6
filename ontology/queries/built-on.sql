SELECT base.label AS base, count(DISTINCT head) AS built, string_agg(DISTINCT node.label, ', ' ORDER BY node.label) AS names
FROM relations
JOIN entities AS base ON base.entity_id = tail
JOIN entities AS node ON node.entity_id = head
WHERE relation = 'based_on'
GROUP BY tail, base.label
ORDER BY built DESC, base.label, names
LIMIT 50
