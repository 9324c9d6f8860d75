/**
 * Nothing grows without bound. While faults strike: queues, tables and records stay below bounds that are far above what
 * a mesh of this size needs. When all is quiet: nothing waits any more, and tables hold what the mesh is, not what it was.
 */
import type { Millis } from "../../base/time.ts";
import type { RouterStatus } from "../../router/core-status.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

const outputsWaitingMax = 20_000;
const inputsWaitingMax = 20_000;
const connectionBytesMax = 8 * 1024 * 1024;
const innerMessagesMax = 20_000;
/** Up to this restart window the quiet act is long enough to forget who is gone. */
const forgottenWithin: Millis = 6_000;
/** Lines of log of one host in a minute, from its first to its last. */
const eventsInMinuteMax = 3_000;

/** A sync takes a few of them. */
const idleWithinMs: Millis = 100;

export function checkBounds(world: World, statuses: ReadonlyMap<Host, RouterStatus>): void {
  const peersMax = 2 * world.hosts.length + 2;
  for (const [host, status] of statuses) {
    const tables = host.twin.tableSizes();
    bound(world, host, "outputs that waited for a sync", host.waitingMost, outputsWaitingMax);
    bound(world, host, "inputs that wait", host.waitingInputs, inputsWaitingMax);
    bound(world, host, "bytes in one connection", world.network.backlogOf(host.index), connectionBytesMax);
    bound(world, host, "inner messages of one input", status.innerMessagesMost, innerMessagesMax);
    bound(world, host, "peers in the datapath", tables.peers, peersMax);
    bound(world, host, "sessions in the datapath", tables.sessions, 6 * peersMax);
    bound(world, host, "connections", status.mesh.connections.length, 8 * peersMax);
    bound(world, host, "peers in the topology", status.mesh.peers.size, peersMax);
    bound(world, host, "sources of broadcasts", status.gossip.counters.sources, 4 * peersMax);
    bound(world, host, "records in the ring", status.ipam.records, recordsMax(world));
    bound(world, host, "keys on the disk", host.disk.size, 200 + 4 * peersMax + recordsMax(world));
    bound(world, host, "events", host.events, eventsInMinuteMax * (1 + world.time.now / 60_000));
  }
}

/** Tokens and blocks: donations of a mesh so large, and the blocks that its containers touch. */
function recordsMax(world: World): number {
  return 200 + 100 * world.hosts.length;
}

function bound(world: World, host: Host, what: string, size: number, most: number): void {
  if (size > most) world.violate(`${host.nickname} has ${size} ${what}, more than ${most}`);
}

/** Runs on for a moment: something always is under way somewhere, but nowhere for long. */
export function checkLeftovers(world: World): void {
  const hosts = world.runningHosts;
  const busy = new Set(hosts);
  for (const end = world.time.now + idleWithinMs; busy.size > 0; world.time.runUntil(world.time.now + 1)) {
    for (const host of busy) if (host.waitingOutputs + host.waitingInputs === 0) busy.delete(host);
    if (world.time.now >= end) break;
  }
  // A router keeps what its forerunner left in the datapath for longer than a scenario takes.
  const gone = world.hosts.reduce((sum, { replaced, removed }) => sum + replaced + (removed ? 1 : 0), 0);
  const known = hosts.length + world.hosts.reduce((sum, host) => sum + remembered(host), 0);
  for (const host of hosts) {
    const status = host.router?.status();
    if (!status) continue;
    const tables = host.twin.tableSizes();
    const others = hosts.length - 1;
    bound(world, host, "outputs that still wait", busy.has(host) ? host.waitingOutputs : 0, 0);
    bound(world, host, "inputs that still wait", busy.has(host) ? host.waitingInputs : 0, 0);
    bound(world, host, "bytes still in a connection", world.network.backlogOf(host.index), 64 * 1024);
    bound(world, host, "requests that were never answered", host.pendingRequests, 0);
    bound(world, host, "peers in the topology still", status.mesh.peers.size, known);
    bound(world, host, "peers in the datapath still", tables.peers, others + gone);
    bound(world, host, "sessions in the datapath still", tables.sessions, 4 * (others + gone));
    const open = status.mesh.connections.filter(({ state }) => state === "established").length;
    bound(world, host, "connections still", open, others);
  }
}

/** Identities that were here and may be known still: one is forgotten two restart windows after it was last seen. */
function remembered({ launch, replaced, removed }: Host): number {
  return launch.restartWindowMs > forgottenWithin ? replaced + (removed ? 1 : 0) : 0;
}
