-- Declarations of an office and a period, counted on the index alone.
SELECT count(*)
FROM declaration
WHERE customs_office = $1 AND declared_on >= $2 AND declared_on <= $3
