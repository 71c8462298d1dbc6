SELECT date, label AS entity, type, title
FROM (
  SELECT date, title, entity_id
  FROM statements JOIN papers USING (paper_id)
  WHERE role = 'introduces' AND year IS NOT NULL AND left(date, length($since)) >= left($since, length(date))
  ORDER BY date DESC, entity_id, url_encode(paper_id)
  LIMIT 1000
) AS found
JOIN entities USING (entity_id)
ORDER BY date DESC, entity, title, type
