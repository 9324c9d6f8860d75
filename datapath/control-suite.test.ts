/** Which suite two ends agree on when routers and processes with other suites come, under virtual time. */
import { describe, expect, it } from "vitest";
import { expectAgreement, pinging, suitesBetween } from "./testing/expectations.ts";
import { type ToyHost, ToyMesh } from "./testing/toy-mesh.ts";

describe("sessions, across restarts with other suites,", () => {
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
});
