#!/usr/bin/env bash
# Group `http`: declarations over HTTP from 64 connections, each durable before it is answered, with group commit and with
# one commit for each request on the same disk; and a fresh request while 2,000 connections are idle.
source "$(dirname "$0")/lib.sh"

rm -rf "$work/http"
step "http load" bash -c "build/release/bench/bench_http_load '$work/http' ${BENCH_ROUNDS:-3} ${BENCH_HTTP_REQUESTS:-20000} >'$work/http.txt'"
value() { awk -F'\t' -v name="$1" '$1 == name { print $2 }' "$work/http.txt"; }
result "durable POSTs/s, 64 connections / one commit each" "$(value grouped)" "$(value single)" "$(value ratio)" ">= 5"
note "$(value writes_per_commit) writes shared a commit on average"
result "fresh request with $(value idle_connections) idle connections, ms (median, slowest)" "$(value fresh_median_ms)" \
  "$(value fresh_slowest_ms)" "" "<= 5"
rm -rf "$work/http"
