SELECT title, string_agg(DISTINCT label, ', ' ORDER BY label) AS others
FROM names AS a
JOIN statements AS one ON one.entity_id = a.entity_id
JOIN statements AS two USING (paper_id)
JOIN names AS b ON b.entity_id = two.entity_id
JOIN papers USING (paper_id)
LEFT JOIN statements AS other
  ON other.paper_id = papers.paper_id AND other.entity_id NOT IN (one.entity_id, two.entity_id)
LEFT JOIN entities ON entities.entity_id = other.entity_id
WHERE a.name = $first AND b.name = $second
GROUP BY papers.paper_id, title
ORDER BY title, others NULLS FIRST
