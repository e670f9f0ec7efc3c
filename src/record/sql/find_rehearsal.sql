SELECT rehearsal_id, version_id, fingerprint, against, from_day, to_day, requested_by, requested_at, finished_at, report
FROM rehearsal
WHERE rehearsal_id = $1
