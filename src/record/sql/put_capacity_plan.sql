INSERT INTO capacity_plan (customs_office, from_day, red, orange, reason, planned_by, planned_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (customs_office, from_day) DO UPDATE SET red = excluded.red, orange = excluded.orange,
  reason = excluded.reason, planned_by = excluded.planned_by, planned_at = excluded.planned_at,
  version = excluded.version
