SELECT party_id, declaration_id FROM declaration_number WHERE declaration_number = $1
