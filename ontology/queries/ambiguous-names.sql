WITH forms AS (
  SELECT DISTINCT lower(form) AS name, entity_id
  FROM (SELECT entity_id, label AS form FROM entities UNION ALL SELECT entity_id, alias FROM aliases)
),
-- Few names are of several, and only their labels are gathered.
shared AS (SELECT name, count(*) AS entities FROM forms GROUP BY name HAVING count(*) > 1)
SELECT shared.name AS name, shared.entities AS entities, string_agg(DISTINCT label, ' | ' ORDER BY label) AS labels
FROM shared JOIN forms USING (name) JOIN entities ON entities.entity_id = forms.entity_id
GROUP BY shared.name, shared.entities
ORDER BY shared.entities DESC, shared.name
