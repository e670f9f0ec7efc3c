-- Offices one after the other, without reading their declarations.
SELECT min(customs_office) FROM declaration WHERE customs_office > $1
