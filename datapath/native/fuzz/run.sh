#!/bin/sh
# Builds the packet thread's code with sanitizers into build/fuzz and runs a program on it (the head of its file says what
# it does): run.sh fuzz|pair|kernel [SECONDS] [SEED], run.sh threads [SECONDS].
set -eu
cd "$(dirname "$0")/../../.."

program=$1
shift
case $program in
  threads) sanitizers=thread ;;
  *) sanitizers=address,undefined ;;
esac
objects=build/fuzz/$sanitizers
mkdir -p "$objects"
jobs=
for source in datapath/native/*.cc "datapath/native/fuzz/$program.cc"; do
  case $source in
    */module.cc | */addon_*.cc | */sandbox.cc) continue ;;
  esac
  case $source in
    */fuzz/*) object=build/fuzz/$program.o ;;
    *) object=$objects/$(basename "$source" .cc).o ;;
  esac
  if [ -e "$object" ] && [ -z "$(find "$source" datapath/native -newer "$object" '(' -path "$source" -o -name '*.h' ')')" ]; then
    continue
  fi
  g++ -std=c++17 -O1 -g -Wall -Wextra -Werror -fno-omit-frame-pointer -fsanitize="$sanitizers" \
    -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS -c "$source" -o "$object" &
  jobs="$jobs $!"
done
for job in $jobs; do
  wait "$job"
done
g++ -fsanitize="$sanitizers" "build/fuzz/$program.o" "$objects"/*.o -l:libsodium.a -lcrypto -lpthread \
  -o "build/fuzz/$program"
exec "build/fuzz/$program" "$@"
