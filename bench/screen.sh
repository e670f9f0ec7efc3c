#!/usr/bin/env bash
# Group `screen`: the whole way from JSON lines to written decisions on one thread, against @gorules/zen-engine doing
# nothing but the stateless rules. Both sides in every round; medians over the rounds; the hits must be equal. And two
# threads against one.
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
two=()
to_one=()
whole=()
whole_ratios=()
same="same bytes"
for round in $(rounds); do
  say "round $round"
  rm -f "$work/d.ndjson"
  seconds=$(wall build/release/clearway screen --db none --threads 1 --seed 1 --out "$work/d.ndjson" \
    --rejects "$work/r.ndjson" "${input[@]}")
  our_rate=$(divide "$rows" "$seconds")
  mv "$work/d.ndjson" "$work/d1.ndjson"
  seconds=$(wall build/release/clearway screen --db none --threads 2 --seed 1 --out "$work/d.ndjson" \
    --rejects "$work/r.ndjson" "${input[@]}")
  cmp "$work/d.ndjson" "$work/d1.ndjson" || same="NOT THE SAME BYTES"
  rm -f "$work/d1.ndjson"
  two+=("$(divide "$rows" "$seconds")")
  to_one+=("$(divide "${two[-1]}" "$our_rate")")
  peer=$(node bench/peers/zen.mjs "$work/prefix.jsonl" "$work/hits-whole.json" whole)
  whole+=("$(divide "$(jq -r .rows <<<"$peer")" "$(jq -r .seconds <<<"$peer")")")
  whole_ratios+=("$(divide "$our_rate" "${whole[-1]}")")
  peer=$(node bench/peers/zen.mjs "$work/prefix.jsonl" "$work/hits.json")
  peer_rate=$(divide "$(jq -r .rows <<<"$peer")" "$(jq -r .seconds <<<"$peer")")
  ours+=("$our_rate")
  theirs+=("$peer_rate")
  ratios+=("$(divide "$our_rate" "$peer_rate")")
done
equal=$(node bench/peers/compare-hits.mjs "$work/hits.json" "$work/prefix.d.ndjson") || equal="$equal: NOT EQUAL"
result "screen, 1 thread / zen-engine $(jq -r .version <<<"$peer") (rows/s)" "$(median "${ours[@]}")" \
  "$(median "${theirs[@]}")" "$(median "${ratios[@]}")" ">= 40"
result "the same, the whole declaration handed to zen-engine" "$(median "${ours[@]}")" "$(median "${whole[@]}")" \
  "$(median "${whole_ratios[@]}")" ""
result "screen, 2 threads / 1 thread (rows/s, $same)" "$(median "${two[@]}")" "$(median "${ours[@]}")" \
  "$(median "${to_one[@]}")" ">= 1.6"
note "zen: $(jq -r .rules <<<"$peer") stateless rules on the first $prefix rows, 256 in flight; $equal"
