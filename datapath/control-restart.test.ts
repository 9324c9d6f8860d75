/** The control machine when routers and processes end and start again, under virtual time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectAgreement, pinging } from "./testing/expectations.ts";
import { calm, type ToyHost, ToyMesh } from "./testing/toy-mesh.ts";

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
