SELECT rule, count(*) AS claims, mean(confidence) AS confidence
FROM (
  SELECT unnest(list_distinct(rules)) AS rule, confidence FROM claims
  UNION ALL
  SELECT unnest(list_distinct(rules)), confidence FROM results
)
GROUP BY rule
ORDER BY claims DESC, rule
