WITH counted AS (
  SELECT 'https://w3id.org/paperkg/ns#' || type AS class, count(*) AS number FROM entities GROUP BY type
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Paper', count(*) FROM papers
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Author', coalesce(sum(len(authors)), 0) FROM papers
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Sentence', count(*) FROM sentences
  UNION ALL SELECT 'http://www.w3.org/ns/oa#TextPositionSelector', count(*) FROM sentences
  UNION ALL SELECT 'http://www.w3.org/ns/oa#TextQuoteSelector', count(*) FROM sentences
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Mention', count(DISTINCT (paper_id, start, "end")) FROM mentions
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#ValueMention', count(DISTINCT (paper_id, start, "end")) FROM results
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Statement', count(*) FROM claims
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Result', count(*) FROM results
  UNION ALL SELECT 'https://w3id.org/paperkg/ns#Cooccurrence', count(*) FROM pairs
)
SELECT class, number::BIGINT AS number
FROM counted
WHERE number > 0
ORDER BY number DESC, class
