/** The control machine with toy processes and a toy gossip under virtual time: sessions, tables, whose datapath answers. */
import { describe, expect, it } from "vitest";
import { realCrypto } from "../crypto/primitives.ts";
import { flappingMax } from "./flapping-macs.ts";
import { expectAgreement, pinging } from "./testing/expectations.ts";
import { calm, type ToyHost, ToyMesh } from "./testing/toy-mesh.ts";

describe("sessions", () => {
  it("are made at once with neighbours, and both ends send on the same one", () => {
    const mesh = new ToyMesh(3, 1);
    mesh.startAll();
    mesh.run(5_000);
    expectAgreement(mesh, 1);
    const ping = pinging(mesh);
    mesh.run(2_000, ping.tick);
    expect(ping.lost).toEqual([]);
    const sets = mesh.hosts.flatMap(({ process }) => process!.log.filter((message) => message.kind === "sessions"));
    const answered = new Set(
      sets.flatMap(({ set }) => set.filter(({ sending }) => !sending).map((entry) => entry.localIndex)),
    );
    const promoted = new Set(
      sets.flatMap(({ set }) => set.filter(({ sending }) => sending).map((entry) => entry.localIndex)),
    );
    expect(answered.size).toBe(3);
    expect([...answered].every((index) => promoted.has(index))).toBe(true);
    for (const host of mesh.hosts) {
      expect([...host.process!.sessions.values()].every(({ suite }) => suite === "aes-256-gcm")).toBe(true);
      expect(host.process!.requireSealed).toBe(true);
    }
  });

  it("use the suite `none` in a mesh without password, with keys all the same", () => {
    const mesh = new ToyMesh(2, 1, null);
    const [a] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(3_000);
    expectAgreement(mesh, 1);
    expect([...a.process!.sessions.values()].map(({ suite }) => suite)).toEqual(["none"]);
    expect(a.process!.requireSealed).toBe(false);
    expect(a.router!.status().encrypted).toBe(false);
  });

  it("are made on demand with others, and closed after five minutes without traffic", () => {
    const mesh = new ToyMesh(2, 2);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.isNeighbour = () => false;
    mesh.startAll();
    mesh.run(30_000);
    expect(a.process!.sessions.size + b.process!.sessions.size).toBe(0);
    expect(a.process!.send(mesh.now, b.process!)).toBe("waits");
    mesh.run(200);
    expect(a.process!.send(mesh.now, b.process!)).toBe("sent");
    mesh.run(200_000);
    expect(b.process!.send(mesh.now, a.process!)).toBe("sent");
    mesh.run(250_000);
    expect(a.process!.sessions.size).toBe(1);
    mesh.run(60_000);
    expect(a.process!.sessions.size + b.process!.sessions.size).toBe(0);
    expect(b.process!.send(mesh.now, a.process!)).toBe("waits");
    mesh.run(200);
    expect(b.process!.send(mesh.now, a.process!)).toBe("sent");
  });

  it("are rekeyed every ten minutes without losing a frame, and old keys go", () => {
    const mesh = new ToyMesh(2, 3);
    mesh.startAll();
    mesh.run(3_000);
    const [a] = mesh.hosts as [ToyHost, ToyHost];
    const keys = new Set<string>();
    const ping = pinging(mesh);
    mesh.run(35 * 60_000, () => {
      ping.tick();
      for (const { sendKey } of a.process!.sessions.values()) keys.add(sendKey);
    });
    expect(ping.lost).toEqual([]);
    expect(keys.size).toBeGreaterThanOrEqual(4);
    expect(keys.size).toBeLessThanOrEqual(5);
    expectAgreement(mesh, 2);
  });

  it("come about while half of the messages are lost, many come twice and all are reordered", () => {
    const mesh = new ToyMesh(3, 4);
    mesh.weather = { loss: 0.5, repeat: 0.5, delayMsMax: 3_000 };
    mesh.startAll();
    mesh.run(120_000);
    mesh.weather = calm;
    mesh.run(60_000);
    expectAgreement(mesh, 2);
  });

  it("agree over the real primitives too", () => {
    const mesh = new ToyMesh(2, 5, new Uint8Array(32).fill(1), realCrypto);
    mesh.startAll();
    mesh.run(5_000);
    expectAgreement(mesh, 1);
  });

  it("are not shaken by messages that somebody plays again, nor by garbage, and memory stays bounded", () => {
    const mesh = new ToyMesh(2, 6);
    mesh.startAll();
    mesh.run(30 * 60_000);
    const ping = pinging(mesh);
    const before = mesh.hosts.map(({ process }) => process!.sessions.size);
    for (const { from, to, payload } of mesh.carried.slice()) {
      for (let i = 0; i < 20; i++) mesh.deliver(from, to, payload);
      mesh.deliver(from, to, payload.slice(0, -1));
      mesh.deliver(from, to, mesh.random.bytes(50));
      mesh.run(300, ping.tick);
    }
    expect(ping.lost).toEqual([]);
    mesh.run(60_000, ping.tick);
    expect(ping.lost).toEqual([]);
    for (const [i, { process }] of mesh.hosts.entries()) {
      expect(process!.sessions.size).toBeLessThanOrEqual(before[i]! + 1);
    }
    expect(mesh.hosts[0]!.router!.status().handshakes.dropped).toBeGreaterThan(0);
  });
});

describe("tables", () => {
  it("are pushed as differences only", () => {
    const mesh = new ToyMesh(3, 11);
    mesh.startAll();
    mesh.run(5_000);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    a.process!.log.length = 0;
    mesh.showOverlay(a);
    expect(a.process!.log).toEqual([]);
    mesh.showOverlay(a, [a, b]);
    expect(a.process!.log.map((message) => message.kind)).toEqual(["peers", "floods", "sessions"]);
    expect([...a.process!.peers.keys()]).toEqual([b.shortId]);
    expect(a.process!.peers.get(b.shortId)).toMatchObject({ hops: [b.shortId], name: b.identity.name });
    expect([...a.process!.sessions.values()].map(({ peer }) => peer)).toEqual([b.shortId]);
  });

  it("that an earlier router left go when the overlay has had its time without them", () => {
    const mesh = new ToyMesh(3, 12);
    mesh.startAll();
    mesh.run(5_000);
    const [a, b, c] = mesh.hosts as [ToyHost, ToyHost, ToyHost];
    mesh.killRouter(a);
    mesh.startRouter(a);
    mesh.showOverlay(a, [a, b]);
    mesh.run(100_000);
    expect(a.process!.peers.has(c.shortId)).toBe(true);
    mesh.run(30_000);
    expect(a.process!.peers.has(c.shortId)).toBe(false);
    expect(a.process!.floods.get(a.shortId)!.hops).toEqual([b.shortId]);
    expect([...a.process!.sessions.values()].every(({ peer }) => peer === b.shortId)).toBe(true);
  });
});

describe("whose datapath answers", () => {
  it("is told when heard, and after 10 s of silence", () => {
    const mesh = new ToyMesh(2, 13);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(5_000);
    expect(a.alive.get(b.identity.key)).toBe(true);
    mesh.killProcess(b);
    mesh.run(9_000);
    expect(a.alive.get(b.identity.key)).toBe(true);
    mesh.run(2_500);
    expect(a.alive.get(b.identity.key)).toBe(false);
    mesh.startProcess(b);
    mesh.run(4_000);
    expect(a.alive.get(b.identity.key)).toBe(true);
  });

  it("is not mistaken by a router that was held, which still notices a death", () => {
    const mesh = new ToyMesh(2, 17);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(5_000);
    const heldFor = (ms: number) => {
      const { router } = a;
      a.router = undefined;
      mesh.run(ms);
      a.router = router;
    };
    let wasDead = false;
    const watched = (ms: number) => mesh.run(ms, () => (wasDead ||= a.alive.get(b.identity.key) === false));
    heldFor(15_000);
    watched(10_000);
    expect(wasDead).toBe(false);
    mesh.killProcess(b);
    heldFor(15_000);
    watched(5_000);
    expect(wasDead).toBe(true);
  });

  it("is told at once when the direct path dies, until it is heard again", () => {
    const mesh = new ToyMesh(2, 14);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(5_000);
    a.process!.router!({ kind: "path", peer: b.shortId, alive: false });
    mesh.run(100);
    expect(a.alive.get(b.identity.key)).toBe(false);
    mesh.run(3_000);
    expect(a.alive.get(b.identity.key)).toBe(true);
  });

  it("tells once of a MAC that two hosts claim, and forgets it when it is quiet for three minutes", () => {
    const mesh = new ToyMesh(2, 16);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(5_000);
    for (let minute = 0; minute < 3; minute++) {
      a.process!.router!({ kind: "mac-flapping", mac: "02:00:00:00:00:09", peers: [b.shortId, 0] });
      mesh.run(60_000);
    }
    expect(a.events.filter((name) => name === "mac-flapping")).toHaveLength(1);
    expect(a.router!.status().flapping).toEqual([{ mac: "02:00:00:00:00:09", between: [b.identity.key, undefined] }]);
    mesh.run(125_000);
    expect(a.router!.status().flapping).toEqual([]);
    for (let mac = 10; mac < 80; mac++) {
      a.process!.router!({ kind: "mac-flapping", mac: `02:00:00:00:00:${mac}`, peers: [b.shortId, 999] });
    }
    mesh.run(100);
    expect(a.router!.status().flapping.length).toBe(flappingMax);
  });

  it("shows in the status, with path, reason and session", () => {
    const mesh = new ToyMesh(2, 15);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startAll();
    mesh.run(5_000);
    const status = a.router!.status();
    expect(status).toMatchObject({
      process: { pid: 42, tap: "weave-tap", port: 6783 },
      shortId: a.shortId,
      encrypted: true,
      macs: 3,
    });
    expect(status.peers).toMatchObject([
      {
        key: b.identity.key,
        path: { kind: "direct" },
        why: "the direct path answers",
        rttMicros: 100,
        session: { suite: "aes-256-gcm", confirmed: true },
        handshaking: false,
      },
    ]);
    mesh.killProcess(a);
    expect(a.router!.status().peers[0]).toMatchObject({
      path: { kind: "none" },
      why: "the datapath process is not there",
    });
  });
});
