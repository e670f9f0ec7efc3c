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

# What `clearway screen` records is wider than the rows above. So the bare loops write the very rows of the run beside it.
world "$rows" small
input=("$work/world-$rows-small"/declarations-*.jsonl)
screen=(build/release/clearway screen --json --seed 1 --rejects "$work/r.ndjson")
postgres=(scripts/with-postgres --durable bash -c '"$@" --db "$CLEARWAY_TEST_POSTGRES"' -)
screened() {  # COMMAND...: rows per second
  "$@" >"$work/ingest.json" || [ $? -eq 1 ]
  divide "$rows" "$(jq -r .seconds "$work/ingest.json")"
}
bare_rate() { grep -o 'bare [0-9]*' | awk '{ print $2 }'; }
declare -A rates
for round in $(rounds); do
  say "screen into SQLite and PostgreSQL, round $round"
  rm -f "$work"/ingest.db*
  ours=$(screened "${screen[@]}" --db "sqlite:$work/ingest.db" "${input[@]}")
  bare=$(build/release/bench/bench_ingest_sqlite --recorded "$work/ingest.db" | bare_rate)
  rates[sqlite]+=" $ours" rates[sqlite_bare]+=" $bare" rates[sqlite_ratio]+=" $(divide "$ours" "$bare")"
  ours=$(screened "${postgres[@]}" "${screen[@]}" "${input[@]}")
  bare=$(scripts/with-postgres --durable build/release/bench/bench_ingest_postgres --recorded "$work/ingest.db" | bare_rate)
  rates[postgres]+=" $ours" rates[postgres_bare]+=" $bare" rates[postgres_ratio]+=" $(divide "$ours" "$bare")"
done
rm -f "$work"/ingest.db*
# shellcheck disable=SC2086 # lists of numbers
for engine in sqlite:'SQLite / bare loop':'>= 0.8' postgres:'PostgreSQL / bare COPY':'>= 0.7'; do
  IFS=: read -r key name goal <<<"$engine"
  result "clearway screen into $name, same rows and tables" "$(median ${rates[$key]})" "$(median ${rates[${key}_bare]})" \
    "$(median ${rates[${key}_ratio]})" "$goal"
done
