#!/bin/sh
# Builds build/datapath.node when a source of it changed. Needs g++, libsodium-dev, libssl-dev (its headers),
# linux-libc-dev, and the npm package node-api-headers; nothing is downloaded. libsodium is linked in, bound inside the
# module (-Bsymbolic). OpenSSL is not linked: its calls bind to the one inside Node.
set -eu
cd "$(dirname "$0")/../.."

output=build/datapath.node
mkdir -p build
# Tests that run beside each other each ask for it.
exec 9>build/datapath.lock
flock 9
stamp=$(cat datapath/native/*.cc datapath/native/*.h datapath/native/build.sh | sha256sum | cut -d' ' -f1)
if [ -e "$output" ] && [ "$(cat "$output.stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

rm -rf build/datapath
mkdir -p build/datapath
compile() {
  g++ -std=c++17 -O2 -fPIC -Wall -Wextra -Werror -fvisibility=hidden -fstack-protector-strong -D_FORTIFY_SOURCE=2 \
    -DNAPI_VERSION=9 -Inode_modules/node-api-headers/include -c "$1" -o "build/datapath/$(basename "$1" .cc).o"
}
for source in datapath/native/*.cc; do
  compile "$source" &
  jobs="${jobs:-} $!"
done
for job in $jobs; do
  wait "$job"
done
g++ -shared -Wl,-Bsymbolic -Wl,-z,relro,-z,now -Wl,--exclude-libs,ALL build/datapath/*.o -l:libsodium.a -lpthread \
  -o "$output.new"
mv "$output.new" "$output"
echo "$stamp" >"$output.stamp"
