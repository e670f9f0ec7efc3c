-- PostgreSQL only. $1 array of numbers.
SELECT declaration_number FROM declaration_number WHERE declaration_number = ANY ($1::text[])
