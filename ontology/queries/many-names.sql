SELECT label, aliases, written
FROM entities JOIN (
  SELECT entity_id, count(*) AS aliases, string_agg(alias, ' | ' ORDER BY alias) AS written
  FROM aliases JOIN entities USING (entity_id)
  WHERE alias != label
  GROUP BY entity_id
  ORDER BY aliases DESC, entity_id
  LIMIT 50
) USING (entity_id)
ORDER BY aliases DESC, label, written
