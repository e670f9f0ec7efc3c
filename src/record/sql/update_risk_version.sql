UPDATE risk_version
SET state = $2, version = $3, title = $4, note = $5, fingerprint = $6, data_fingerprint = $7, parameters = $8,
    measures = $9, authors = $10, rehearsal_id = $11, approved_by = $12, approved_at = $13, activated_by = $14,
    activated_at = $15, retired_at = $16, content = $17
WHERE version_id = $1
