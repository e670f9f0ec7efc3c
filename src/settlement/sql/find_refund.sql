SELECT party_id, refund_id, matter_id, ground, state, principal_krw, interest_krw, paid_in_on, proposed_on, decided_on,
  decided_by, paid_on, version
FROM refund
WHERE party_id = $1 AND refund_id = $2
