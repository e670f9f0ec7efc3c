SELECT evidence_id, file_name, media_type, size_bytes, digest, added_by, added_at
FROM evidence
WHERE party_id = $1 AND declaration_id = $2
ORDER BY added_at, evidence_id
