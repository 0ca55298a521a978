#!/usr/bin/env bash
# Photographs the page in every state, on a phone and a desktop, light and dark, for people to look at: PNGs in FOLDER.
# Needs Maven and Chromium.
set -euo pipefail
folder=$(realpath -m "${1:?usage: src/test/page-screenshots.sh FOLDER}")
cd "$(dirname "$0")/../.."

profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
java -cp "target/test-classes:target/classes:$(<target/test.classpath)" ircd.health.it.Screenshots "$profile" "$folder"
echo "look at $folder"
