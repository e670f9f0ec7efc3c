DELETE FROM declaration_number WHERE declaration_number = $1
