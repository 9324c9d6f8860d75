#!/bin/sh
# installation.sh NODE FLAGS [dev]: brings what weave needs and this machine lacks: Debian packages (as root, through
# apt-get), npm packages by lock file with the pinned Node among them, the native parts, and what Node (run with FLAGS) keeps
# of our sources. Idempotent; `dev` adds what tests need.
set -eu

cd "$(dirname "$0")"
node=$1
flags=$2
kind=${3:-}

say() { printf 'weave: %s\n' "$*"; }

stop() {
  printf 'weave: %s\n' "$@" >&2
  exit 69
}

# Runs a step with its output kept back unless it fails.
quietly() {
  log=build/installation.log
  if ! "$@" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    stop "this step failed: $*" "its whole output is in $PWD/$log"
  fi
}

# Prints the Debian packages whose program or header is missing, of lines "package path-or-program".
missing_packages() {
  while read -r package needed; do
    case $needed in
      '') ;;
      /*) [ -e "$needed" ] || echo "$package" ;;
      *) PATH="$PATH:/usr/sbin:/sbin" command -v "$needed" >/dev/null 2>&1 || echo "$package" ;;
    esac
  done
}

product_packages='iproute2 ip
nftables nft
util-linux nsenter
iputils-ping ping
ethtool ethtool
procps sysctl
g++ g++
libc6-dev /usr/include/stdio.h
linux-libc-dev /usr/include/linux/if_tun.h
libsodium-dev /usr/include/sodium.h
libssl-dev /usr/include/openssl/evp.h'

test_packages='iperf3 iperf3
nginx-light nginx
curl curl
tcpdump tcpdump
strace strace
git git
iptables iptables
podman podman
runc runc
busybox-static /bin/busybox
python3 python3'

install_debian() {
  wanted=$product_packages
  [ "$kind" = dev ] && wanted=$(printf '%s\n%s' "$product_packages" "$test_packages")
  missing=$(printf '%s\n' "$wanted" | missing_packages | sort -u | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    stop "these are missing: $missing" "there is no apt-get here: install what provides them, then run this again"
  fi
  if [ "$(id -u)" != 0 ]; then
    stop "these Debian packages are missing: $missing" "run as root, once: apt-get install --no-install-recommends $missing"
  fi
  say "installing Debian packages: $missing"
  quietly env DEBIAN_FRONTEND=noninteractive apt-get update
  # No word splitting of anything but our own list above.
  # shellcheck disable=SC2086
  quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

install_npm() {
  lock=$(sha256sum package-lock.json | cut -d' ' -f1)
  if [ -x "$node" ]; then
    grep -qs "^$lock dev$" build/npm && return 0
    [ "$kind" = dev ] || ! grep -qs "^$lock product$" build/npm || return 0
  fi
  # A developer's tree stays one when the lock file changes.
  ! grep -qs ' dev$' build/npm || kind=dev
  command -v npm >/dev/null 2>&1 || stop "npm is missing" "run as root, once: apt-get install npm"
  say "installing npm packages by lock file, Node 24 among them"
  # Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, which not every registry has.
  # `install --no-save` takes versions and integrity from the same lock and leaves it alone.
  rm -f build/npm
  if [ "$kind" = dev ]; then
    quietly npm install --no-save --ignore-scripts --no-audit --no-fund
    echo "$lock dev" >build/npm
  else
    quietly npm install --no-save --ignore-scripts --no-audit --no-fund --omit=dev
    echo "$lock product" >build/npm
  fi
  [ -x "$node" ] || stop "npm did not bring $node" "is 'omit=optional' set in your npm configuration? Node comes as an optional package"
}

build_native() {
  for script in */native/build.sh; do
    [ -e "$script" ] || continue
    say "building ${script%/build.sh} (only what changed)"
    quietly sh "$script"
  done
}

# A router that strips its own types keeps 20 MB for it as long as it lives, and starts four times slower. What Node keeps
# holds for these flags only. It does without what it cannot keep.
prepare_router() {
  # shellcheck disable=SC2086
  NODE_COMPILE_CACHE=build/compile-cache quietly "$node" $flags --input-type=module \
    -e 'for (const file of ["main.ts", "supervisor.ts"]) await import(`${process.cwd()}/router/${file}`)'
}

if ! mkdir -p build 2>/dev/null || ! [ -w build ]; then
  stop "the first use installs into $PWD, which $(id -un) may not write" "run ./weave version once as its owner"
fi
# One installation at a time; a second one waits and then finds everything done.
exec 9>build/lock
flock 9
touch build/ready.started
install_debian
install_npm
build_native
prepare_router
mv build/ready.started build/ready
