# Shared by the groups of bench/run. Each bench/NAME.sh is a group and prints its results with `result`.
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
work=$root/build/bench
mkdir -p "$work"

rounds() { seq 1 "${BENCH_ROUNDS:-3}"; }
divide() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4g\n", a / b }'; }
median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
# wall COMMAND...: its seconds of wall time on standard output; its own output goes away, its messages to standard error.
# Rejected rows (exit 1) are results, not failures.
wall() { /usr/bin/time -q -f %e -o "$work/wall" "$@" >/dev/null || [ $? -eq 1 ] || return 1; cat "$work/wall"; }
# result NAME OURS PEER RATIO GOAL
result() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"${BENCH_RESULTS:-/dev/stdout}"; }
note() { printf '# %s\n' "$*" >>"${BENCH_RESULTS:-/dev/stdout}"; }

# world ROWS SCALE: declarations of the generated world in $work/world-ROWS-SCALE, made once per build of the generator.
world() {
  local folder=$work/world-$1-$2 made
  made=$(sha256sum src/sample/*.cpp src/sample/*.h law/kr/exchange_rate/export.csv | sha256sum)
  [ "$(cat "$folder/made-by" 2>/dev/null)" = "$made" ] && return
  rm -rf "$folder"
  step "generate $1" build/release/clearway generate --seed 7 --scale "$2" --rows "$1" --out "$folder"
  echo "$made" >"$folder/made-by"
}

# The engines we compare with, from npm. Not `npm ci`: their lock cannot name the packages of other platforms.
peers() {
  [ -d bench/peers/node_modules/@gorules/zen-engine ] && [ bench/peers/node_modules -nt bench/peers/package.json ] && return
  step "install peers" npm --prefix bench/peers install --no-audit --no-fund --no-progress
  touch bench/peers/node_modules
}
