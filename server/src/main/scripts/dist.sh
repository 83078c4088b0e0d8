#!/usr/bin/env bash
# Packs the launcher and the built jar as target/ottla.tar.gz: unpack it anywhere with a JDK 17 and run ./ottla.
set -euo pipefail
cd "$(dirname "$0")/../../../.."

folder=target/ottla
rm -rf "$folder"
mkdir -p "$folder/lib"
cp ottla LICENSE NOTICE "$folder/"
cp server/target/ottla.jar "$folder/lib/"
tar -C target -czf target/ottla.tar.gz ottla
echo "target/ottla.tar.gz"
