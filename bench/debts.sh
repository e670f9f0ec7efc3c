#!/usr/bin/env bash
# Group `debts`: penalty and balance of 10,000,000 debts on a day, in memory, on two threads, with the same results as the
# explained way, against a bare loop that multiplies and adds the same integers (bench/debts.cpp says what it leaves out).
source "$(dirname "$0")/lib.sh"

debts=$work/debts.tsv
say "10,000,000 debts"
build/release/bench/bench_debts "${BENCH_ROUNDS:-3}" >"$debts"
column() { awk -F'\t' -v name="$1" -v at="$2" '$1 == name { print $at }' "$debts"; }
ratios=$(awk -F'\t' '$1 == "seconds" { printf "%.4g\n", $2 / $3 }' "$debts")
result "penalty and balance of 10 M debts, 2 threads / bare loop (s)" "$(median $(column seconds 2))" \
  "$(median $(column seconds 3))" "$(median $ratios)" "<= 10 s"
note "debts: $(column compared 2) rows computed the explained way as well, $(column compared 3) of them different"
