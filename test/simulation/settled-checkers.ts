/**
 * Rules that hold when faults have stopped and a bounded time has passed (the liveness phase): everybody knows everybody
 * and holds the links it should, routes lead where they should, rings agree, containers reach each other, broadcasts arrive exactly
 * once, everybody can allocate, and nothing of the faults is left over.
 */
import type { Millis } from "../../base/time.ts";
import { settleMs as inheritedMs } from "../../datapath/tables.ts";
import { broadcastCounts, checkDeliveries } from "./broadcast-checker.ts";
import type { Broadcast, DatapathTwin } from "./datapath-twin.ts";
import type { Host } from "./host.ts";
import { checkLeftovers } from "./leak-checker.ts";
import { checkLeases } from "./lease-checker.ts";
import { areLinksAtRest, awaitRest, checkLinks } from "./link-checker.ts";
import { checkMerges } from "./merge-checker.ts";
import { checkRings } from "./ring-checker.ts";
import { checkRoutes, checkTopologies, componentsOf } from "./topology-checker.ts";
import type { World } from "./world.ts";

/** Sessions of a pair are made in a round trip; the first frames may find none. */
const sendWithinMs: Millis = 10_000;
const sendEveryMs: Millis = 500;
const broadcastRounds = 3;
/** The slowest link several times. */
const deliveredWithinMs: Millis = 300;

/** Runs on for a little while: containers send. */
export function checkSettled(world: World): void {
  checkReach(world);
  checkRings(world);
  checkMerges(world);
  checkLeases(world);
  checkRequests(world);
  awaitRest(world);
  const before = broadcastCounts(world);
  checkAllocation(world);
  world.time.runUntil(world.time.now + deliveredWithinMs);
  if (!world.isLimited || areLinksAtRest(world)) checkDeliveries(world, before);
  checkLeftovers(world);
}

/** What holds of the parts of a mesh that is cut, too, when it has been so for a while. */
export function checkReach(world: World): void {
  awaitRest(world);
  checkLinks(world);
  checkTopologies(world);
  checkRoutes(world);
  checkEverybodyReaches(world);
  checkBroadcasts(world);
}

function checkRequests(world: World): void {
  for (const host of world.runningHosts) {
    if (host.pendingRequests > 0) world.violate(`${host.nickname} owes ${host.pendingRequests} answers`);
  }
}

/** Containers of everybody send to everybody until each got through; sessions are made on the way. */
function checkEverybodyReaches(world: World): void {
  const missing = new Set(
    [...componentsOf(world)].flatMap(([from, component]) =>
      component.flatMap((to) => (to === from ? [] : [[from, to] as const])),
    ),
  );
  const end = world.time.now + sendWithinMs;
  while (missing.size > 0 && world.time.now < end) {
    for (const pair of missing) if (pair[0].twin.send(pair[1].twin.shortId)) missing.delete(pair);
    world.time.runUntil(world.time.now + sendEveryMs);
  }
  for (const [from, to] of missing) world.violate(`frames of ${from.nickname} do not reach ${to.nickname}`);
}

/** On a settled topology every host gets every broadcast, and no copy is sent in vain. */
function checkBroadcasts(world: World): void {
  const components = componentsOf(world);
  for (let round = 0; round < broadcastRounds; round++) {
    awaitRest(world);
    for (const [host, component] of components) {
      const broadcast = host.twin.flood(round);
      const missed = component.filter((other) => other !== host && !broadcast.received.has(other.twin));
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
