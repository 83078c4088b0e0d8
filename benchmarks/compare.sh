#!/usr/bin/env bash
# Measures Ottla beside Apache Kafka on this machine, alternating, and writes tables and plots. Wants a machine that does nothing else.
#   compare.sh [--parts one,three,groups,failover,fsync,openloop] [--only w1,w5] [--rounds 5] [--scale 0.25]
#              [--kills 10] [--pauses 3] [--minutes 10] [--label NAME] [--publish FOLDER]
#
#   one       one node: w1 w5 w5b w3 w4 w6us w7 w8
#   three     three nodes: w2 w3 w6us w8
#   groups    one node: w10 w11, and 1,000 groups of 5 members at rest (groupload, GroupLoad.java); three nodes: w11
#   failover  three nodes: w9, --kills of a leader that is not and as many of one that is on the controller's node, then --pauses of each
#   fsync     one node, w1 and w6us with log.flush.interval.messages=1: every batch is on the disk before it is acknowledged
#   openloop  one node, w12: --minutes at half of the maximum rate of each, or at OPEN_LOOP_RATE records a second
#
# --only takes some workloads of the parts `one`, `three` and `groups`. Each round runs both products; which goes first changes from round to round.
# Raw rows, report.md and a plot of each part lie in BENCH_HOME/results/NAME; --publish copies report and plots. A run that is given the
# label of another adds its rounds to it. kit/README.md tells what the workloads are and how to read them.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
PARTS=one,three,groups,failover,fsync,openloop ONLY= ROUNDS=5 SCALE=0.25 KILLS=10 PAUSES=3 MINUTES=10 PUBLISH=
LABEL=compare-$(date +%Y%m%d-%H%M%S)
while [ $# -gt 0 ]; do case $1 in
  --parts) PARTS=$2; shift 2;; --only) ONLY=$2; shift 2;; --rounds) ROUNDS=$2; shift 2;; --scale) SCALE=$2; shift 2;;
  --kills) KILLS=$2; shift 2;; --pauses) PAUSES=$2; shift 2;; --minutes) MINUTES=$2; shift 2;;
  --label) LABEL=$2; shift 2;; --publish) PUBLISH=$2; shift 2;;
  *) sed -n '2,16p' "$0" >&2; exit 2;; esac; done
RESULTS=$BENCH_HOME/results/$LABEL
mkdir -p "$RESULTS"

# measure PART PRODUCT NODES WORKLOADS [REPETITIONS]: one sitting of a product
measure() {
  local part=$1 product=$2 nodes=$3 workloads=$4 repetitions=${5:-1} driver=$HERE/driver.sh
  [ "$product" = ottla ] || driver=$HERE/kit/kafka.sh
  "$HERE/kit/bench.sh" --driver "$driver" --nodes "$nodes" --label "$product" --reps "$repetitions" --scale "$SCALE" \
    --only "$workloads" --out "$RESULTS/$part-$product.tsv" \
    || echo "compare.sh: a run of $product failed; its rows are missing" >&2
}

# alternate ROUND PART NODES WORKLOADS: both products, in an order that changes from round to round
alternate() {
  local round=$1 order=(kafka ottla) product
  shift
  ((round % 2)) || order=(ottla kafka)
  for product in "${order[@]}"; do measure "$1" "$product" "$2" "$3"; done
}

rounds() { # PART NODES WORKLOADS
  local round
  for ((round = 1; round <= ROUNDS; round++)); do
    echo "== $1: round $round of $ROUNDS" >&2
    alternate "$round" "$@"
  done
}

# chosen WORKLOADS: those of them that --only names
chosen() {
  local workload list=
  for workload in ${1//,/ }; do
    case ",${ONLY:-$1}," in *,"$workload",*) list+=${list:+,}$workload ;; esac
  done
  echo "$list"
}

# load_groups ROUND PRODUCT: what groups at rest cost a broker that has just started
load_groups() {
  local driver=$HERE/driver.sh
  [ "$2" = ottla ] || driver=$HERE/kit/kafka.sh
  "$driver" wipe; "$driver" prepare 1 >&2; "$driver" start 1 >&2
  "$JAVA" -cp "$CLIENTS_LIB/*" "$HERE/GroupLoad.java" "$("$driver" bootstrap 1)" "$("$driver" pids | head -1)" \
    "${LOAD_GROUPS:-1000}" 5 "${LOAD_SECONDS:-60}" | sed "s/^/$2\tgroupload\t$1\t/" >>"$RESULTS/groups-$2.raw.tsv" \
    || echo "compare.sh: a run of GroupLoad with $2 failed; its rows are missing" >&2
  "$driver" stop; "$driver" wipe
}

groups() {
  local workloads round
  workloads=$(chosen w10,w11)
  [ -z "$workloads" ] || rounds groups 1 "$workloads"
  workloads=$(chosen w11)
  [ -z "$workloads" ] || rounds groups3 3 "$workloads"
  [ -n "$(chosen groupload)" ] || return 0
  fetch_libs clients "$CLIENTS_LIB" "clients.version=$CLIENTS_VERSION"
  for ((round = 1; round <= ROUNDS; round++)); do
    if ((round % 2)); then load_groups "$round" kafka; load_groups "$round" ottla
    else load_groups "$round" ottla; load_groups "$round" kafka; fi
  done
}

# A killed leader's successor is known within seconds here and after nine with Kafka: each is watched as long as that takes.
failover() {
  local product seconds victim order=(kafka ottla)
  for victim in other controller; do
    for product in "${order[@]}"; do
      [ "$product" = ottla ] && seconds=10 || seconds=20
      echo "== failover: $product, $KILLS kills and $PAUSES pauses; the leader is on the node: $victim" >&2
      FAILOVER_S=$seconds FAILOVER_VICTIM=$victim measure failover "$product" 3 w9-kill "$KILLS"
      FAILOVER_S=22 FAILOVER_VICTIM=$victim measure failover "$product" 3 w9-pause "$PAUSES"
    done
    order=(ottla kafka)
  done
}

extra_properties() { printf '%s\n' "$@" >"$BENCH_EXTRA_PROPS"; } # LINE...: settings of both products

part() {
  # The group round trip of w8 is compared with the same wait for further members on both sides: none.
  extra_properties group.initial.rebalance.delay.ms=0
  local workloads
  case $1 in
    one) workloads=$(chosen w1,w5,w5b,w3,w4,w6us,w7,w8); [ -z "$workloads" ] || rounds one 1 "$workloads" ;;
    three) workloads=$(chosen w2,w3,w6us,w8); [ -z "$workloads" ] || rounds three 3 "$workloads" ;;
    groups) groups ;;
    failover) failover ;;
    fsync)
      extra_properties log.flush.interval.messages=1
      rounds fsync 1 w1,w6us ;;
    openloop)
      # Looks for old segments often enough that what is written in ten minutes does not fill the disk.
      extra_properties log.retention.check.interval.ms=5000
      OPEN_LOOP_MINUTES=$MINUTES alternate 1 openloop 1 w12 ;;
    *) echo "compare.sh: no part $1" >&2; exit 2 ;;
  esac
}

export BENCH_EXTRA_PROPS=$RESULTS/extra.properties
extra_properties
# What an interrupted run left would keep its settings.
"$HERE/kit/kafka.sh" setup
"$HERE/kit/kafka.sh" wipe
"$HERE/driver.sh" wipe
"$HERE/driver.sh" prepare 1
"$JAVA" "$HERE/EchoFloor.java" >"$RESULTS/echo.tsv"
for name in ${PARTS//,/ }; do
  begun=$SECONDS
  part "$name"
  printf '%s\t%d\n' "$name" $((SECONDS - begun)) >>"$RESULTS/seconds.tsv"
done
"$JAVA" "$HERE/Report.java" "$HERE/aims.tsv" "$RESULTS"
if [ -n "$PUBLISH" ]; then mkdir -p "$PUBLISH"; cp "$RESULTS/report.md" "$RESULTS"/*.svg "$PUBLISH"; fi
cat "$RESULTS/report.md"
