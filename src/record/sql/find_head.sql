SELECT sequence, hash FROM chain_head WHERE stream = $1
