SELECT party_id, refund_id, matter_id, ground, state, principal_krw, interest_krw, paid_in_on, proposed_on, decided_on,
  decided_by, paid_on, version
FROM refund
WHERE state = $1
ORDER BY proposed_on, party_id, refund_id
