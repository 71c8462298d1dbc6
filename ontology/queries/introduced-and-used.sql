SELECT label AS entity, title AS "introducedBy", count(*) AS "laterPapers"
FROM (
  SELECT entity_id, paper_id, label
  FROM statements JOIN entities USING (entity_id)
  WHERE role = 'introduces' AND papers > 1
  ORDER BY papers DESC, entity_id, url_encode(paper_id)
  LIMIT 50
) AS introduced
JOIN statements AS later ON later.entity_id = introduced.entity_id AND later.paper_id != introduced.paper_id
JOIN papers ON papers.paper_id = introduced.paper_id
WHERE role IN ('uses', 'compares_with', 'evaluates_on')
GROUP BY introduced.entity_id, label, papers.paper_id, title
ORDER BY 3 DESC, entity, title
