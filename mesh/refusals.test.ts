/** Who is refused, with which reason at both ends; duplicates, twins, nonsense and floods. */
import { describe, expect, it } from "vitest";
import { seededRandom } from "../base/random.ts";
import { peerNameOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { type ToyHost, ToyWorld } from "./testing/toy-world.ts";
import { encodeTopologyDelta } from "./wire.ts";

const passwordOf = (byte: number) => new Uint8Array(32).fill(byte);

function reasonsAt(host: ToyHost): string[] {
  return host.events.filter(({ name }) => name === "connection-refused").map(({ facts }) => String(facts["code"]));
}

function expectRefusedAtBothEnds(a: ToyHost, b: ToyHost, code: string): void {
  for (const host of [a, b]) expect(reasonsAt(host)).toContain(code);
}

describe("refusals", () => {
  it("refuses a wrong password with the reason at both ends, and disturbs nobody", () => {
    const world = new ToyWorld(1);
    const [a, b] = [1, 2].map((i) =>
      world.launch({ host: `10.0.0.${i}`, targets: i === 2 ? ["10.0.0.1"] : [], password: passwordOf(1) }),
    ) as [ToyHost, ToyHost];
    world.run(5_000);
    const published = a.publishedAt.length;
    const stranger = world.launch({ host: "10.0.0.9", targets: ["10.0.0.1"], password: passwordOf(2) });
    const open = world.launch({ host: "10.0.0.8", targets: ["10.0.0.1"] });
    world.run(30_000);
    expectRefusedAtBothEnds(a, stranger, "wrong-password");
    expectRefusedAtBothEnds(a, open, "password-on-one-side");
    expect(stranger.mesh.status().connections).toMatchObject([
      { state: "failed", target: "10.0.0.1", reason: { code: "wrong-password" } },
    ]);
    // The end that was dialled shows them as well, once each however often they try.
    const failed = a.mesh.status().connections.filter(({ state }) => state === "failed");
    expect(failed.map(({ address, reason }) => `${address.split(":")[0]} ${reason?.code}`).toSorted()).toEqual([
      "10.0.0.8 password-on-one-side",
      "10.0.0.9 wrong-password",
    ]);
    expect([...a.connected]).toEqual([b.key]);
    expect(a.mesh.view.peers.size).toBe(2);
    expect(a.publishedAt.length).toBe(published);
    expect(a.events.filter(({ name }) => name === "connection-down")).toEqual([]);
  });

  it("refuses to connect to itself, and tries it seldom", () => {
    const world = new ToyWorld(2);
    const a = world.launch({ host: "10.0.0.1", targets: ["10.0.0.1"] });
    world.run(300_000);
    expect(reasonsAt(a)).toContain("self");
    expect(reasonsAt(a).length).toBeLessThan(40);
    expect(a.connected.size).toBe(0);
    expect(a.mesh.status().fenced).toBeUndefined();
  });

  it("refuses another key with the same name", () => {
    // A hash of one byte makes collisions of names.
    const crypto = {
      ...standInCrypto,
      sha256: (...parts: readonly Uint8Array[]) =>
        new Uint8Array(32).fill((standInCrypto.sha256(...parts)[0] as number) & 3),
    };
    const world = new ToyWorld(3, crypto);
    const a = world.launch({ host: "10.0.0.1", identitySeed: 1 });
    const nameOf = (seed: number) => peerNameOf(crypto, crypto.signingPublicKey(new Uint8Array(32).fill(seed)));
    const other = Array.from({ length: 200 }, (_, i) => i + 2).find((seed) => nameOf(seed) === nameOf(1)) as number;
    const b = world.launch({ host: "10.0.0.2", identitySeed: other, targets: ["10.0.0.1"] });
    world.run(3_000);
    expect(a.key).not.toBe(b.key);
    expectRefusedAtBothEnds(a, b, "duplicate-name");
  });

  it("refuses another mesh, and another explicit range while there is no mesh", () => {
    const world = new ToyWorld(4);
    const [a, b] = [1, 2].map((i) => world.launch({ host: `10.0.0.${i}`, nickname: `h${i}` })) as [ToyHost, ToyHost];
    world.launch({ host: "10.0.0.3", nickname: "h3", targets: ["10.0.0.2"], discovery: false });
    world.run(2_000);
    a.step({ kind: "mesh-id", meshId: new Uint8Array(16).fill(1), range: "10.1.0.0/16" });
    b.step({ kind: "mesh-id", meshId: new Uint8Array(16).fill(2), range: "10.2.0.0/16" });
    b.step({ kind: "connect", targets: ["10.0.0.1"], replace: false });
    world.run(3_000);
    expectRefusedAtBothEnds(a, b, "other-mesh");
    const told = (host: ToyHost) => host.mesh.status().otherMeshes;
    expect(told(a)).toMatchObject([
      {
        meshId: new Uint8Array(16).fill(2),
        peer: b.key,
        summary: { range: "10.2.0.0/16", hosts: 2, names: ["h2", "h3"] },
      },
    ]);
    expect(told(b)).toMatchObject([
      { meshId: new Uint8Array(16).fill(1), peer: a.key, summary: { range: "10.1.0.0/16", hosts: 1, names: ["h1"] } },
    ]);
    world.run(180_000);
    expect(told(a).length).toBe(1);
    b.step({ kind: "forget", targets: ["10.0.0.1"] });
    world.run(240_000);
    for (const host of [a, b]) host.step({ kind: "wake" });
    expect([...told(a), ...told(b)]).toEqual([]);

    const range = (host: string, rangeText: string, rangeExplicit: boolean) =>
      world.launch({
        host,
        rangeText,
        rangeExplicit,
        targets: host === "10.1.0.1" ? [] : ["10.1.0.1"],
        discovery: false,
      });
    const c = range("10.1.0.1", "10.1.0.0/16", true);
    const d = range("10.1.0.2", "10.2.0.0/16", true);
    const e = range("10.1.0.3", "10.32.0.0/12", false);
    world.run(3_000);
    expectRefusedAtBothEnds(c, d, "other-range");
    expect([...c.connected]).toEqual([e.key]);
  });
});

describe("refusals shown at the end that was dialled", () => {
  it("are bounded, forgotten with time, and gone once the host is a neighbour", () => {
    const world = new ToyWorld(8);
    const a = world.launch({ host: "10.0.0.1", password: passwordOf(1) });
    const failed = () => a.mesh.status().connections.filter(({ state }) => state === "failed");
    const wrong = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"], password: passwordOf(2) });
    world.run(3_000);
    expect(failed()).toHaveLength(1);
    world.powerOff(wrong);
    world.launch({ ...wrong.options, password: passwordOf(1), durable: wrong.durable });
    world.run(3_000);
    expect(failed()).toEqual([]);
    expect(a.connected.size).toBe(1);
    const strangers = Array.from({ length: 20 }, (_, i) =>
      world.launch({ host: `10.0.1.${i}`, targets: ["10.0.0.1"], password: passwordOf(3) }),
    );
    world.run(5_000);
    expect(failed()).toHaveLength(16);
    for (const stranger of strangers) world.powerOff(stranger);
    world.run(125_000);
    expect(failed()).toEqual([]);
  });
});

describe("duplicates", () => {
  it("keeps one connection when both dial at once, without losing the neighbour", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = new ToyWorld(seed);
      const a = world.launch({ host: "10.0.0.1", targets: ["10.0.0.2"] });
      const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
      world.run(20_000);
      for (const host of [a, b]) {
        expect(host.mesh.status().connections.map(({ state }) => state)).toEqual(["established"]);
        expect(host.events.filter(({ name }) => name === "connection-down")).toEqual([]);
      }
      expect(a.mesh.status().connections[0]?.outbound).toBe(!b.mesh.status().connections[0]?.outbound);
    }
  });
});

describe("a host whose address changed", () => {
  it("is met at its new one within 5 s, whichever connection had the lower nonces, and is no lost neighbour meanwhile", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = new ToyWorld(seed);
      const a = world.launch({ host: "10.0.0.1", targets: ["10.0.0.2"] });
      const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
      world.run(20_000);
      world.move(b, "10.0.0.22");
      let atNewAfterMs = 0;
      const isAtNew = () =>
        a.mesh
          .status()
          .connections.some(({ address, state }) => state === "established" && address.startsWith("10.0.0.22"));
      while (!isAtNew() && atNewAfterMs < 20_000) {
        world.run(100);
        atNewAfterMs += 100;
        expect(a.connected.has(b.key)).toBe(true);
      }
      expect(atNewAfterMs).toBeLessThan(5_000);
      world.run(15_000);
      expect([a.connected.has(b.key), b.connected.has(a.key)]).toEqual([true, true]);
      expect(a.events.filter(({ name }) => name === "twin-seen")).toEqual([]);
    }
  });

  it("can be spoken to afterwards, also where it dials several times while the old connection is examined", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = new ToyWorld(seed);
      const a = world.launch({ host: "10.0.0.1", targets: ["10.0.0.2"] });
      const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
      world.run(20_000);
      const names = ["one", "two", "three"];
      for (const name of names) world.names.set(name, "10.0.0.1");
      world.move(b, "10.0.0.22");
      b.step({ kind: "connect", targets: names, replace: false });
      world.run(20_000);
      expect([a.connected.has(b.key), b.connected.has(a.key)]).toEqual([true, true]);
      const unsent = [a, b].map(({ mesh }) => mesh.status().counters["send-without-connection"] ?? 0);
      world.run(10_000);
      expect([a, b].map(({ mesh }) => mesh.status().counters["send-without-connection"] ?? 0)).toEqual(unsent);
    }
  });

  it("keeps the connection that answers when a peer dials again without need", () => {
    const world = new ToyWorld(3);
    const a = world.launch({ host: "10.0.0.1" });
    const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
    world.run(20_000);
    world.names.set("other-name", "10.0.0.1");
    b.step({ kind: "connect", targets: ["other-name"], replace: false });
    world.run(10_000);
    for (const host of [a, b]) {
      expect(host.mesh.status().connections.filter(({ state }) => state === "established")).toHaveLength(1);
      expect(host.events.filter(({ name }) => name === "connection-down" || name === "fenced")).toEqual([]);
    }
  });
});

describe("twins", () => {
  it("fences both when a peer meets one identity twice, and names both addresses", () => {
    const world = new ToyWorld(5);
    const a = world.launch({ host: "10.0.0.1" });
    const original = world.launch({ host: "10.0.0.2", identitySeed: 77, targets: ["10.0.0.1"] });
    world.run(10_000);
    const clone = world.launch({ host: "10.0.0.3", identitySeed: 77, targets: ["10.0.0.1"] });
    world.run(5_000);
    for (const host of [original, clone]) {
      const addresses = host.mesh.status().fenced?.addresses.join(" ") ?? "";
      expect(addresses).toContain("10.0.0.2");
      expect(addresses).toContain("10.0.0.3");
    }
    expectRefusedAtBothEnds(a, clone, "cloned-identity");
    expect([...a.connected]).toEqual([original.key]);
    const newcomer = world.launch({ host: "10.0.0.4", targets: ["10.0.0.2"] });
    world.run(5_000);
    expect(newcomer.connected.has(original.key)).toBe(true);
    const published = newcomer.mesh.view.peers.get(original.key)?.connections.map(({ peer }) => peer);
    expect(published).toEqual([a.key]);
  });

  it("fences both when two of one identity meet each other", () => {
    const world = new ToyWorld(7);
    const original = world.launch({ host: "10.0.0.2", identitySeed: 77 });
    const clone = world.launch({ host: "10.0.0.3", identitySeed: 77, targets: ["10.0.0.2"] });
    world.run(5_000);
    expectRefusedAtBothEnds(original, clone, "cloned-identity");
    for (const host of [original, clone]) {
      expect(reasonsAt(host)).not.toContain("self");
      expect(host.connected.size).toBe(0);
    }
    expect(original.mesh.status().fenced?.addresses.join(" ")).toContain("10.0.0.3");
    expect(clone.mesh.status().fenced?.addresses.join(" ")).toContain("10.0.0.2");
  });

  it("takes a restart after a power cut for no twin", () => {
    const world = new ToyWorld(6);
    const a = world.launch({ host: "10.0.0.1" });
    const b = world.launch({ host: "10.0.0.2", targets: ["10.0.0.1"] });
    world.run(10_000);
    world.powerOff(b);
    const again = world.launch({ ...b.options, durable: b.durable });
    world.run(3_500);
    expect([...a.connected]).toEqual([again.key]);
    for (const host of [a, again]) expect(host.mesh.status().fenced).toBeUndefined();
  });
});

describe("nonsense", () => {
  it("in a record harms nobody's connection, and is told with who sent it", () => {
    const world = new ToyWorld(12);
    const [a, b] = [1, 2].map((i) => world.launch({ host: `10.0.0.${i}`, targets: i === 2 ? ["10.0.0.1"] : [] })) as [
      ToyHost,
      ToyHost,
    ];
    world.run(3_000);
    const random = seededRandom(5);
    const deltas = [
      random.bytes(50),
      encodeTopologyDelta({ records: [random.bytes(200), new Uint8Array(0)], patches: [random.bytes(60)] }),
    ];
    for (const payload of deltas) {
      for (const output of a.mesh.step(world.now, { kind: "topology", source: b.key, payload })) {
        expect(output.kind).not.toBe("close");
        expect(output.kind).not.toBe("neighbour-down");
      }
    }
    world.run(20_000);
    expect([...a.connected]).toEqual([b.key]);
    const { refusedRecords } = a.mesh.status();
    expect(refusedRecords.map(({ peer }) => peer)).toContain(b.key);
    expect(refusedRecords.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(2);
  });

  it("closes a connection that sends random bytes as malformed", () => {
    const random = seededRandom(9);
    for (let round = 0; round < 200; round++) {
      const world = new ToyWorld(round);
      const a = world.launch({ host: "10.0.0.1" });
      const closed: number[] = [];
      const collect = (outputs: ReturnType<typeof a.mesh.step>) => {
        for (const output of outputs) if (output.kind === "close") closed.push(output.connection);
      };
      const remote = { host: "192.0.2.1", port: 5_000 };
      collect(a.mesh.step(world.now, { kind: "accepted", connection: 2, remote, local: { host: a.host, port: 6783 } }));
      collect(
        a.mesh.step(world.now, { kind: "bytes", connection: 2, bytes: random.bytes(1 + (random.uint32() % 6_000)) }),
      );
      const framed = random.bytes(104);
      framed.set([0, 0, 0, 100]);
      collect(a.mesh.step(world.now, { kind: "bytes", connection: 2, bytes: framed }));
      collect(a.mesh.step(world.now + 10_000, { kind: "wake" }));
      expect(closed).toEqual([2]);
    }
  });

  it("bounds what ten thousand attempts may cost", () => {
    const world = new ToyWorld(10);
    const a = world.launch({ host: "10.0.0.1" });
    let closed = 0;
    for (let i = 0; i < 10_000; i++) {
      const remote = { host: `192.0.${i % 7}.${i % 250}`, port: 1_024 + i };
      const local = { host: a.host, port: 6783 };
      for (const output of a.mesh.step(world.now, { kind: "accepted", connection: 2 * i + 2, remote, local }))
        if (output.kind === "close") closed++;
    }
    expect(closed).toBeGreaterThanOrEqual(10_000 - 256);
    expect(a.mesh.status().connections.length).toBeLessThanOrEqual(256);
    world.run(10_000);
    expect(a.mesh.status().connections).toEqual([]);
  });
});
