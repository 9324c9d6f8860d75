/**
 * The rooms of the house: which folder may import which of ours, and which files may touch the machine. Held as data,
 * checked by `architecture.test.ts`, and printed in `docs/architecture.md` (the test compares).
 */

export interface Room {
  readonly job: string;
  /** Rooms that its product code may import. */
  readonly imports: readonly string[];
  /** A pure room touches the machine only in these files, each with the modules that it may import. */
  readonly shells?: Readonly<Record<string, readonly string[]>>;
  /** Packages that its pure files may import. */
  readonly packages?: readonly string[];
}

const protobuf = "protobufjs/minimal.js";

export const rooms: Readonly<Record<string, Room>> = {
  base: { job: "the few words that every room shares", imports: [], shells: {} },
  crypto: {
    job: "identity, handshake, session keys, record sealing, replay window",
    imports: ["base"],
    shells: {
      "primitives.ts": ["node:crypto", "tweetnacl", "@noble/curves/ed25519.js", "@noble/curves/abstract/modular.js"],
    },
    packages: [protobuf],
  },
  gossip: {
    job: "channels, broadcast by tree, unicast, digests and anti-entropy",
    imports: ["base"],
    shells: {},
    packages: [protobuf],
  },
  mesh: {
    job: "peers, topology, routes, connection maker, control wire",
    imports: ["base", "crypto", "gossip"],
    shells: { "tcp.ts": ["node:net", "node:dns/promises", "node:os"] },
    packages: [protobuf],
  },
  "ipam-crdt": {
    job: "the ring, the allocator, first-boot consensus, the durable store",
    imports: ["base", "crypto", "gossip"],
    shells: { "store.ts": ["node:sqlite", "node:fs", "node:path"] },
    packages: [protobuf],
  },
  datapath: {
    job: "the overlay wire, sessions, tables; the native thread that moves packets, and its process",
    imports: ["base", "crypto"],
    shells: {
      "process-client.ts": ["node:net", "node:child_process", "node:fs", "node:path", "node:url"],
      "process-checks.js": ["node:net"],
      "process.js": ["node:net", "node:fs", "node:module", "node:path", "node:url", "node:util", "node:v8", "node:vm"],
    },
    packages: [protobuf],
  },
  host: { job: "everything that changes the host's network", imports: ["base"] },
  api: { job: "what router, command and CNI plugin agree on", imports: ["base"] },
  router: {
    job: "the daemon: all machines composed without I/O, and the shell around them",
    imports: ["base", "crypto", "gossip", "mesh", "ipam-crdt", "datapath", "host", "api"],
  },
  lab: { job: "virtual hosts, links and faults on one machine", imports: ["base", "host", "api"] },
  "weave-cli": { job: "the `weave` command", imports: ["base", "host", "api", "lab"] },
  deploy: { job: "systemd units", imports: [] },
  bench: { job: "side-by-side benchmarks", imports: ["*"] },
  test: { job: "what spans rooms: simulation, labs, real clients, fuzz", imports: ["*"] },
  docs: { job: "how it works, protocols, operations, decisions", imports: [] },
};
