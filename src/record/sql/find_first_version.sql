-- The declaration as first lodged, where its facts were amended later.
SELECT facts
FROM declaration_version
WHERE party_id = $1 AND declaration_id = $2
ORDER BY version
LIMIT 1
