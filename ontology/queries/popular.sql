SELECT upvotes, title, string_agg(DISTINCT label, ', ' ORDER BY label) AS introduces
FROM (FROM papers WHERE upvotes IS NOT NULL ORDER BY upvotes DESC, title, url_encode(paper_id) LIMIT 50) AS found
LEFT JOIN statements ON statements.paper_id = found.paper_id AND role = 'introduces'
LEFT JOIN entities USING (entity_id)
GROUP BY found.paper_id, upvotes, title
ORDER BY upvotes DESC, title, introduces NULLS FIRST
