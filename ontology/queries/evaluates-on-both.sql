SELECT title, paper_id AS paper
FROM names AS a
JOIN statements AS one ON one.entity_id = a.entity_id
JOIN statements AS other USING (paper_id)
JOIN names AS b ON b.entity_id = other.entity_id
JOIN papers USING (paper_id)
WHERE a.name = $first AND b.name = $second AND one.role = 'evaluates_on' AND other.role = 'evaluates_on'
ORDER BY title, paper
