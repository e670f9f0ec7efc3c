#!/usr/bin/env bash
# Group `document`: a demand from its values to the bytes of its PDF, with fonts kept open, as the printer keeps them,
# against fonts opened for each letter. Both sides in every round.
source "$(dirname "$0")/lib.sh"

letters=$work/document.tsv
: >"$letters"
for _ in $(rounds); do build/release/bench/bench_document >>"$letters"; done
column() { awk -F'\t' -v name="$1" -v at="$2" '$1 == name { print $at }' "$letters"; }
# compare MEASURE NAME
compare() {
  local ratios
  ratios=$(awk -F'\t' -v name="$1" '$1 == name { printf "%.4g\n", $2 / $3 }' "$letters")
  result "$2" "$(median $(column "$1" 2))" "$(median $(column "$1" 3))" "$(median $ratios)" ""
}
compare ko "letter, Korean / with fonts opened for it (ms)"
compare both "letter with English reading copy / the same (ms)"
note "document: $(column ko 4 | sort -u | paste -sd' ') and $(column both 4 | sort -u | paste -sd' ') bytes"
