/** Who gets a fast path and why not, and what kernel and process are told; in virtual time. */
import { describe, expect, it } from "vitest";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { OverlayPeer } from "./datapath-types.ts";
import { FastPath } from "./fast-path.ts";
import { FastPathMacs, fastMacsPerPeerMax } from "./fast-path-macs.ts";
import { decodeFastPathOffer, encodeFastPathOffer } from "./fast-path-offer.ts";
import type { FastPathInput, FastPathKernel, FastPathOptions, FastPathOutput } from "./fast-path-types.ts";
import type { FastPathEntry, PeerCounters } from "./process-messages.ts";
import { settleMs } from "./tables.ts";
import { type ToyHost, ToyMesh } from "./testing/toy-mesh.ts";

const options: FastPathOptions = { policy: { kind: "all" }, encrypted: false, port: 6784, vni: 6783 };
const trusting: FastPathOptions = {
  ...options,
  encrypted: true,
  policy: {
    kind: "trusted",
    networks: [{ address: 0x0a000000, prefixLength: 24 }],
    networks6: [{ groups: [0xfd00, 0x99, 0, 0, 0, 0, 0, 0], prefixLength: 31 }],
  },
};
const devices = { vxlan: 7, vxlan6: 8, tap: 6, mtu: 1376, mac: "02:00:00:00:00:01" };
const yes = encodeFastPathOffer({ consents: true, port: 6784, vni: 6783 });
const counters = (shortId: number, fast: PeerCounters["fast"]) => ({ peer: shortId, fast }) as unknown as PeerCounters;
const live = { state: "alive", live: true, remoteReady: true, rttMicros: 80, probes: 9, probesLost: 0 } as const;

const keyOf = (shortId: number) => `key${shortId}` as PeerKey;

function peerOf(shortId: number, change: Partial<OverlayPeer> = {}): OverlayPeer {
  const key = keyOf(shortId);
  const underlay = { host: `10.0.0.${shortId}`, port: 6783 };
  return {
    key,
    name: `02:00:00:00:01:0${shortId}` as PeerName,
    shortId,
    underlay,
    hops: [key],
    linked: true,
    ...change,
  };
}

/** The machine, and what came of it. */
class Ground {
  readonly machine: FastPath;
  now = 1_000;
  readonly told = new Map<number, FastPathEntry>();
  kernel: FastPathKernel | undefined;
  readonly events: string[] = [];

  constructor(given: FastPathOptions | undefined = options) {
    this.machine = new FastPath(given);
  }

  step(input: FastPathInput): readonly FastPathOutput[] {
    const outputs = this.machine.step(this.now, input);
    for (const output of outputs) {
      if (output.kind === "fast-path") this.kernel = output.kernel;
      else if (output.kind === "event") this.events.push(output.name);
      else {
        for (const shortId of output.message.remove) this.told.delete(shortId);
        for (const entry of output.message.set) this.told.set(entry.peer, entry);
      }
    }
    return outputs;
  }

  /** Wakes it at each deadline until `forMs` have passed. */
  run(forMs: number): void {
    const until = this.now + forMs;
    for (let steps = 0; this.machine.wakeAt() <= until; steps++) {
      if (steps > 1_000) throw new Error("time does not move on");
      this.now = Math.max(this.now, this.machine.wakeAt());
      this.step({ kind: "wake" });
    }
    this.now = until;
  }

  /** With a kernel, and peers 2 and 3. */
  begin(...peers: readonly OverlayPeer[]): this {
    this.step({ kind: "kernel", devices, unusable: undefined });
    this.step({ kind: "peers", peers: peers.length > 0 ? peers : [peerOf(2), peerOf(3)] });
    return this;
  }

  offered(shortId: number, extensions = yes): void {
    this.step({ kind: "offered", peer: keyOf(shortId), extensions });
  }

  why(shortId: number): string {
    const { state, why } = this.machine.reasonOf(keyOf(shortId));
    return `${state}: ${why}`;
  }
}

describe("a fast path", () => {
  it("is agreed by the words of both ends, then probed, then in use", () => {
    const ground = new Ground().begin();
    expect(decodeFastPathOffer(ground.machine.offerTo(keyOf(2)))).toEqual({ consents: true, port: 6784, vni: 6783 });
    expect(ground.why(2)).toMatch(/idle: no session/);
    expect(ground.told.size).toBe(0);
    ground.offered(2);
    expect([...ground.told.values()]).toEqual([{ peer: 2, mac: "02:00:00:00:01:02", busy: true, ipv6: false }]);
    ground.run(200);
    expect(ground.kernel?.peers).toEqual([{ shortId: 2, address: "10.0.0.2", mac: "02:00:00:00:01:02" }]);
    expect(ground.why(2)).toMatch(/down: both hosts agree, and the datapath process has not probed/);
    ground.step({ kind: "counters", peers: [counters(2, { ...live, live: false, state: "dead" })] });
    expect(ground.why(2)).toMatch(/down: full-size probes are not answered: UDP port 6784/);
    ground.step({ kind: "counters", peers: [counters(2, live)] });
    expect(ground.why(2)).toMatch(/in-use: both hosts agree, and full-size probes pass in both directions$/);
    ground.step({ kind: "live", peer: 2, live: false });
    expect(ground.events).toContain("fast-path-left");
    expect(ground.why(2)).not.toMatch(/in-use/);
  });

  it.each([
    ["a peer that is older", {}, new Uint8Array(0), /unavailable: the peer's router is older/],
    ["a peer that does not", {}, encodeFastPathOffer({ consents: false, port: 6784, vni: 6783 }), /does not agree/],
    ["another port", {}, encodeFastPathOffer({ consents: true, port: 7000, vni: 6783 }), /different VXLAN ports/],
    ["an address of one link", { underlay: { host: "fe80::2%eth0", port: 6783 } }, yes, /of this link only/],
    ["a peer whose place nobody knows", { hops: [keyOf(3)] }, yes, /nobody says where/],
    ["an address that two have", { underlay: { host: "10.0.0.3", port: 6783 } }, yes, /another peer has/],
  ])("is not agreed with %s", (_what, change, extensions, why) => {
    const ground = new Ground().begin(peerOf(2, change), peerOf(3));
    ground.offered(2, extensions);
    ground.run(200);
    expect(ground.why(2)).toMatch(why);
    expect(ground.told.size).toBe(0);
    expect(ground.kernel?.peers ?? []).toEqual([]);
  });

  it("goes over IPv6 where the kernel has a device for that, by the address as the kernel spells it", () => {
    const peer = peerOf(2, { underlay: { host: "FD00:0::0:2", port: 6783 } });
    const ground = new Ground().begin(peer);
    ground.offered(2);
    ground.run(200);
    expect([...ground.told.values()]).toMatchObject([{ peer: 2, ipv6: true }]);
    expect(ground.kernel?.peers).toMatchObject([{ shortId: 2, address: "fd00::2" }]);
    ground.step({ kind: "kernel", devices: { ...devices, vxlan6: 0 }, unusable: undefined });
    ground.step({ kind: "peers", peers: [peer] });
    expect(ground.why(2)).toMatch(/unavailable: .* is IPv6/);
    expect(ground.told.size).toBe(0);
  });

  it("is probed anew when the peer's address changes", () => {
    const ground = new Ground().begin();
    ground.offered(2);
    ground.run(200);
    ground.step({ kind: "counters", peers: [counters(2, live)] });
    const moved = peerOf(2, { underlay: { host: "10.0.0.9", port: 6783 } });
    const outputs = ground.step({ kind: "peers", peers: [moved, peerOf(3)] });
    const messages = outputs.flatMap((output) => (output.kind === "process" ? [output.message] : []));
    expect(messages.map(({ remove }) => remove)).toEqual([[2], []]);
    expect([...ground.told.keys()]).toEqual([2]);
    expect(ground.why(2)).toMatch(/down: /);
    ground.run(200);
    expect(ground.kernel?.peers).toMatchObject([{ address: "10.0.0.9" }]);
  });

  it.each([
    ["fd00:98::2", /both hosts agree/],
    ["fd00:99::2", /both hosts agree/],
    ["fd00:9a::2", /does not trust/],
  ])("trusts IPv6 networks, too: %s", (host, why) => {
    const ground = new Ground(trusting).begin(peerOf(2, { underlay: { host, port: 6783 } }));
    ground.offered(2);
    expect(ground.why(2)).toMatch(why);
  });

  it("in an encrypted mesh is for trusted underlays only, and said to be plaintext", () => {
    const ground = new Ground(trusting).begin(peerOf(2), peerOf(3, { underlay: { host: "10.0.1.3", port: 6783 } }));
    ground.offered(2);
    ground.offered(3);
    expect([...ground.told.keys()]).toEqual([2]);
    expect(decodeFastPathOffer(ground.machine.offerTo(keyOf(3)))?.consents).toBe(false);
    expect(ground.why(3)).toMatch(/unavailable: this host does not trust the underlay of 10.0.1.3/);
    ground.step({ kind: "counters", peers: [counters(2, live)] });
    expect(ground.why(2)).toMatch(/in plaintext/);
  });

  it("is nowhere where it is switched off or the kernel cannot, and not spoken of by a router that has none", () => {
    const off = new Ground({ ...options, policy: { kind: "never", why: "it is switched off" } }).begin();
    off.offered(2);
    expect(off.why(2)).toBe("unavailable: it is switched off");
    expect(decodeFastPathOffer(off.machine.offerTo(keyOf(2)))?.consents).toBe(false);
    expect(off.machine.wakeAt()).toBe(Number.POSITIVE_INFINITY);
    const poor = new Ground().begin();
    poor.step({ kind: "kernel", devices: { ...devices, vxlan: 0 }, unusable: "no VXLAN" });
    poor.offered(2);
    expect(poor.why(2)).toBe("unavailable: this host cannot: no VXLAN");
    poor.run(settleMs);
    expect(poor.told.size).toBe(0);
    expect(new FastPath(undefined).offerTo(keyOf(2))).toHaveLength(0);
  });

  it("ends when the peer takes its word back, leaves, or gets another short id", () => {
    const ground = new Ground().begin();
    ground.offered(2);
    ground.offered(3);
    ground.offered(3, new Uint8Array(0));
    expect([...ground.told.keys()]).toEqual([2]);
    ground.step({ kind: "peers", peers: [peerOf(2, { shortId: 9, key: keyOf(2) }), peerOf(3)] });
    expect([...ground.told.keys()]).toEqual([9]);
    ground.step({ kind: "peers", peers: [peerOf(3)] });
    ground.run(200);
    expect(ground.told.size).toBe(0);
    expect(ground.kernel?.peers).toEqual([]);
  });
});

describe("remote containers' MACs", () => {
  it("follow the last word of whom they are behind", () => {
    const ground = new Ground().begin();
    ground.offered(2);
    ground.offered(3);
    ground.step({
      kind: "macs",
      macs: [
        ["a", 2],
        ["b", 2],
        ["c", 3],
        ["d", 77],
      ],
    });
    ground.run(200);
    expect(ground.kernel?.macs).toEqual(
      new Map([
        ["a", 2],
        ["b", 2],
        ["c", 3],
      ]),
    );
    ground.step({
      kind: "macs",
      macs: [
        ["a", 3],
        ["b", 0],
      ],
    });
    ground.run(200);
    expect(ground.kernel?.macs).toEqual(
      new Map([
        ["c", 3],
        ["a", 3],
      ]),
    );
  });

  it("are bounded a peer, and changed in the kernel once in a while", () => {
    const ground = new Ground().begin();
    ground.offered(2);
    ground.run(200);
    let changes = 0;
    for (let i = 0; i <= fastMacsPerPeerMax; i++) {
      changes += ground.step({ kind: "macs", macs: [[`m${i}`, 2]] }).filter(({ kind }) => kind === "fast-path").length;
    }
    expect(changes).toBe(1);
    ground.run(200);
    expect(ground.kernel?.macs.size).toBe(fastMacsPerPeerMax);
    expect(ground.kernel?.macs.has("m0")).toBe(false);
    expect(ground.events.filter((name) => name === "fast-path-macs-full")).toHaveLength(1);
  });

  it("are bounded in all, at the cost of whoever has many", () => {
    const macs = new FastPathMacs(3);
    for (const [mac, shortId] of [
      ["a", 2],
      ["b", 2],
      ["c", 3],
    ] as const) {
      expect(macs.seen(mac, shortId)).toEqual({ before: undefined, metLimit: false });
    }
    expect(macs.seen("d", 2)?.metLimit).toBe(true);
    expect(macs.seen("e", 2)?.metLimit).toBe(false);
    expect([...macs.behind(2)]).toEqual(["d", "e"]);
    macs.seen("f", 4);
    expect(macs.behind(4).size).toBe(0);
    expect(macs.seen("c", 2)).toEqual({ before: 3, metLimit: false });
    macs.forget(2);
    expect(macs.owners().size).toBe(0);
  });
});

describe("what an earlier router left", () => {
  it("stays until the peer's new word or for two minutes", () => {
    const ground = new Ground().begin();
    ground.step({ kind: "process-known" });
    ground.step({ kind: "counters", peers: [counters(2, live), counters(3, live)] });
    expect(ground.told.size).toBe(0);
    ground.offered(2, new Uint8Array(0));
    ground.run(200);
    expect(ground.kernel?.inherited?.refused).toEqual(new Set(["10.0.0.2"]));
    ground.step({
      kind: "macs",
      macs: [
        ["a", 3],
        ["b", 0],
      ],
    });
    ground.run(200);
    expect(ground.kernel?.inherited?.places).toEqual(
      new Map([
        ["a", "10.0.0.3"],
        ["b", ""],
      ]),
    );
    ground.run(settleMs);
    expect(ground.kernel?.inherited).toBeUndefined();
    const outputs = ground.step({ kind: "counters", peers: [counters(3, live)] });
    expect(outputs).toMatchObject([{ message: { remove: [3] } }]);
  });

  it("is told to a process that is new", () => {
    const ground = new Ground().begin();
    ground.offered(2);
    const [output] = ground.step({ kind: "process-known" });
    expect(output).toMatchObject({ message: { devices, set: [{ peer: 2 }] } });
  });
});

it("a path without traffic is probed slowly, until there is some", () => {
  const ground = new Ground().begin();
  ground.offered(2);
  expect(ground.told.get(2)?.busy).toBe(true);
  ground.run(61_000);
  expect(ground.told.get(2)?.busy).toBe(false);
  ground.step({ kind: "used", peers: [2] });
  expect(ground.told.get(2)?.busy).toBe(true);
});

it("an offer is read whatever stands around it, and never thrown on", () => {
  expect(decodeFastPathOffer(Uint8Array.of(1, 2, 5, 220, 200, 2, 1, 1, ...yes, 201, 0))).toEqual({
    consents: true,
    port: 6784,
    vni: 6783,
  });
  for (let length = 0; length < yes.length; length++)
    expect(decodeFastPathOffer(yes.subarray(0, length))).toBeUndefined();
  expect(decodeFastPathOffer(Uint8Array.of(2, 0))).toBeUndefined();
});

describe("the words of both ends", () => {
  it.each(Array.from({ length: 30 }, (_, at) => at * 5))(
    "are known to both, though one's changed %i ms after the other's, while handshakes were under way",
    (afterMs) => {
      const mesh = new ToyMesh(2, afterMs, null);
      mesh.fastPath = options;
      const [a, b] = mesh.hosts as [ToyHost, ToyHost];
      const kernel = { kind: "fast-path-kernel", devices, unusable: undefined } as const;
      mesh.startAll();
      mesh.run(1_000);
      mesh.step(a, kernel);
      mesh.run(1_000 + afterMs);
      mesh.step(b, kernel);
      mesh.run(10_000);
      for (const host of [a, b]) {
        const why = host.router?.status().peers[0]?.candidates[0]?.why;
        expect(why).toMatch(/^both hosts agree/);
      }
    },
  );
});
