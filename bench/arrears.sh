#!/usr/bin/env bash
# Group `arrears`: roll-forward and totals of 1,000,000 debts, each computed the explained way, on two threads; the
# statement of a debt with 500 transactions in the ledger, computed from a record on disk (bench/arrears.cpp).
source "$(dirname "$0")/lib.sh"

arrears=$work/arrears.tsv
say "1,000,000 debts, and one with 500 entries"
build/release/bench/bench_arrears >"$arrears"
column() { awk -F'\t' -v name="$1" -v at="$2" '$1 == name { print $at }' "$arrears"; }
result "roll-forward of 1,000,000 debts, 2 threads (s)" "$(column figures 2)" 30 "$(divide "$(column figures 2)" 30)" "<= 1"
result "its memory (MB)" "$(divide "$(column figures 5)" 1024)" 256 "$(divide "$(column figures 5)" 262144)" "<= 1"
result "statement of a debt with 500 entries (ms)" "$(median $(column statement 2))" 5 \
  "$(divide "$(median $(column statement 2))" 5)" "<= 1"
note "arrears: the same as JSON with every window of its computation: $(median $(column statement 3)) ms"
note "arrears: the roll-forward $(column figures 4); $(column lines 2) lines of the ledger in the statement"
