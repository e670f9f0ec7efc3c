SELECT fingerprint, subject_id, declaration_number, stream, sequence, version
FROM request
WHERE party_id = $1 AND actor = $2 AND request_id = $3
