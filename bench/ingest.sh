#!/usr/bin/env bash
# Group `ingest`: writing decisions durably through the store, against bare loops that write equally wide rows with the same
# tables, indexes and batches. Each program measures both sides in every round and prints medians. Then the whole command,
# from JSON lines to durable decisions, against the same bare loops.
source "$(dirname "$0")/lib.sh"

rows=${BENCH_INGEST_ROWS:-200000}

# report NAME GOAL PATTERN OUTPUT OURS PEER: the ratio that stands at the end of the line with PATTERN.
report() {
  local ratio
  ratio=$(grep -F "$3" "$4" | awk '{ print $NF }')
  result "$1" "$5" "$6" "${ratio:-?}" "$2"
}
# rate NAME OUTPUT: "NAME 12345" of the first line
rate() { grep -o "$1 [0-9]*" "$2" | head -n 1 | awk '{ print $NF }'; }

step "ingest sqlite" bash -c "build/release/bench/bench_ingest_sqlite $rows ${BENCH_ROUNDS:-3} >'$work/ingest-sqlite.txt'"
report "durable rows/s, SQLite / bare loop, same tables" ">= 0.8" "bare loop, same tables" "$work/ingest-sqlite.txt" \
  "$(rate store "$work/ingest-sqlite.txt")" "$(rate 'bare two tables' "$work/ingest-sqlite.txt")"
report "durable rows/s, SQLite / bare loop, one table" "" "bare loop, one table" "$work/ingest-sqlite.txt" \
  "$(rate store "$work/ingest-sqlite.txt")" "$(rate 'bare one table' "$work/ingest-sqlite.txt")"

step "ingest postgres" bash -c \
  "scripts/with-postgres --durable build/release/bench/bench_ingest_postgres $((rows / 2)) ${BENCH_ROUNDS:-3} >'$work/ingest-postgres.txt'"
report "durable rows/s, PostgreSQL / bare COPY, same tables" ">= 0.7" "bare COPY, same tables" "$work/ingest-postgres.txt" \
  "$(rate store "$work/ingest-postgres.txt")" "$(rate 'bare COPY,*' "$work/ingest-postgres.txt")"

# screened NAME BARE GOAL COMMAND...: rows per second of the whole command beside the bare loop of this run
screened() {
  local name=$1 bare=$2 goal=$3 rates=() round
  shift 3
  for round in $(rounds); do
    rm -f "$work"/ingest.db*
    "$@" >"$work/ingest.json" || [ $? -eq 1 ]
    rates+=("$(divide "$rows" "$(jq -r .seconds "$work/ingest.json")")")
  done
  rm -f "$work"/ingest.db*
  result "$name" "$(median "${rates[@]}")" "$bare" "$(divide "$(median "${rates[@]}")" "$bare")" "$goal"
}
world "$rows" small
input=("$work/world-$rows-small"/declarations-*.jsonl)
screen=(build/release/clearway screen --json --seed 1 --rejects "$work/r.ndjson")
say "screen into SQLite"
screened "clearway screen into SQLite / bare loop, same tables" "$(rate 'bare two tables' "$work/ingest-sqlite.txt")" ">= 0.8" \
  "${screen[@]}" --db "sqlite:$work/ingest.db" "${input[@]}"
say "screen into PostgreSQL"
screened "clearway screen into PostgreSQL / bare COPY, same tables" "$(rate 'bare COPY,*' "$work/ingest-postgres.txt")" ">= 0.7" \
  scripts/with-postgres --durable bash -c '"$@" --db "$CLEARWAY_TEST_POSTGRES"' - "${screen[@]}" "${input[@]}"
