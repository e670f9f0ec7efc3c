-- Newest first, without their content.
SELECT version_id, kind, state, version, title, note, fingerprint, data_fingerprint, parameters, measures, based_on, authors,
       created_by, created_at, rehearsal_id, approved_by, approved_at, activated_by, activated_at, retired_at, judges
FROM risk_version
ORDER BY created_at DESC, version_id DESC
