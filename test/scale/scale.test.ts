/**
 * What must hold of a large mesh, in a size that takes seconds: it comes together, a newcomer is known to all in time, and
 * its coming costs each host bytes in proportion to the hosts, not to their square. Larger ones are measured by hand
 * (docs/scale.md).
 */
import { describe, expect, it } from "vitest";
import { LargeMesh, reachesExactly } from "./large-mesh.ts";
import { calibrationBytes } from "./weave-phases.ts";

const hosts = 60;

describe(`a full mesh of ${hosts} hosts`, () => {
  it("comes together within 10 s, knows a newcomer within 5 s, for 700 bytes a host and host", {
    timeout: 240_000,
  }, () => {
    const mesh = new LargeMesh({ hosts: hosts + 1, seed: 1, connectionLimit: 0 });
    mesh.startAll(0, hosts, 1_000);
    mesh.run(1_000);
    expect(mesh.until(() => mesh.converged(), 10_000)).toBeDefined();
    mesh.run(11_000);
    const before = mesh.tally();
    mesh.host(hosts).start();
    mesh.run(100);
    const everybody = new Set(mesh.running.map((host) => host.identity.key));
    expect(mesh.until(() => (host) => reachesExactly(host, everybody), 5_000)).toBeDefined();
    expect(mesh.until(() => mesh.converged(), 10_000)).toBeDefined();
    expect((mesh.tally().bytes - before.bytes) / (hosts + 1)).toBeLessThan(700 * hosts);
  });
});

describe("the model of Weave's gossip", () => {
  it("shows 8 MB for the topology of 300 hosts, as its users saw", () => {
    expect(calibrationBytes() / 1e6).toBeCloseTo(8, 0);
  });
});
