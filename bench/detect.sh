#!/usr/bin/env bash
# Group `detect`: possible errors among 1,000,000 lines of import declarations of 5,000 firms, read twice from a file.
source "$(dirname "$0")/lib.sh"

lines=1000000
imports=$work/imports-$lines.jsonl
made=$(cat src/sample/imports.* src/detection/filed_json.cpp law/kr/exchange_rate/import.csv | sha256sum)
if [ "$(cat "$imports.made-by" 2>/dev/null)" != "$made" ]; then
  build/release/bench/bench_detect $lines 5000 >"$imports"
  echo "$made" >"$imports.made-by"
fi
times=()
sizes=()
for round in $(rounds); do
  /usr/bin/time -q -f '%e %M' -o "$work/detect.time" build/release/clearway detect --json --lang en --on 2026-11-25 \
    "$imports" >"$work/detect.jsonl" 2>"$work/detect.done"
  read -r seconds kilobytes <"$work/detect.time"
  times+=("$seconds")
  sizes+=("$kilobytes")
done
result "detection over 1,000,000 import lines (s)" "$(median "${times[@]}")" 60 "$(divide "$(median "${times[@]}")" 60)" "<= 1"
result "its memory (MB)" "$(divide "$(median "${sizes[@]}")" 1024)" 1024 "$(divide "$(median "${sizes[@]}")" 1048576)" "<= 1"
note "$(tail -1 "$work/detect.done"); $(divide "$(stat -c %s "$imports")" 1048576) MB of input"
