#!/bin/sh
# Builds build/host.node when its source changed. Needs g++, linux-libc-dev and the npm package node-api-headers.
set -eu
cd "$(dirname "$0")/../.."

output=build/host.node
stamp=$(cat host/native/kernel_watch.cc host/native/build.sh | sha256sum | cut -d' ' -f1)
if [ -e "$output" ] && [ "$(cat "$output.stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi
mkdir -p build
# To a name of its own first: a router that runs keeps the file that it loaded.
g++ -std=c++17 -O2 -fPIC -shared -Wall -Wextra -Werror -fvisibility=hidden -fstack-protector-strong -D_FORTIFY_SOURCE=2 \
  -Wl,-z,relro,-z,now -DNAPI_VERSION=9 -Inode_modules/node-api-headers/include host/native/kernel_watch.cc \
  -o "$output.new"
mv "$output.new" "$output"
echo "$stamp" >"$output.stamp"
