#!/usr/bin/env bash
# Measures Ottla beside Apache Kafka on this machine, alternating, and prints the table of benchmarks/README.md.
#   compare.sh [--nodes 1] [--rounds 5] [--scale 1.0] [--only w1,w5,w6us,w8] [--label NAME]
# Each round runs both products, the one that goes first changing from round to round. Raw rows stay in BENCH_HOME/results.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
NODES=1 ROUNDS=5 SCALE=1.0 ONLY=w1,w5,w6us,w8 LABEL=compare-$(date +%Y%m%d-%H%M%S)
while [ $# -gt 0 ]; do case $1 in
  --nodes) NODES=$2; shift 2;;
   --rounds) ROUNDS=$2; shift 2;; --scale) SCALE=$2; shift 2;; --only) ONLY=$2; shift 2;; --label) LABEL=$2; shift 2;;
  *) sed -n '2,4p' "$0" >&2; exit 2;; esac; done
RESULTS=$BENCH_HOME/results
mkdir -p "$RESULTS"

one() { # PRODUCT DRIVER
  "$HERE/kit/bench.sh" --driver "$2" --nodes "$NODES" --label "$1" --reps 1 --scale "$SCALE" --only "$ONLY" \
    --out "$RESULTS/$LABEL-$1.tsv" || echo "compare.sh: a run of $1 failed; its rows are missing" >&2
}

# The group round trip of w8 is compared with the same wait for further members on both sides: none.
export BENCH_EXTRA_PROPS=$BENCH_HOME/same-on-both.properties
echo group.initial.rebalance.delay.ms=0 >"$BENCH_EXTRA_PROPS"

"$HERE/kit/kafka.sh" prepare "$NODES"
"$HERE/driver.sh" prepare "$NODES"
"$JAVA" "$HERE/EchoFloor.java" >"$RESULTS/$LABEL-echo.tsv"
for ((round = 1; round <= ROUNDS; round++)); do
  echo "== round $round of $ROUNDS" >&2
  if ((round % 2)); then one kafka "$HERE/kit/kafka.sh"; one ottla "$HERE/driver.sh"
  else one ottla "$HERE/driver.sh"; one kafka "$HERE/kit/kafka.sh"; fi
done
"$HERE/ratios.sh" "$RESULTS/$LABEL-kafka.tsv" "$RESULTS/$LABEL-ottla.tsv"
cat "$RESULTS/$LABEL-echo.tsv"
