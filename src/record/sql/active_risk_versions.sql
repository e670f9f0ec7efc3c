-- The versions in force of a kind (policy, model), the newest first.
SELECT version_id, kind, state, version, title, note, fingerprint, data_fingerprint, parameters, measures, based_on, authors,
       created_by, created_at, rehearsal_id, approved_by, approved_at, activated_by, activated_at, retired_at, judges, content
FROM risk_version
WHERE kind = $1 AND state = 'active'
ORDER BY activated_at DESC, version_id
