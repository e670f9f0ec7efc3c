-- PostgreSQL only: $1 parties, $2 actors, $3 request ids, arrays of the same length.
SELECT r.actor, r.request_id
FROM unnest($1::text[], $2::text[], $3::text[]) AS k (party_id, actor, request_id)
JOIN request r ON r.party_id = k.party_id AND r.actor = k.actor AND r.request_id = k.request_id
