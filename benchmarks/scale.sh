#!/usr/bin/env bash
# Ten thousand partitions and five thousand connections on one node, with at most 20,000 open files; prints a table.
#   scale.sh [--partitions 10000] [--connections 5000] [--open-files 20000] [--port 19492]
# The node's folder is SCALE_HOME, or a temporary one that is deleted.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PARTITIONS=10000
CONNECTIONS=5000
OPEN_FILES=20000
PORT=19492
while [ $# -gt 0 ]; do case $1 in
  --partitions) PARTITIONS=$2; shift 2;;
  --connections) CONNECTIONS=$2; shift 2;;
  --open-files) OPEN_FILES=$2; shift 2;;
  --port) PORT=$2; shift 2;;
  *) sed -n '2,4p' "$0" >&2; exit 2;; esac; done
JAR=$HERE/../server/target/ottla.jar
[ -e "$JAR" ] || { echo "scale.sh: build the jar first: make build" >&2; exit 1; }
DATA=${SCALE_HOME:-$(mktemp -d)}
mkdir -p "$DATA"
# The jar brings a logger, which by default tells everything.
echo '<configuration/>' >"$DATA/silent.xml"
NODE=
end() {
  if [ -n "$NODE" ]; then kill "$NODE" 2>/dev/null || true; wait "$NODE" 2>/dev/null || true; fi
  [ -n "${SCALE_HOME:-}" ] || rm -rf "$DATA"
}
trap end EXIT

start() {
  (ulimit -n "$OPEN_FILES"; exec "$HERE/../ottla" dev --data "$DATA/node" --kafka "127.0.0.1:$PORT" --http 127.0.0.1:0) \
    >>"$DATA/out" 2>&1 &
  NODE=$!
}
await_port() {
  for ((i = 0; i < 1200; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && return 0
    sleep 0.05
  done
  echo "scale.sh: the node does not listen" >&2; tail -5 "$DATA/out" >&2; exit 1
}
step() { java -Xmx512m "-Dlogback.configurationFile=$DATA/silent.xml" -cp "$JAR" "$HERE/Scale.java" "127.0.0.1:$PORT" "$NODE" "$@"; }

echo "| step | seconds | open files | resident MiB |"
echo "| --- | --- | --- | --- |"
start; await_port
step create "$PARTITIONS"
step produce "$PARTITIONS"
step describe "$PARTITIONS"
kill -KILL "$NODE"; wait "$NODE" 2>/dev/null || true
start
step leaders "$PARTITIONS"
step produce "$PARTITIONS"
kill "$NODE"; wait "$NODE" 2>/dev/null || true
start
step leaders "$PARTITIONS"
step connect "$CONNECTIONS"
