/**
 * The flags of `weave launch`, which are also the names in `/etc/weave/weave.conf`: one table, from which the command
 * makes its help and the router its parser (`router/config.ts` checks values; flags win over the file). A password is
 * never a flag: it comes from a file or from the environment variable `WEAVE_PASSWORD`.
 */

export interface LaunchOption {
  /** As written after `--` and before `=` in the file. */
  readonly name: string;
  /** What stands for the value in help; absent for a switch, which takes none on the command line. */
  readonly value: string | undefined;
  /** What holds when it is not given, in words. */
  readonly fallback: string;
  readonly help: string;
}

export const launchOptions: readonly LaunchOption[] = [
  option(
    "password-file",
    "FILE",
    "none: the mesh is not encrypted",
    "read the mesh's password from the first line of FILE",
  ),
  option(
    "cipher",
    "CIPHER",
    "auto",
    "how frames are sealed: auto (the best that both hosts take), or only aes-256-gcm, chacha20-poly1305 or nacl",
  ),
  option("ipalloc-range", "CIDR", "10.32.0.0/12", "the mesh's range of addresses; the same on all hosts"),
  option(
    "ipalloc-default-subnet",
    "CIDR",
    "the whole range",
    "where addresses come from when nobody says of which subnet: a part of the range",
  ),
  option(
    "ipalloc-init",
    "HOW",
    "consensus=(peers given + 1)",
    "how a new mesh agrees on its first ring: consensus=N, seed=NAME,… or observer",
  ),
  option(
    "ipalloc-lease",
    "DURATION",
    "off",
    "take back the unused space of a host that is gone for so long, 60s to 7d, such as 10m; for the whole mesh, and for good",
  ),
  option("nickname", "NAME", "the host name", "what others see beside the peer's name; 1 to 63 letters, digits, - _ ."),
  option(
    "restart-window",
    "SECONDS",
    "120",
    "how long others keep this host's paths while its router is away; 5 to 3600",
  ),
  option("port", "PORT", "6783", "TCP and UDP port; 1 to 65535"),
  option(
    "mtu",
    "BYTES",
    "1376",
    "MTU of containers' interfaces, the same on all hosts; 576 to 9000, or auto: the underlay's less 124",
  ),
  option(
    "fast-path",
    "WHERE",
    "auto",
    "let the kernel carry frames by VXLAN, UDP port PORT + 1: auto (where the mesh is not encrypted), trusted=CIDR,… (to hosts of these networks, in plaintext), or off",
  ),
  option("no-discovery", undefined, "off", "connect to the given peers only, not to those heard of from others"),
  option(
    "conn-limit",
    "N",
    "100",
    "control connections at most; in a larger mesh a host has as many, and data goes directly all the same; 2 to 100000, or 0 for a full mesh",
  ),
  option(
    "datapath-threads",
    "N",
    "1",
    "threads that move packets: 1, or 2, one a direction, for hosts with many cores",
  ),
  option("metrics-addr", "ADDR", "127.0.0.1:6782", "where Prometheus metrics are served, host:port; empty for nowhere"),
  option("state-dir", "DIR", "/var/lib/weave", "where identity, addresses and ring are kept"),
  option("log-level", "LEVEL", "info", "debug, info, warn or error"),
  option(
    "log-file",
    "FILE",
    "/var/log/weave/router.log",
    "where the log goes, rotated at 10 MB, 5 old files kept; - for standard error",
  ),
  option(
    "identity",
    "CHOICE",
    "refuse when the machine changed",
    "keep or new: what to do when the state directory came from another machine",
  ),
];

/** Where the file of the same names is. */
export const configFile = "/etc/weave/weave.conf";

function option(name: string, value: string | undefined, fallback: string, help: string): LaunchOption {
  return { name, value, fallback, help };
}
