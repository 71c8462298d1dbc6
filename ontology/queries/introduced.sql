SELECT entity, type, title, text AS sentence
FROM (
  SELECT label AS entity, type, paper_id, sentence_ids
  FROM statements JOIN entities USING (entity_id)
  WHERE role = 'introduces'
  ORDER BY label, url_encode(paper_id), entity_id
  LIMIT 1000
) AS found
JOIN papers USING (paper_id)
JOIN sentences ON sentences.paper_id = found.paper_id AND sentence_id IN sentence_ids
ORDER BY entity, title, type, sentence
