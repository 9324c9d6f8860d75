#!/bin/sh
# Builds the packet thread's code with sanitizers into build/fuzz and feeds it hostile input: run.sh [SECONDS] [SEED].
set -eu
cd "$(dirname "$0")/../../.."

mkdir -p build/fuzz
jobs=
for source in datapath/native/*.cc datapath/native/fuzz/fuzz.cc; do
  case $source in
    */module.cc | */sandbox.cc) continue ;;
  esac
  object=build/fuzz/$(basename "$source" .cc).o
  if [ -e "$object" ] && [ -z "$(find datapath/native -newer "$object" -name '*.cc' -o -newer "$object" -name '*.h')" ]; then
    continue
  fi
  g++ -std=c++17 -O1 -g -Wall -Wextra -Werror -fno-omit-frame-pointer -fsanitize=address,undefined \
    -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS -c "$source" -o "$object" &
  jobs="$jobs $!"
done
for job in $jobs; do
  wait "$job"
done
g++ -fsanitize=address,undefined build/fuzz/*.o -l:libsodium.a -lcrypto -lpthread -o build/fuzz/fuzz
exec build/fuzz/fuzz "$@"
