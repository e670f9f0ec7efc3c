#!/usr/bin/env bash
# Group `memory`: peak resident memory of `clearway screen` on files of 1 and 5 million declarations.
source "$(dirname "$0")/lib.sh"

for rows in ${BENCH_MEMORY_ROWS:-1000000 5000000}; do
  world "$rows" year
  say "screen $rows declarations"
  peak=$(/usr/bin/time -f %M build/release/clearway screen --db none --threads 1 --seed 1 --out "$work/d.ndjson" \
    --rejects "$work/r.ndjson" "$work/world-$rows-year"/declarations-*.jsonl 2>&1 >/dev/null | tail -n 1)
  rm -f "$work/d.ndjson"
  [ "$rows" -le 1000000 ] || rm -rf "$work/world-$rows-year"
  result "peak memory, $rows declarations (MB)" "$((peak / 1024))" "300" "$(divide "$((peak / 1024))" 300)" "< 1"
done
