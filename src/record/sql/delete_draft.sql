DELETE FROM draft WHERE account_id = $1 AND draft_id = $2
