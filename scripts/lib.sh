# Shared by ./run, ./test, ./check and bench/run. Source it; it changes into the project's folder.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
started=$SECONDS
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$root}" CCACHE_NOHASHDIR=1

elapsed() { printf '%d:%02d' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)); }
say() { printf '[%s] %s\n' "$(elapsed)" "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# step NAME COMMAND...: runs the command; its output goes to var/log/NAME.log and is shown only where it fails.
# On a terminal the last line of the output runs along, so that a long step is seen to move.
step() {
  local name=$1 log begin=$SECONDS status=0
  shift
  mkdir -p var/log
  log=var/log/${name// /-}.log
  say "$name ..."
  if [ -t 2 ]; then
    set -m  # a process group of its own, so that Ctrl-C ends all of it
    "$@" >"$log" 2>&1 </dev/null &
    local job=$!
    set +m
    trap 'kill -- "-$job" 2>/dev/null; printf "\r\033[K" >&2; exit 130' INT TERM
    while kill -0 "$job" 2>/dev/null; do
      printf '\r\033[K  %s' "$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-100)" >&2
      sleep 0.3
    done
    wait "$job" || status=$?
    trap - INT TERM
    printf '\r\033[K' >&2
  else
    "$@" >"$log" 2>&1 || status=$?
  fi
  if [ "$status" -ne 0 ]; then
    tail -n "${STEP_TAIL:-60}" "$log" >&2
    say "$name: failed after $((SECONDS - begin)) s; the whole output stands in $log"
    return "$status"
  fi
  say "$name: done in $((SECONDS - begin)) s"
}

# configure PRESET
configure() { cmake --preset "$1"; }

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  configure "$preset" && ninja -C "build/$preset" "$@"
}
