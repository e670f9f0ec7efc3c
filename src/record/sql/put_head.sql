UPDATE chain_head SET sequence = $2, hash = $3 WHERE stream = $1
