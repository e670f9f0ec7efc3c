#!/usr/bin/env bash
# Group `notices`: the correction of a notice recomputed on the server while somebody edits it, 500 taxes, with what the
# record has to be asked for. No peer: the goal is a time.
source "$(dirname "$0")/lib.sh"

read -r median greatest < <(build/release/bench/bench_notice_quote)
result "a correction of 500 taxes recomputed while edited (ms)" "$median" "-" "-" "< 50 ms"
note "notices: the slowest of 101 rounds took $greatest ms"
