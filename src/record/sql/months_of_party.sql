SELECT substr(declared_on, 1, 7), count(*), CAST(sum(value_krw) AS bigint)
FROM declaration
WHERE party_id = $1 AND declared_on >= $2
GROUP BY 1
