#!/bin/sh
# generate-wire.sh [PROTO...]: makes <room>/wire.pb.js and wire.pb.d.ts of each room's wire.proto. The result is committed,
# and a test compares. With WIRE_ROOT set, the rooms' folders below that one are written instead.
set -eu
cd "$(dirname "$0")/.."
for proto in ${*:-*/*.proto}; do
  out="${WIRE_ROOT:-.}/${proto%.proto}.pb"
  room="$(dirname "$proto")"
  mkdir -p "$(dirname "$out")"
  node_modules/.bin/pbjs --target static-module --root "weave-$room" --wrap es6 --es6 --force-number --no-verify --no-convert --no-delimited --no-create --no-service \
    --out "$out.js" "$proto"
  node_modules/.bin/pbts --out "$out.d.ts" "$out.js"
done
