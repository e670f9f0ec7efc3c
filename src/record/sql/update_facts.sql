UPDATE declaration SET facts = $3 WHERE party_id = $1 AND declaration_id = $2
