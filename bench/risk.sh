#!/usr/bin/env bash
# Group `risk`: what the parts of the risk decision cost. Trees: walking and explaining a forest of 200 trees of depth 6
# over 30 features against XGBoost on the same model, on one thread; the margins must have the same bits.
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
[ "$equal" = yes ]
