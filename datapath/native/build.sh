#!/bin/sh
# Builds build/datapath.node when a source of it changed. Needs g++, libsodium-dev, libssl-dev (its headers),
# linux-libc-dev, and the npm package node-api-headers; nothing is downloaded. libsodium is linked in, bound inside the
# module (-Bsymbolic). OpenSSL is not linked: its calls bind to the one inside Node.
#
#   build.sh sanitized   builds build/sanitized/build/datapath.node for AddressSanitizer and UndefinedBehaviorSanitizer, whose
#                        libraries whoever loads it has to preload, and puts the process beside it that loads it
set -eu
cd "$(dirname "$0")/../.."

output=build/datapath.node
objects=build/datapath
compiling='-O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2'
linking=
if [ "${1:-}" = sanitized ]; then
  output=build/sanitized/build/datapath.node
  objects=build/sanitized/objects
  linking='-fsanitize=address,undefined'
  # vptr: it asks the kernel what the process may no longer ask, and Node has a C++ library of its own.
  compiling="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS $linking -fno-sanitize=vptr"
  mkdir -p build/sanitized/build build/sanitized/datapath
  cp datapath/process*.js build/sanitized/datapath/
fi
mkdir -p build
# Tests that run beside each other each ask for it.
exec 9>build/datapath.lock
flock 9
stamp=$(cat datapath/native/*.cc datapath/native/*.h datapath/native/build.sh | sha256sum | cut -d' ' -f1)
if [ -e "$output" ] && [ "$(cat "$output.stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

rm -rf "$objects"
mkdir -p "$objects"
compile() {
  # shellcheck disable=SC2086
  g++ -std=c++17 $compiling -fPIC -Wall -Wextra -Werror -fvisibility=hidden \
    -DNAPI_VERSION=9 -Inode_modules/node-api-headers/include -c "$1" -o "$objects/$(basename "$1" .cc).o"
}
for source in datapath/native/*.cc; do
  compile "$source" &
  jobs="${jobs:-} $!"
done
for job in $jobs; do
  wait "$job"
done
# shellcheck disable=SC2086
g++ -shared $linking -Wl,-Bsymbolic -Wl,-z,relro,-z,now -Wl,--exclude-libs,ALL "$objects"/*.o -l:libsodium.a -lpthread \
  -o "$output.new"
mv "$output.new" "$output"
echo "$stamp" >"$output.stamp"
