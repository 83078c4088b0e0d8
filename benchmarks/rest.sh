#!/usr/bin/env bash
# Measures the REST proxy beside Kafka's Java clients at one node started for it.
#   rest.sh [--records 200000]
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RECORDS=200000
while [ $# -gt 0 ]; do case $1 in
  --records) RECORDS=$2; shift 2;;
  *) sed -n '2,3p' "$0" >&2; exit 2;; esac; done
JAR=$HERE/../server/target/ottla.jar
[ -e "$JAR" ] || { echo "rest.sh: build the jar first: make build" >&2; exit 1; }
DATA=$(mktemp -d)
"$HERE/../ottla" dev --data "$DATA" --kafka 127.0.0.1:19392 --http 127.0.0.1:19380 >"$DATA/out" 2>&1 &
NODE=$!
trap 'kill $NODE 2>/dev/null; wait $NODE 2>/dev/null || true; rm -rf "$DATA"' EXIT
for ((i = 0; i < 100; i++)); do grep -q 'is ready' "$DATA/out" && break; sleep 0.3; done
java -cp "$JAR" "$HERE/RestBench.java" http://127.0.0.1:19380 127.0.0.1:19392 "$RECORDS"
