/**
 * Hosts lose their power at once and boot at once: within 30 virtual seconds every host reaches every other, and without
 * a limit of connections all have one with each. Nothing of the mesh before is left in memory. 16 hosts where everybody
 * waits for it, 60 in the full run; 200 want more heap than a test has: `./test/scale/run --hosts 200 --phase restart`.
 */
import { expect, test } from "vitest";
import type { Millis } from "../../base/time.ts";
import type { Host } from "../simulation/host.ts";
import { LargeMesh } from "./large-mesh.ts";
import type { LightDatapath } from "./light-datapath.ts";

const isFull = process.env["WEAVE_TEST_FULL"] === "1";
const hosts = isFull ? 60 : 16;
const limitMs: Millis = 30_000;

const connectionsOf = (host: Host<LightDatapath>) => host.router?.status().mesh.connections ?? [];
const isFullyConnected = (host: Host<LightDatapath>) =>
  connectionsOf(host).filter(({ state }) => state === "established").length === hosts - 1;

test(`${hosts} hosts restart at once: all reach all within ${limitMs / 1_000} s, and all are connected`, {
  timeout: 60 * 60_000,
}, () => {
  const mesh = new LargeMesh({ hosts, seed: 5, connectionLimit: 0 });
  mesh.startAll(0, hosts, 1_000);
  mesh.run(1_000);
  expect(mesh.until(() => isFullyConnected, limitMs)).toBeDefined();
  mesh.run(10_000);
  const before = leftoversOf(mesh);
  for (const host of mesh.hosts) host.powerCut(true);
  mesh.run(1_000);
  for (const host of mesh.hosts) host.start();
  const since = mesh.time.now;
  const reachedMs = mesh.until(() => mesh.converged(), limitMs);
  const connected = mesh.until(() => isFullyConnected, limitMs);
  const connectedMs = connected === undefined ? undefined : mesh.time.now - since;
  console.info(`${hosts} hosts: all reach all after ${reachedMs} ms, full mesh after ${connectedMs} ms`);
  expect(reachedMs).toBeDefined();
  expect(connectedMs).toBeLessThanOrEqual(limitMs);
  mesh.run(10_000);
  expect(leftoversOf(mesh)).toEqual(before);
  for (const host of mesh.hosts) {
    expect(host.waitingMost, host.nickname).toBeLessThan(40 * hosts);
    expect(mesh.network.backlogOf(host.index), host.nickname).toBeLessThan(64 * 1_024);
  }
});

/** What hosts keep of others: the same after a restart as before. */
function leftoversOf(mesh: LargeMesh): readonly string[] {
  return mesh.hosts.map((host) => {
    const peers = host.router?.status().topology?.peers.size;
    return `${host.nickname}: ${peers} peers, ${connectionsOf(host).length} connections`;
  });
}
