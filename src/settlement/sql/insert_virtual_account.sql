INSERT INTO virtual_account (account_number, party_id, order_id) VALUES ($1, $2, $3)
