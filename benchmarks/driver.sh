#!/usr/bin/env bash
# Driver of the benchmark kit for Ottla: nodes on loopback, from this checkout's jar. See kit/README.md for the contract.
#   driver.sh prepare N | start N [--no-wait] | stop | wipe | pids | bootstrap [N] | kill K
# One node is started with `ottla dev`, several with `ottla start --join`, as README does. With BENCH_HTTP_PORT their HTTP servers are at
# that port and those after it.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
OTTLA=$HERE/../ottla
# Below the ports that the system gives to outgoing connections: a client that tries again and again to reach a node that is
# not up yet would otherwise connect to itself at last and keep the port from the node.
PORT=${BENCH_PORT:-20092}
AKKA_PORT=${BENCH_AKKA_PORT:-20192}
RUN=$BENCH_HOME/ottla

nodes() { cat "$RUN/nodes" 2>/dev/null || echo 1; }
each_node() { seq 1 "$(nodes)"; }
http_port() { [ -z "${BENCH_HTTP_PORT:-}" ] && echo 0 || echo $((BENCH_HTTP_PORT + $1 - 1)); }
address() { echo "127.0.0.1:$((PORT + $1 - 1))"; }
pid() { cat "$RUN/$1/pid" 2>/dev/null || true; }
# is node K running under us (guards against a reused pid)
alive() { local p; p=$(pid "$1"); [ -n "$p" ] && grep -qa "$RUN/$1/data" "/proc/$p/cmdline" 2>/dev/null; }

# comma_list FIRST_PORT N: the addresses of N nodes
comma_list() { local k list=; for ((k = 0; k < $2; k++)); do list+=${list:+,}127.0.0.1:$(($1 + k)); done; echo "$list"; }

launch() {
  local k=$1 how
  mkdir -p "$RUN/$k"
  if [ "$(nodes)" = 1 ]; then
    how=(dev)
  else
    how=(start --node-id "$k" --akka "127.0.0.1:$((AKKA_PORT + k - 1))" --join "$(comma_list "$AKKA_PORT" "$(nodes)")")
  fi
  how+=(--data "$RUN/$k/data" --kafka "$(address "$k")" --http "127.0.0.1:$(http_port "$k")")
  if [ -n "${BENCH_EXTRA_PROPS:-}" ]; then
    while IFS= read -r line; do [ -n "$line" ] && how+=(--set "$line"); done <"$BENCH_EXTRA_PROPS"
  fi
  # the launcher ends in `exec java`: its pid is the node's
  nohup "$OTTLA" "${how[@]}" >>"$RUN/$k/console.log" 2>&1 </dev/null 9>&- &
  echo $! >"$RUN/$k/pid"
}

wait_port() {
  local i k=$1
  for ((i = 0; i < 1200; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$((PORT + k - 1))") 2>/dev/null && return 0
    sleep 0.05
  done
  echo "node $k does not listen on $(address "$k")" >&2; tail -5 "$RUN/$k/console.log" >&2; return 1
}

stop_node() {
  local k=$1 p
  if alive "$k"; then
    p=$(pid "$k"); kill -CONT "$p"; kill -TERM "$p"
  fi
}

await_stop() {
  local k=$1 i
  for ((i = 0; i < 150; i++)); do alive "$k" || break; sleep 0.2; done
  if alive "$k"; then kill -KILL "$(pid "$k")"; fi
  rm -f "$RUN/$k/pid"
}

case ${1:-} in
  prepare) mkdir -p "$RUN"; echo "${2:-1}" >"$RUN/nodes"; OTTLA_ARCHIVE=now "$OTTLA" --version >/dev/null ;;
  start)
    mkdir -p "$RUN"; echo "${2:-1}" >"$RUN/nodes"
    for k in $(each_node); do alive "$k" || launch "$k"; done
    if [ "${3:-}" != --no-wait ]; then
      for k in $(each_node); do wait_port "$k"; done
    fi ;;
  stop)
    for k in $(each_node); do stop_node "$k"; done
    for k in $(each_node); do await_stop "$k"; done ;;
  wipe) "$0" stop; rm -rf "$RUN" ;;
  pids) for k in $(each_node); do if alive "$k"; then pid "$k"; else echo 0; fi; done ;;
  bootstrap) comma_list "$PORT" "${2:-$(nodes)}" ;;
  kill) alive "$2" && kill -KILL "$(pid "$2")" ;;
  *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac
