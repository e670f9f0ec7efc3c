-- PostgreSQL: writers of several processes take turns. (SQLite has one writer by BEGIN IMMEDIATE.)
SELECT sequence, hash FROM chain_head WHERE stream = $1 FOR UPDATE
