#!/usr/bin/env bash
# Driver of the benchmark kit for Ottla: one node on loopback, from this checkout's jar. See kit/README.md for the contract.
#   driver.sh prepare 1 | start 1 [--no-wait] | stop | wipe | pids | bootstrap | kill 1
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
OTTLA=$HERE/../ottla
PORT=${BENCH_PORT:-39092}
RUN=$BENCH_HOME/ottla

one_node() { [ "${1:-1}" = 1 ] || { echo "driver.sh: clusters of $1 nodes are not there yet" >&2; exit 2; }; }
pid() { cat "$RUN/pid" 2>/dev/null || true; }
# is the node running under us (guards against a reused pid)
alive() { local p; p=$(pid); [ -n "$p" ] && grep -qa "$RUN/data" "/proc/$p/cmdline" 2>/dev/null; }

launch() {
  mkdir -p "$RUN"
  local extra=()
  if [ -n "${BENCH_EXTRA_PROPS:-}" ]; then
    while IFS= read -r line; do [ -n "$line" ] && extra+=(--set "$line"); done <"$BENCH_EXTRA_PROPS"
  fi
  # the launcher ends in `exec java`: its pid is the node's
  nohup "$OTTLA" dev --data "$RUN/data" --kafka "127.0.0.1:$PORT" --http 127.0.0.1:0 "${extra[@]}" \
    >"$RUN/console.log" 2>&1 </dev/null 9>&- &
  echo $! >"$RUN/pid"
}

wait_port() {
  local i
  for ((i = 0; i < 1200; i++)); do (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && return 0; sleep 0.05; done
  echo "port $PORT did not open" >&2; tail -5 "$RUN/console.log" >&2; return 1
}

case ${1:-} in
  prepare) one_node "${2:-1}"; mkdir -p "$RUN"; OTTLA_ARCHIVE=now "$OTTLA" --version >/dev/null ;;
  start)
    one_node "${2:-1}"
    alive || launch
    [ "${3:-}" = --no-wait ] || wait_port ;;
  stop)
    if alive; then
      p=$(pid); kill -CONT "$p"; kill -TERM "$p"
      for ((i = 0; i < 150; i++)); do alive || break; sleep 0.2; done
      if alive; then kill -KILL "$(pid)"; fi
    fi
    rm -f "$RUN/pid" ;;
  wipe) "$0" stop; rm -rf "$RUN" ;;
  pids) if alive; then pid; else echo 0; fi ;;
  bootstrap) echo "127.0.0.1:$PORT" ;;
  kill) one_node "$2"; alive && kill -KILL "$(pid)" ;;
  *) sed -n '2,3p' "$0" >&2; exit 2 ;;
esac
