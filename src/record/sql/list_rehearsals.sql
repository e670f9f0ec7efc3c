-- Of one version, newest first, without their reports.
SELECT rehearsal_id, version_id, fingerprint, against, from_day, to_day, requested_by, requested_at, finished_at, ''
FROM rehearsal
WHERE version_id = $1
ORDER BY finished_at DESC, rehearsal_id
