#!/usr/bin/env bash
# What 1,000 consumer groups at rest cost a broker: Ottla beside Apache Kafka, one node each, alternating (GroupLoad.java).
#   groups.sh [--rounds 3] [--groups 1000] [--members 5] [--seconds 60] [--label NAME]
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
ROUNDS=3 GROUPS_=1000 MEMBERS=5 SECONDS_=60 LABEL=groups-$(date +%Y%m%d-%H%M%S)
while [ $# -gt 0 ]; do case $1 in
  --rounds) ROUNDS=$2; shift 2;; --groups) GROUPS_=$2; shift 2;; --members) MEMBERS=$2; shift 2;;
  --seconds) SECONDS_=$2; shift 2;; --label) LABEL=$2; shift 2;;
  *) sed -n '2,3p' "$0" >&2; exit 2;; esac; done
RESULTS=$BENCH_HOME/results
mkdir -p "$RESULTS"
fetch_libs clients "$CLIENTS_LIB" "clients.version=$CLIENTS_VERSION"

one() { # PRODUCT DRIVER ROUND
  "$2" wipe; "$2" prepare 1 >&2; "$2" start 1 >&2
  "$JAVA" -cp "$CLIENTS_LIB/*" "$HERE/GroupLoad.java" "$("$2" bootstrap 1)" "$("$2" pids | head -1)" \
    "$GROUPS_" "$MEMBERS" "$SECONDS_" | sed "s/^/$1\tgroups\t$3\t/" | tee -a "$RESULTS/$LABEL-$1.raw.tsv" >&2
  "$2" stop; "$2" wipe
}

"$HERE/kit/kafka.sh" setup
for ((round = 1; round <= ROUNDS; round++)); do
  echo "== round $round of $ROUNDS" >&2
  if ((round % 2)); then one kafka "$HERE/kit/kafka.sh" $round; one ottla "$HERE/driver.sh" $round
  else one ottla "$HERE/driver.sh" $round; one kafka "$HERE/kit/kafka.sh" $round; fi
done
for product in kafka ottla; do "$HERE/kit/summary.sh" "$RESULTS/$LABEL-$product.raw.tsv" >"$RESULTS/$LABEL-$product.tsv"; done
"$HERE/ratios.sh" "$RESULTS/$LABEL-kafka.tsv" "$RESULTS/$LABEL-ottla.tsv"
