#!/bin/sh
# Generates <room>/wire.pb.js and wire.pb.d.ts from each room's wire.proto. The result is committed; a test compares.
set -eu
cd "$(dirname "$0")/.."
for proto in ${*:-*/*.proto}; do
  out="${proto%.proto}.pb"
  room="$(dirname "$proto")"
  node_modules/.bin/pbjs --target static-module --root "weave-$room" --wrap es6 --es6 --force-number --no-verify --no-convert --no-delimited --no-create --no-service \
    --out "$out.js" "$proto"
  node_modules/.bin/pbts --out "$out.d.ts" "$out.js"
done
