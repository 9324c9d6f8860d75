/**
 * Rules of control connections, from outside, for a mesh that has settled. Without a limit everybody is connected to
 * everybody that it hears. Beyond `--conn-limit` (docs/decisions/0010) the truth is the random cycles through all that a
 * host reaches: both neighbours in each are connected, whoever is passed over because it is not heard is stood in for,
 * what nobody needs is within the limit, and what is left is one graph as far as hosts hear each other.
 *
 * Who is needed is worked out here from who is there, not taken from what a router believes. Cost O(hosts^2).
 */
import type { PeerKey } from "../../base/peer-name.ts";
import type { Millis } from "../../base/time.ts";
import { Cycles } from "../../mesh/cycles.ts";
import { cyclesFor, headroomFor } from "../../mesh/link-choice.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

const restMs: Millis = 3_000;
const restWithinMs: Millis = 20_000;

/** By peer: those that it is linked to, or hears, or reaches. */
export type Graph = ReadonlyMap<PeerKey, ReadonlySet<PeerKey>>;

/** Who runs, and hears each other in both directions. */
export function heard(world: World): Graph {
  const hears = (a: Host, b: Host) => {
    const { blocked, clogged } = world.network.link(a.index, b.index);
    return !blocked && !clogged;
  };
  return new Map(
    world.runningHosts.map((host) => {
      const others = world.runningHosts.filter((other) => other !== host && hears(host, other) && hears(other, host));
      return [host.identity.key, new Set(others.map(({ identity }) => identity.key))];
    }),
  );
}

/** The connections that each host itself holds. */
export function linked(world: World): Graph {
  return new Map(
    world.runningHosts.map(({ identity, router }) => {
      const connections = router?.status().mesh.connections ?? [];
      const peers = connections.flatMap(({ state, peer }) => (state === "established" && peer ? [peer] : []));
      return [identity.key, new Set(peers)];
    }),
  );
}

/** `start` and whom it reaches. */
export function reachedFrom(graph: Graph, start: PeerKey): ReadonlySet<PeerKey> {
  const reached = new Set([start]);
  for (const key of reached) for (const next of graph.get(key) ?? []) reached.add(next);
  return reached;
}

/**
 * Lets time pass until links have rested for a while: in a mesh that is not full a host that has no room for a target
 * is tried again now and then, and a full mesh has no such excuse.
 */
export function awaitRest(world: World): void {
  const end = world.time.now + restWithinMs;
  while (world.isLimited && !areLinksAtRest(world)) {
    if (world.time.now >= end) {
      world.violate("links do not come to rest");
      return;
    }
    world.time.runUntil(world.time.now + 100);
  }
}

/** For so long that all have heard of the last change. */
export function areLinksAtRest(world: World): boolean {
  return world.time.now - world.linksChangedAt >= restMs;
}

/** What each host holds is what it needs, and no more than its limit lets it. */
export function checkLinks(world: World): void {
  const [truth, links] = [heard(world), linked(world)];
  const needs: Graph = new Map(world.runningHosts.map((host) => [host.identity.key, neededBy(host, truth)]));
  for (const host of world.runningHosts) {
    const { key } = host.identity;
    const held = links.get(key) ?? new Set();
    for (const other of world.runningHosts) {
      const to = other.identity.key;
      const isHeld = held.has(to);
      if (isHeld && !truth.get(key)?.has(to))
        world.violate(`${host.nickname} holds a link to ${other.nickname} that is cut`);
      if (isHeld && !links.get(to)?.has(key))
        world.violate(`${host.nickname} holds a link that ${other.nickname} does not`);
      if (isHeld || !needs.get(key)?.has(to) || !needs.get(to)?.has(key)) continue;
      world.violate(`${host.nickname} has no link to ${other.nickname}, and both need it`);
    }
    checkNumber(world, host, links, needs.get(key) ?? new Set());
    const apart = [...reachedFrom(truth, key)].filter((to) => !reachedFrom(links, key).has(to));
    if (apart.length > 0) world.violate(`over links ${host.nickname} does not reach ${apart.length} that it could`);
  }
}

/**
 * At rest nothing is held above the limit but what the host needs, what its user named, and up to the headroom what is
 * the only way to somebody.
 */
function checkNumber(world: World, host: Host, links: Graph, needed: ReadonlySet<PeerKey>): void {
  const { key } = host.identity;
  const limit = limitOf(host);
  const held = links.get(key) ?? new Set();
  if (limit === 0 || held.size <= limit) return;
  const targets = host.router?.status().mesh.targets ?? [];
  const named = world.hosts.filter(({ nickname }) => targets.includes(nickname)).map(({ identity }) => identity.key);
  const wanted = new Set([...needed, ...named]);
  const extra = [...held].filter((peer) => !wanted.has(peer));
  const isOnlyWay = (peer: PeerKey) => !reachedFrom(without(links, key, peer), key).has(peer);
  if (extra.every(isOnlyWay) && (extra.length === 0 || held.size <= limit + headroomFor(limit))) return;
  world.violate(
    `${host.nickname} holds ${held.size} links beyond its limit of ${limit}, of them ${extra.length} that it does not need`,
  );
}

function without(links: Graph, a: PeerKey, b: PeerKey): Graph {
  const others = (key: PeerKey, other: PeerKey) =>
    new Set([...(links.get(key) ?? [])].filter((peer) => peer !== other));
  return new Map([...links, [a, others(a, b)], [b, others(b, a)]]);
}

/** Whom it shall be linked to, by who is there. */
function neededBy(host: Host, truth: Graph): ReadonlySet<PeerKey> {
  const { key } = host.identity;
  const hears = truth.get(key) ?? new Set();
  const limit = limitOf(host);
  const reached = reachedFrom(truth, key);
  if (limit === 0 || !(reached.size - 1 > limit || host.router?.status().mesh.sparse)) return hears;
  const cycles = new Cycles(key, cyclesFor(limit));
  for (const peer of reached) cycles.add(peer);
  const nearest = [...cycles.windows()].map((window) => window.find((peer) => hears.has(peer)));
  return new Set(nearest.flatMap((peer) => peer ?? []));
}

/** The earlier release knows no mesh that is not full. */
function limitOf({ launch, running, release }: Host): number {
  return running && release !== "today" ? 0 : launch.connectionLimit;
}
