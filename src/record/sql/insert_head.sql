INSERT INTO chain_head (stream, sequence, hash) VALUES ($1, $2, $3)
