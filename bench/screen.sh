#!/usr/bin/env bash
# Group `screen`: the whole way from JSON lines to written decisions on one thread, against @gorules/zen-engine doing
# nothing but the stateless rules. Both sides in every round; medians over the rounds; the hits must be equal.
source "$(dirname "$0")/lib.sh"

rows=${BENCH_ROWS:-1000000}
prefix=${BENCH_PREFIX:-20000}
world "$rows" small
input=("$work/world-$rows-small"/declarations-*.jsonl)
head -n "$prefix" "${input[0]}" >"$work/prefix.jsonl"
peers

step "bench hits" build/release/clearway screen --db none --threads 1 --seed 1 --out "$work/prefix.d.ndjson" \
  --rejects "$work/prefix.r.ndjson" "$work/prefix.jsonl" || true
ratios=()
ours=()
theirs=()
for round in $(rounds); do
  say "round $round"
  seconds=$(wall build/release/clearway screen --db none --threads 1 --seed 1 --out "$work/d.ndjson" \
    --rejects "$work/r.ndjson" "${input[@]}")
  our_rate=$(divide "$rows" "$seconds")
  peer=$(node bench/peers/zen.mjs "$work/prefix.jsonl" "$work/hits.json")
  peer_rate=$(divide "$(jq -r .rows <<<"$peer")" "$(jq -r .seconds <<<"$peer")")
  ours+=("$our_rate")
  theirs+=("$peer_rate")
  ratios+=("$(divide "$our_rate" "$peer_rate")")
done
equal=$(node bench/peers/compare-hits.mjs "$work/hits.json" "$work/prefix.d.ndjson") || equal="$equal: NOT EQUAL"
result "screen, 1 thread / zen-engine $(jq -r .version <<<"$peer") (rows/s)" "$(median "${ours[@]}")" \
  "$(median "${theirs[@]}")" "$(median "${ratios[@]}")" ">= 40"
note "zen: $(jq -r .rules <<<"$peer") stateless rules on the first $prefix rows, 256 in flight; $equal"
