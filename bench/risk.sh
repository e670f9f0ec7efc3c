#!/usr/bin/env bash
# Group `risk`: what the parts of the risk decision cost. Trees: walking and explaining a forest of 200 trees of depth 6
# over 30 features against XGBoost on the same model, on one thread; the margins must have the same bits. The whole way
# with a model against a bound on this machine; training; and what a model finds in a year of the generated world.
source "$(dirname "$0")/lib.sh"

trees=$work/trees.tsv
say "trees against XGBoost"
build/release/bench/bench_trees "${BENCH_ROUNDS:-3}" >"$trees"
column() { awk -F'\t' -v name="$1" -v at="$2" '$1 == name { print $at }' "$trees"; }
# compare MEASURE NAME GOAL: medians of both sides and of the ratios of the rounds.
compare() {
  local ratios
  ratios=$(awk -F'\t' -v name="$1" '$1 == name { printf "%.4g\n", $2 / $3 }' "$trees")
  result "$2" "$(median $(column "$1" 2))" "$(median $(column "$1" 3))" "$(median $ratios)" "$3"
}
compare margins "forest, batch, 1 thread / XGBoost in place (rows/s)" ">= 2.5"
compare latency "forest, one row, p50 / XGBoost in place (us)" "<= 0.1"
compare contributions "contributions in blocks / XGBoost pred_contribs (rows/s)" ">= 25"
compare contributions_of_one "contributions, one row alone / the same (rows/s)" ""
equal=$(column equal 2 | sort -u | paste -sd' ')
note "trees: XGBoost in batches of $(column batch 2); margins equal to the bit: $equal;" \
  "greatest difference of a contribution $(column difference 2 | sort -g | tail -n 1) (<= 1e-5)"

# The whole way with a learned model, from JSON lines to a channel with its reasons, against one fused loop that does
# the least that could be called the same (bench/bound.cpp says what it leaves out); and two threads against one. All
# sides in every round, each with its start and its reading of law and policy.
rows=${BENCH_RISK_ROWS:-300000}
world "$rows" small
world "$rows" year
input=("$work/world-$rows-small"/declarations-*.jsonl)
model=$work/bound.cwm
step "train on a year" build/release/clearway model train --data "$work/world-$rows-year" --recipe export --out "$model"
# screen THREADS: rows a second. bound four|all: the same of the bound; its counts go to bound-WHICH.tsv.
screen() {
  divide "$rows" "$(wall build/release/clearway screen --db none --threads "$1" --seed 1 --model "$model" \
    --out /dev/null --rejects /dev/null "${input[@]}")"
}
bound() {
  /usr/bin/time -q -f %e -o "$work/wall" build/release/bench/bench_bound "$model" "$1" "${input[@]}" \
    >"$work/bound-$1.tsv"
  divide "$rows" "$(cat "$work/wall")"
}
one=() two=() four=() all=() to_four=() to_all=() to_one=()
for round in $(rounds); do
  say "round $round against the bound"
  one+=("$(screen 1)")
  four+=("$(bound four)")
  all+=("$(bound all)")
  two+=("$(screen 2)")
  to_four+=("$(divide "${one[-1]}" "${four[-1]}")")
  to_all+=("$(divide "${one[-1]}" "${all[-1]}")")
  to_one+=("$(divide "${two[-1]}" "${one[-1]}")")
done
result "screen with model, 1 thread / fused bound (rows/s)" "$(median "${one[@]}")" "$(median "${all[@]}")" \
  "$(median "${to_all[@]}")" ">= 0.6"
result "the same / a bound of four look-ups" "$(median "${one[@]}")" "$(median "${four[@]}")" \
  "$(median "${to_four[@]}")" ">= 0.6"
result "screen with model, 2 threads / 1 thread (rows/s)" "$(median "${two[@]}")" "$(median "${one[@]}")" \
  "$(median "${to_one[@]}")" ">= 1.6"
build/release/clearway screen --db none --threads 1 --seed 1 --model "$model" --out "$work/risk.d.ndjson" \
  --rejects /dev/null "${input[@]}" >/dev/null
channels() { awk -F'\t' '$1 == "green" || $1 == "orange" || $1 == "red" { printf "%s %s ", $1, $2 }' "$1"; }
for channel in green orange red; do
  printf '%s\t%s\n' "$channel" "$(grep -c "\"channel\":\"$channel\"" "$work/risk.d.ndjson")"
done >"$work/risk-channels.tsv"
rm -f "$work/risk.d.ndjson"
note "channels: screen $(channels "$work/risk-channels.tsv")/ bound $(channels "$work/bound-all.tsv")/" \
  "of four look-ups $(channels "$work/bound-four.tsv")"

# Training, and what a year of the generated world shows.
imports=../shared/data/import-declarations/train.csv
if [ -f "$imports" ]; then
  seconds=()
  for round in $(rounds); do
    seconds+=("$(wall build/release/clearway model train --mapping mappings/kcs-import.yaml --data "$imports" \
      --out "$work/imports.cwm")")
  done
  result "model train on 37,385 rows (s)" "$(median "${seconds[@]}")" 10 \
    "$(divide "$(median "${seconds[@]}")" 10)" "<= 1"
fi
rows=${BENCH_YEAR_ROWS:-400000}
world "$rows" year
build/release/bench/bench_year "$work/world-$rows-year" law policy messages >"$work/year.tsv"
year() { awk -F'\t' -v name="$1" '$1 == name { print $2 }' "$work/year.tsv"; }
note "planted found at 5 % examined, last quarter of a year ($(year planted) in $(year rows) rows):" \
  "random $(year random) / rules $(year rules) / rules and model $(year rules_and_model)"

[ "$equal" = yes ]
