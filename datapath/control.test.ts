/** The control machine with toy processes and a toy gossip under virtual time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realCrypto } from "../crypto/primitives.ts";
import { calm, type ToyHost, ToyMesh } from "./testing/toy-mesh.ts";

function pairs(mesh: ToyMesh): [ToyHost, ToyHost][] {
  return mesh.hosts.flatMap((a) => mesh.hosts.filter((b) => a !== b).map((b) => [a, b] as [ToyHost, ToyHost]));
}

/** Every host sends to every other one on a session that the other one mirrors and sends back on. */
function expectAgreement(mesh: ToyMesh, sessionsMax: number): void {
  for (const [a, b] of pairs(mesh)) {
    const ab = a.process!.sendingTo(mesh.now, b.shortId)!;
    const ba = b.process!.sendingTo(mesh.now, a.shortId)!;
    expect([ab?.localIndex, ab?.remoteIndex]).toEqual([ba?.remoteIndex, ba?.localIndex]);
    expect([ab.sendKey, ab.receiveKey]).toEqual([ba.receiveKey, ba.sendKey]);
    const count = [...a.process!.sessions.values()].filter((session) => session.peer === b.shortId).length;
    expect(count).toBeLessThanOrEqual(sessionsMax);
  }
}

/** Sends a frame from everyone to everyone; counts what was lost. */
function pinging(mesh: ToyMesh): { readonly lost: string[]; readonly tick: () => void; sent: number } {
  const result = {
    lost: [] as string[],
    sent: 0,
    tick: () => {
      for (const [a, b] of pairs(mesh)) {
        if (!a.process || !b.process) continue;
        const outcome = a.process.send(mesh.now, b.process);
        if (outcome === "sent") result.sent++;
        else result.lost.push(`${outcome} ${a.shortId} to ${b.shortId} at ${mesh.now}`);
      }
    },
  };
  return result;
}

/** Of the sessions at both ends. */
function suitesBetween(a: ToyHost, b: ToyHost): string[] {
  const [at, to] = [a, b].map(({ process }) => [...process!.sessions.values()].map(({ suite }) => suite));
  expect(at).toEqual(to);
  return at ?? [];
}

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

describe("restarts", () => {
  it("of each router in turn, 10 s long, lose no frame on either side", () => {
    const mesh = new ToyMesh(3, 7);
    mesh.startAll();
    mesh.run(5_000);
    const ping = pinging(mesh);
    for (const host of mesh.hosts) {
      mesh.killRouter(host);
      mesh.run(10_000, ping.tick);
      mesh.startRouter(host);
      mesh.run(1_000, ping.tick);
      // The topology comes back bit by bit.
      mesh.showOverlay(host, [host]);
      mesh.run(1_000, ping.tick);
      const before = [...host.process!.peers.keys()];
      mesh.showOverlay(host, mesh.hosts.slice(0, 2));
      mesh.run(1_000, ping.tick);
      expect([...host.process!.peers.keys()]).toEqual(before);
      expect(host.process!.floods.get(host.shortId)!.hops).toHaveLength(2);
      mesh.showOverlay(host);
      mesh.run(130_000, ping.tick);
    }
    expect(ping.lost).toEqual([]);
    expectAgreement(mesh, 1);
  });

  it("of a router replace inherited sessions by its own", () => {
    const mesh = new ToyMesh(2, 8);
    mesh.startAll();
    mesh.run(5_000);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    const [inherited] = [...a.process!.sessions.keys()];
    mesh.killRouter(a);
    mesh.startRouter(a);
    mesh.run(100);
    expect(a.process!.sessions.has(inherited!)).toBe(true);
    mesh.showOverlay(a);
    mesh.run(20_000);
    expect(a.process!.sessions.has(inherited!)).toBe(true);
    expect(a.router!.status().peers[0]!.session).toMatchObject({ suite: "aes-256-gcm", confirmed: true });
    mesh.run(20_000);
    expect(a.process!.sessions.has(inherited!)).toBe(false);
    expect(b.process!.sessions.size).toBe(1);
    expectAgreement(mesh, 1);
  });

  it("of a suite that a restarted router no longer takes are used until another one is agreed", () => {
    const mesh = new ToyMesh(2, 21);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    a.suites = ["nacl"];
    mesh.startAll();
    mesh.run(5_000);
    expect(suitesBetween(a, b)).toEqual(["nacl"]);
    const ping = pinging(mesh);
    mesh.killRouter(a);
    a.suites = ["chacha20-poly1305"];
    mesh.run(2_000, ping.tick);
    mesh.startRouter(a);
    mesh.run(100, ping.tick);
    mesh.showOverlay(a);
    mesh.run(60_000, ping.tick);
    expect(ping.lost).toEqual([]);
    expect(suitesBetween(a, b)).toEqual(["chacha20-poly1305"]);
    expectAgreement(mesh, 1);
  });

  it("end, with a reason at both ends, when a router restarts without a suite in common", () => {
    const mesh = new ToyMesh(2, 22);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    b.suites = ["nacl"];
    mesh.startAll();
    mesh.run(5_000);
    mesh.killRouter(a);
    a.suites = ["chacha20-poly1305"];
    mesh.startRouter(a);
    mesh.showOverlay(a);
    mesh.run(40_000);
    for (const [one, ours, theirs] of [
      [a, "chacha20-poly1305", "nacl"],
      [b, "nacl", "chacha20-poly1305"],
    ] as const) {
      expect(one.process!.sessions.size).toBe(0);
      const [peer] = one.router!.status().peers;
      expect(peer).toMatchObject({ path: { kind: "none" }, refusal: { code: "no-common-suite" }, session: undefined });
      expect(peer!.why).toContain(`this one takes ${ours} and the peer ${theirs}`);
      expect(peer!.candidates).toContainEqual(
        expect.objectContaining({ kind: "sleeve", state: "down", why: peer!.why }),
      );
      // Said once, tried again now and then.
      expect(one.events.filter((name) => name === "session-refused")).toHaveLength(1);
      expect(one.router!.status().handshakes.refused).toBeGreaterThan(1);
    }
    expect(mesh.carried.length).toBeLessThan(40);
    // As soon as they have one in common, there is a session, and nothing is said against it any more.
    mesh.killRouter(b);
    b.suites = ["nacl", "chacha20-poly1305"];
    mesh.startRouter(b);
    mesh.showOverlay(b);
    mesh.run(30_000);
    expect(suitesBetween(a, b)).toEqual(["chacha20-poly1305"]);
    expect(a.router!.status().peers[0]!.refusal).toBeUndefined();
  });

  it("are not ended by a refused init that somebody says again", () => {
    const mesh = new ToyMesh(2, 23);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    b.suites = ["nacl"];
    a.suites = ["aes-256-gcm"];
    mesh.startAll();
    mesh.run(5_000);
    const refused = mesh.carried.filter(({ from }) => from === a.identity.key);
    mesh.killRouter(a);
    a.suites = ["nacl"];
    mesh.startRouter(a);
    mesh.showOverlay(a);
    mesh.run(30_000);
    expect(suitesBetween(a, b)).toEqual(["nacl"]);
    const standing = [...b.process!.sessions.keys()];
    for (const { from, to, payload } of refused) {
      mesh.deliver(from, to, payload);
      mesh.run(500);
    }
    expect([...b.process!.sessions.keys()]).toEqual(standing);
    expect(suitesBetween(a, b)).toEqual(["nacl"]);
    expect(b.router!.status().peers[0]!.refusal).toBeUndefined();
  });

  it("use what an older datapath process has, and none of those that it lacks", () => {
    const mesh = new ToyMesh(2, 24);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startProcess(a);
    a.process!.suites = undefined; // it throws when a session of another suite comes
    mesh.startProcess(b);
    for (const host of mesh.hosts) {
      mesh.startRouter(host);
      mesh.showOverlay(host);
    }
    mesh.run(5_000);
    expect(suitesBetween(a, b)).toEqual(["nacl"]);
    expect(a.router!.status().suites).toEqual(["nacl"]);
    mesh.killRouter(a);
    a.suites = ["aes-256-gcm"];
    mesh.startRouter(a);
    mesh.showOverlay(a);
    mesh.run(5_000);
    expect(a.router!.status().peers[0]!.refusal).toMatchObject({ code: "process-lacks-suite" });
    mesh.killProcess(a);
    mesh.startProcess(a);
    mesh.run(40_000);
    expect(suitesBetween(a, b)).toEqual(["aes-256-gcm"]);
  });

  it("of a process make both ends agree anew at once", () => {
    const mesh = new ToyMesh(3, 9);
    mesh.startAll();
    mesh.run(5_000);
    const [a] = mesh.hosts as [ToyHost];
    mesh.killProcess(a);
    mesh.run(2_000);
    mesh.startProcess(a);
    mesh.run(1_000);
    const ping = pinging(mesh);
    mesh.run(1_000, ping.tick);
    expect(ping.lost).toEqual([]);
    expect(a.process!.peers.size).toBe(2);
    expect(a.process!.shortId).toBe(a.shortId);
    mesh.run(60_000, ping.tick);
    expectAgreement(mesh, 1);
  });

  it("of a process mend what peers without a control connection still send on", () => {
    const mesh = new ToyMesh(2, 10);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.isNeighbour = () => false;
    mesh.startAll();
    mesh.run(1_000, pinging(mesh).tick);
    mesh.killProcess(a);
    mesh.startProcess(a);
    mesh.run(500);
    const oneWay = Array.from({ length: 10 }, () => b.process!.send(mesh.now, a.process!));
    expect(oneWay.every((outcome) => outcome === "sent")).toBe(true);
  });

  it("of a whole host are noticed by a peer without a control connection, though nothing comes back", () => {
    const mesh = new ToyMesh(2, 10);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.isNeighbour = () => false;
    mesh.startAll();
    mesh.run(2_000, pinging(mesh).tick);
    mesh.killRouter(a);
    mesh.startProcess(a);
    mesh.startRouter(a);
    mesh.showOverlay(a);
    const outcomes: string[] = [];
    const oneWay = () => outcomes.push(b.process!.send(mesh.now, a.process!));
    mesh.run(13_000, () => void oneWay());
    expect(outcomes[0]).toBe("lost");
    expect(outcomes.at(-1)).toBe("sent");
    mesh.run(10 * 60_000, () => void oneWay());
    expect(outcomes.slice(130).every((outcome) => outcome === "sent")).toBe(true);
    expect(b.router!.status().handshakes.established).toBeLessThan(12);
  });

  it("of a process that does not say what it has: it is asked again, and told nothing meanwhile", () => {
    const mesh = new ToyMesh(2, 9);
    const [a, b] = mesh.hosts as [ToyHost, ToyHost];
    mesh.startProcess(a);
    a.process!.mute = true;
    mesh.startRouter(a);
    mesh.showOverlay(a);
    mesh.run(5_000);
    expect(a.process!.log.map(({ kind }) => kind)).toEqual(["hello", "query", "query"]);
    a.process!.mute = false;
    mesh.run(2_000);
    expect([...a.process!.peers.keys()]).toEqual([b.shortId]);
  });

  it("of a process that says what it has a second time change nothing and warn of nothing; another protocol does", () => {
    const mesh = new ToyMesh(2, 1);
    mesh.startAll();
    mesh.run(3_000);
    const [a] = mesh.hosts as [ToyHost, ToyHost];
    const empty = { shortId: 0, pid: 1, tap: "weave-tap", port: 6783, sessions: [], peers: [], floods: [] };
    const said = (protocol: number) =>
      a.router!.step(mesh.now, { kind: "process", message: { kind: "state", protocol, ...empty } });
    expect(said(1)).toEqual([]);
    expect(said(2)).toMatchObject([{ kind: "event", level: "warn", name: "datapath-state-ignored" }]);
    expectAgreement(mesh, 1);
  });

  it("and lost messages in any order end in agreement once it is quiet", () => {
    const act = fc.record({
      what: fc.constantFrom("router", "process", "ping", "wait", "storm", "calm"),
      host: fc.nat(2),
      ms: fc.integer({ min: 1, max: 40 }).map((n) => n * 100),
    });
    fc.assert(
      fc.property(fc.nat(), fc.array(act, { maxLength: 12 }), fc.boolean(), (seed, acts, neighbours) => {
        const mesh = new ToyMesh(3, seed);
        if (!neighbours) mesh.isNeighbour = (x, y) => x + y !== 2;
        mesh.startAll();
        const ping = pinging(mesh);
        for (const { what, host: at, ms } of acts) {
          const host = mesh.hosts[at]!;
          if (what === "storm") mesh.weather = { loss: 0.3, repeat: 0.3, delayMsMax: 2_000 };
          if (what === "calm") mesh.weather = calm;
          if (what === "router") mesh.killRouter(host);
          if (what === "process") mesh.killProcess(host);
          mesh.run(ms, what === "ping" ? ping.tick : undefined);
          if (what === "router") {
            mesh.startRouter(host);
            mesh.showOverlay(host);
          }
          if (what === "process") mesh.startProcess(host);
        }
        mesh.weather = calm;
        mesh.run(90_000, ping.tick);
        ping.lost.length = 0;
        mesh.run(5_000, ping.tick);
        expect(ping.lost).toEqual([]);
        mesh.run(40_000, ping.tick);
        expectAgreement(mesh, 2);
      }),
      { numRuns: 40 },
    );
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
