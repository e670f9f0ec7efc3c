SELECT party_id, order_id FROM virtual_account WHERE account_number = $1
