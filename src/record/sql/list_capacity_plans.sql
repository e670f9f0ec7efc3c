SELECT customs_office, from_day, red, orange, reason, planned_by, planned_at, version
FROM capacity_plan
ORDER BY customs_office, from_day
