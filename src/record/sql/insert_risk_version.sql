INSERT INTO risk_version (version_id, kind, state, version, title, note, fingerprint, data_fingerprint, parameters, measures, based_on, authors,
       created_by, created_at, rehearsal_id, approved_by, approved_at, activated_by, activated_at, retired_at, content, judges)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
ON CONFLICT DO NOTHING
