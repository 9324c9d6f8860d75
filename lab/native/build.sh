#!/bin/sh
# Builds the lab's line into build/weave-line, when its source is newer. Needs a C++17 compiler and the kernel's headers.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
source="$root/lab/native/line.cc"
program="$root/build/weave-line"

[ "$program" -nt "$source" ] && exit 0
mkdir -p "$root/build"
# To a name of its own first: a line that runs keeps its program, and two builds side by side do not mix.
"${CXX:-g++}" -std=c++17 -O2 -Wall -Wextra -Werror -o "$program.$$" "$source"
mv "$program.$$" "$program"
