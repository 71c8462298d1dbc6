SELECT entity, type, title, text AS sentence
FROM (
  SELECT label AS entity, type, title, statements.paper_id, sentence_ids
  FROM statements JOIN entities USING (entity_id) JOIN papers ON papers.paper_id = statements.paper_id
  WHERE role = 'introduces'
  ORDER BY label, title, claim_iri(statements.paper_id, entity_id)
  LIMIT 1000
) AS found
JOIN sentences ON sentences.paper_id = found.paper_id AND sentence_id IN sentence_ids
ORDER BY entity, title, type, sentence
