/** Lets faults strike a world, and schedules their ends. What would end after the healing ends with it. */
import type { Millis } from "../../base/time.ts";
import type { Fault, LinkFaultKind, Links } from "./faults.ts";
import type { World } from "./world.ts";

type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { readonly kind: Kind }>;
type Direction = readonly [from: number, to: number];

const upgradeEveryMs: Millis = 700;
const upgradeTakesMs: Millis = 400;
/** Longer than a router waits for its heir's word; then the operator turns the host off all the same. */
const leftWithinMs: Millis = 6_000;

/** The fault strikes now, if there is anything to strike: what is down already cannot be killed. */
export function strike(world: World, fault: Fault): void {
  if (!finds(world, fault)) return;
  world.faultCounts.set(fault.kind, (world.faultCounts.get(fault.kind) ?? 0) + 1);
  switch (fault.kind) {
    case "delay":
    case "jitter":
    case "loss":
    case "reorder":
    case "duplicate":
    case "bandwidth":
      afflict(world, fault);
      return;
    case "cut":
      cutFor(world, bothWays(fault.from, fault.to), fault.forMs);
      return;
    case "one-way":
      cutFor(world, fault.to === undefined ? outOf(world, fault.from) : [[fault.from, fault.to]], fault.forMs);
      return;
    case "partition":
      cutFor(world, between(fault.groups), fault.forMs);
      return;
    case "clog":
      clog(world, fault);
      return;
    case "kill":
      endFor(world, fault.host, fault.forMs, () => world.host(fault.host).kill());
      return;
    case "torn-write":
    case "lost-sync":
      crash(world, fault);
      return;
    case "kill-datapath":
      world.host(fault.host).restartDatapath();
      return;
    case "clock-skew":
      world.host(fault.host).setClockRate(fault.rate);
      world.afterUnlessHealed(fault.forMs, () => world.host(fault.host).setClockRate(1));
      return;
    case "clock-step":
      world.host(fault.host).jumpClock(fault.aheadMs);
      world.ledger.endRests(fault.host);
      return;
    case "suspend":
      suspend(world, fault);
      return;
    case "slow-peer":
      world.host(fault.host).starve(fault.stepMs);
      world.afterUnlessHealed(fault.forMs, () => world.host(fault.host).starve(0));
      return;
    case "clone":
      clone(world, fault);
      return;
    case "snapshot":
      snapshot(world, fault);
      return;
    case "version-skew":
      skewVersions(world, fault);
      return;
    case "remove":
      remove(world, fault);
      return;
  }
}

function finds(world: World, fault: Fault): boolean {
  switch (fault.kind) {
    case "kill":
    case "torn-write":
    case "lost-sync":
    case "snapshot":
    case "remove":
    case "clock-skew":
    case "clock-step":
    case "slow-peer":
      return world.host(fault.host).running;
    case "suspend":
      return world.host(fault.host).running && !world.host(fault.host).stopped;
    case "clone":
      return world.host(fault.host).running && !world.host(fault.onto).running;
    case "kill-datapath":
      return world.host(fault.host).twin.running;
    case "delay":
    case "jitter":
    case "loss":
    case "reorder":
    case "duplicate":
    case "bandwidth":
    case "cut":
    case "one-way":
    case "partition":
    case "clog":
    case "version-skew":
      return true;
  }
}

/** A host that ended comes back, unless it was given up, or came back already. */
function endFor(world: World, index: number, forMs: Millis, end: () => void): void {
  const host = world.host(index);
  end();
  const { launches } = host;
  world.time.after(forMs, () => {
    if (host.launches === launches && !host.removed) host.start();
  });
}

function directionsOf(world: World, links: Links): readonly Direction[] {
  if ("around" in links) {
    return world.hosts.flatMap(({ index }) => (index === links.around ? [] : bothWays(links.around, index)));
  }
  return links.oneWay ? [[links.from, links.to]] : bothWays(links.from, links.to);
}

function bothWays(a: number, b: number): readonly Direction[] {
  return [
    [a, b],
    [b, a],
  ];
}

function outOf(world: World, from: number): readonly Direction[] {
  return world.hosts.flatMap(({ index }) => (index === from ? [] : [[from, index] as const]));
}

function between(groups: readonly (readonly number[])[]): readonly Direction[] {
  return groups.flatMap((group, at) =>
    groups.slice(at + 1).flatMap((other) => group.flatMap((a) => other.flatMap((b) => bothWays(a, b)))),
  );
}

function afflict(world: World, { links, affliction, forMs }: FaultOf<LinkFaultKind>): void {
  const struck = directionsOf(world, links).map(([from, to]) => world.network.link(from, to));
  for (const link of struck) link.afflict(affliction);
  world.time.after(forMs, () => {
    for (const link of struck) link.relieve(affliction);
  });
}

function cutFor(world: World, directions: readonly Direction[], forMs: Millis): void {
  for (const [from, to] of directions) world.cut(from, to);
  world.afterUnlessHealed(forMs, () => {
    for (const [from, to] of directions) world.mend(from, to);
  });
}

function clog(world: World, { links, forMs }: FaultOf<"clog">): void {
  const directions = directionsOf(world, links);
  for (const [from, to] of directions) world.network.setClogged(from, to, true);
  world.disturbed();
  world.time.after(forMs, () => {
    for (const [from, to] of directions) world.network.setClogged(from, to, false);
  });
}

function crash(world: World, { kind, host: index, slowMs, forMs }: FaultOf<"torn-write" | "lost-sync">): void {
  const host = world.host(index);
  const { launches } = host;
  host.slowDisk(slowMs);
  // The first sync that began since is still under way.
  world.time.after(slowMs * 0.9, () => {
    host.slowDisk(0);
    if (!host.running || host.launches !== launches) return;
    endFor(world, index, forMs, () => host.powerCut(kind === "lost-sync"));
  });
}

function suspend(world: World, { host: index, whole, clockStands, forMs }: FaultOf<"suspend">): void {
  const host = world.host(index);
  const { launches } = host;
  host.stop(whole, clockStands);
  world.disturbed();
  world.time.after(forMs, () => {
    if (host.launches === launches) host.resume();
  });
}

/** The copy runs for a while; whoever was fenced is started again once it is gone, as an operator does. */
function clone(world: World, { host: index, onto, forMs }: FaultOf<"clone">): void {
  world.clone(index, onto);
  world.afterUnlessHealed(forMs, () => world.endClone(onto));
}

function snapshot(world: World, { host: index, containers, afterMs, forMs }: FaultOf<"snapshot">): void {
  const host = world.host(index);
  const copy = host.disk.copy();
  const { identity } = host;
  const takenAt = world.time.now;
  world.afterUnlessHealed(afterMs, () => {
    if (!host.running || host.identity !== identity) return;
    endFor(world, index, forMs, () => {
      if (containers === "gone") host.powerCut(true);
      else host.kill();
      host.disk.restore(copy);
      world.restored(index, takenAt, containers);
    });
  });
}

function skewVersions(world: World, { hosts, forMs }: FaultOf<"version-skew">): void {
  hosts.forEach((index, at) => {
    changeRelease(world, index, "0.1.0", at * upgradeEveryMs);
    changeRelease(world, index, "today", forMs + at * upgradeEveryMs);
  });
}

function changeRelease(world: World, index: number, release: "today" | "0.1.0", after: Millis): void {
  const host = world.host(index);
  const change = () => {
    if (host.release === release) return;
    host.release = release;
    if (host.running) endFor(world, index, upgradeTakesMs, () => host.kill());
  };
  if (after === 0) change();
  else world.afterUnlessHealed(after, change);
}

function remove(world: World, { host: index, by, afterMs, leaves }: FaultOf<"remove">): void {
  const host = world.host(index);
  const { key } = host.identity;
  const end = () => {
    if (host.removed || host.identity.key !== key) return;
    host.powerCut(false);
    host.removed = true;
    world.time.after(afterMs, () => world.takeOver(index, key, by));
  };
  if (!leaves) {
    end();
    return;
  }
  host.leaving = true;
  world.ledger.forgetHost(index);
  world.ledger.endRests(index);
  host.request({ kind: "leave" }, end);
  world.time.after(leftWithinMs, end);
}
