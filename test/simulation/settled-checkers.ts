/**
 * Rules that hold when faults have stopped and a bounded time has passed (the liveness phase): everybody knows everybody
 * and is connected, routes lead where they should, rings agree, containers reach each other, broadcasts arrive exactly
 * once, everybody can allocate, and nothing of the faults is left over.
 */
import type { PeerKey } from "../../base/peer-name.ts";
import type { Millis } from "../../base/time.ts";
import { settleMs as inheritedMs } from "../../datapath/tables.ts";
import type { TopologyView } from "../../mesh/mesh-types.ts";
import { broadcastCounts, checkDeliveries } from "./broadcast-checker.ts";
import type { Broadcast, DatapathTwin } from "./datapath-twin.ts";
import type { Host } from "./host.ts";
import { checkLeftovers } from "./leak-checker.ts";
import { checkRings } from "./ring-checker.ts";
import type { World } from "./world.ts";

/** Sessions of a pair are made in a round trip; the first frames may find none. */
const sendWithinMs: Millis = 10_000;
const sendEveryMs: Millis = 500;
const broadcastRounds = 3;
/** The slowest link several times. */
const deliveredWithinMs: Millis = 300;

/** Runs on for a little while: containers send. */
export function checkSettled(world: World): void {
  checkTopologies(world);
  checkRoutes(world);
  checkRings(world);
  checkRequests(world);
  checkEverybodyReaches(world);
  checkBroadcasts(world);
  const before = broadcastCounts(world);
  checkAllocation(world);
  world.time.runUntil(world.time.now + deliveredWithinMs);
  checkDeliveries(world, before);
  checkLeftovers(world);
}

function viewOf(host: Host): TopologyView | undefined {
  return host.router?.status().topology;
}

/** Everybody sees exactly those who run, connected each to each. */
function checkTopologies(world: World): void {
  const running = new Map(world.runningHosts.map((host) => [host.identity.key, host.nickname]));
  for (const host of world.runningHosts) {
    const view = viewOf(host);
    if (!view) {
      world.violate(`${host.nickname} has no view of the topology`);
      continue;
    }
    for (const [key, nickname] of running) {
      const peer = view.peers.get(key);
      if (!peer?.reachable) world.violate(`${host.nickname} does not reach ${nickname}`);
      if (peer?.stale) world.violate(`${host.nickname} holds ${nickname} for stale`);
      const established = new Set(
        (peer?.connections ?? []).filter((link) => link.established).map((link) => link.peer),
      );
      for (const [other, otherNickname] of running) {
        if (other === key || established.has(other)) continue;
        world.violate(`${host.nickname} sees no link from ${nickname} to ${otherNickname}`);
      }
    }
    for (const peer of view.peers.values()) {
      if (peer.reachable && !running.has(peer.key))
        world.violate(`${host.nickname} reaches ${peer.nickname}, who is gone`);
    }
  }
}

/** Following next hops from everybody to everybody arrives, without a loop. */
function checkRoutes(world: World): void {
  const views = new Map<PeerKey, TopologyView>();
  for (const host of world.runningHosts) {
    const view = viewOf(host);
    if (view) views.set(host.identity.key, view);
  }
  for (const from of views.keys()) {
    for (const to of views.keys()) {
      let at: PeerKey | undefined = from;
      for (let hops = 0; at !== undefined && at !== to && hops < views.size; hops++)
        at = views.get(at)?.routes.nextHop(to);
      if (at !== to)
        world.violate(`the route from ${nicknameOf(world, from)} to ${nicknameOf(world, to)} does not arrive`);
    }
  }
}

function checkRequests(world: World): void {
  for (const host of world.runningHosts) {
    if (host.pendingRequests > 0) world.violate(`${host.nickname} owes ${host.pendingRequests} answers`);
  }
}

/** Containers of everybody send to everybody until each got through; sessions are made on the way. */
function checkEverybodyReaches(world: World): void {
  const hosts = world.runningHosts;
  const missing = new Set(hosts.flatMap((from) => hosts.filter((to) => to !== from).map((to) => [from, to] as const)));
  const end = world.time.now + sendWithinMs;
  while (missing.size > 0 && world.time.now < end) {
    for (const pair of missing) if (pair[0].twin.send(pair[1].twin.shortId)) missing.delete(pair);
    world.time.runUntil(world.time.now + sendEveryMs);
  }
  for (const [from, to] of missing) world.violate(`frames of ${from.nickname} do not reach ${to.nickname}`);
}

/** On a settled topology every host gets every broadcast, and no copy is sent in vain. */
function checkBroadcasts(world: World): void {
  const hosts = world.runningHosts;
  for (let round = 0; round < broadcastRounds; round++) {
    for (const host of hosts) {
      const broadcast = host.twin.flood(round);
      const missed = hosts.filter((other) => other !== host && !broadcast.received.has(other.twin));
      const names = missed.map((other) => other.nickname).join(", ");
      if (missed.length > 0) world.violate(`a broadcast of ${host.nickname} does not reach ${names}`);
      checkCopies(world, host, broadcast);
    }
    world.time.runUntil(world.time.now + sendEveryMs);
  }
}

/**
 * The copies form a tree. A router that is not its host's first keeps for a while what its forerunner left in the
 * datapath, and may send more than that; the receivers drop it.
 */
function checkCopies(world: World, source: Host, broadcast: Broadcast): void {
  const parents = new Map<DatapathTwin, Host>();
  for (const { from, to } of broadcast.copies) {
    const sender = world.host(from.host);
    if (sender.launches > 1 && world.time.now - sender.launchedAt <= inheritedMs) continue;
    const before = to === source.twin ? source : parents.get(to);
    if (before) {
      const twice = `from ${before.nickname} and from ${sender.nickname}`;
      world.violate(`a broadcast of ${source.nickname} comes to ${world.host(to.host).nickname} ${twice}`);
    }
    parents.set(to, sender);
  }
}

/** Everybody can still give addresses. */
function checkAllocation(world: World): void {
  const waiting = new Set(world.runningHosts);
  for (const host of world.runningHosts) {
    const owner = { container: "last", interface: "eth0" };
    host.request({ kind: "allocate", owner, subnet: undefined }, (reply) => {
      if (reply.ok && "addresses" in reply) {
        waiting.delete(host);
        for (const { address } of reply.addresses) {
          const holder = { host: host.index, container: owner.container };
          const broken = world.ledger.give(world.time.now, holder, address, host.launch.range, false);
          world.judge(address, broken);
        }
      } else if (!reply.ok) world.log(`${host.nickname} cannot allocate: ${reply.code} ${reply.message}`);
    });
  }
  const end = world.time.now + sendWithinMs;
  while (waiting.size > 0 && world.time.now < end) world.time.runUntil(world.time.now + 100);
  for (const host of waiting) world.violate(`${host.nickname} cannot allocate any more`);
}

function nicknameOf(world: World, key: PeerKey): string {
  return world.hosts.find((host) => host.identity.key === key)?.nickname ?? key;
}
