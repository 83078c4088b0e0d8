#!/usr/bin/env bash
# resolve.sh OUT: puts the jars of every peer here into OUT/NAME, again only when the peer's pom has changed.
# A peer that cannot be had is left out with a warning, unless CI=true: its tests are then skipped.
set -u
peers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1
goal=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
mkdir -p "$out"

# resolve NAME MVN_OPTION...: the jars of one peer
resolve() {
  local name=$1
  shift
  rm -rf "${out:?}/$name"
  mvn -q -B "$@" -f "$peers/$name.xml" "$goal" -DincludeScope=runtime -DoutputDirectory="$out/$name" \
    >"$out/$name.mvn.log" 2>&1
}

failed=0
for pom in "$peers"/*.xml; do
  name=$(basename "$pom" .xml)
  cmp -s "$pom" "$out/$name/.resolved" && continue
  # What the local repository has already needs no network.
  if resolve "$name" -o || resolve "$name"; then
    cp "$pom" "$out/$name/.resolved"
  else
    echo "cannot resolve $name, see $out/$name.mvn.log" >&2
    failed=1
  fi
done
[ "${CI:-}" != true ] || exit $failed
