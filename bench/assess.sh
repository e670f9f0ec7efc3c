#!/usr/bin/env bash
# Group `assess`: import declarations of ten lines with all their steps, assessed on one core.
source "$(dirname "$0")/lib.sh"

value() { awk -F'\t' -v name="$1" '$1 == name { print $2 }' "$work/assess.tsv"; }
speeds=()
for round in $(rounds); do
  build/release/bench/bench_assess 3 >"$work/assess.tsv"
  speeds+=("$(value per_second)")
done
result "assessments of 10 lines with steps, 1 core (declarations/s)" "$(median "${speeds[@]}")" 50000 \
  "$(divide "$(median "${speeds[@]}")" 50000)" ">= 1"
note "$(value lines) lines and $(value steps) steps a declaration"
