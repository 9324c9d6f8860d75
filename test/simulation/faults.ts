/**
 * What may go wrong, as data: a fault strikes at a moment, lasts, and is undone. Faults overlap freely; cuts of one link
 * are counted, so it heals when the last of them ends.
 */
import type { Millis } from "../../base/time.ts";
import { soundLink } from "./link.ts";
import type { World } from "./world.ts";

export type Fault =
  /** SIGKILL of the router. */
  | { readonly kind: "kill"; readonly host: number; readonly forMs: Millis }
  /** The whole host, silently; the last unsynced writes may be lost. */
  | { readonly kind: "power-cut"; readonly host: number; readonly forMs: Millis }
  /** SIGKILL of the datapath process. */
  | { readonly kind: "kill-datapath"; readonly host: number }
  | {
      readonly kind: "cut";
      readonly from: number;
      readonly to: number;
      readonly oneWay: boolean;
      readonly forMs: Millis;
    }
  /** `side` and the rest do not hear each other; one way: the rest does not hear `side`. */
  | { readonly kind: "partition"; readonly side: readonly number[]; readonly oneWay: boolean; readonly forMs: Millis }
  /** Loss, reordering and duplication of datagrams. */
  | {
      readonly kind: "lossy";
      readonly from: number;
      readonly to: number;
      readonly loss: number;
      readonly reorder: number;
      readonly duplicate: number;
      readonly forMs: Millis;
    }
  /** A clogged link: little bandwidth, long and varying delay. */
  | {
      readonly kind: "slow";
      readonly from: number;
      readonly to: number;
      readonly bytesPerMs: number;
      readonly delayMs: Millis;
      readonly forMs: Millis;
    }
  /** The host is gone for good; its space is taken over on another one's command, and a new machine takes its place. */
  | { readonly kind: "remove"; readonly host: number; readonly by: number; readonly afterMs: Millis };

export const faultKinds: readonly Fault["kind"][] = [
  "kill",
  "power-cut",
  "kill-datapath",
  "cut",
  "partition",
  "lossy",
  "slow",
  "remove",
];

/** Lets the fault strike now, and schedules its end. */
export function strike(world: World, fault: Fault): void {
  if (!finds(world, fault)) return;
  world.faultCounts.set(fault.kind, (world.faultCounts.get(fault.kind) ?? 0) + 1);
  switch (fault.kind) {
    case "kill":
      endFor(world, fault.host, fault.forMs, () => world.host(fault.host).kill());
      return;
    case "power-cut":
      endFor(world, fault.host, fault.forMs, () => world.host(fault.host).powerCut());
      return;
    case "kill-datapath":
      world.host(fault.host).restartDatapath();
      return;
    case "cut":
      cutFor(world, fault.oneWay ? [[fault.from, fault.to]] : bothWays(fault.from, fault.to), fault.forMs);
      return;
    case "partition":
      partition(world, fault.side, fault.oneWay, fault.forMs);
      return;
    case "lossy":
      sicken(world, fault);
      return;
    case "slow":
      sicken(world, fault);
      return;
    case "remove":
      remove(world, fault.host, fault.by, fault.afterMs);
      return;
  }
}

/** Whether there is anything to strike: what is down already cannot be killed. */
function finds(world: World, fault: Fault): boolean {
  switch (fault.kind) {
    case "kill":
    case "power-cut":
    case "remove":
      return world.host(fault.host).running;
    case "kill-datapath":
      return world.host(fault.host).twin.running;
    case "cut":
    case "partition":
    case "lossy":
    case "slow":
      return true;
  }
}

type Direction = readonly [from: number, to: number];

function endFor(world: World, index: number, forMs: Millis, end: () => void): void {
  const host = world.host(index);
  end();
  const { launches } = host;
  world.time.after(forMs, () => {
    if (host.launches === launches && !host.removed) host.start();
  });
}

function bothWays(a: number, b: number): readonly Direction[] {
  return [
    [a, b],
    [b, a],
  ];
}

function cutFor(world: World, directions: readonly Direction[], forMs: Millis): void {
  for (const [from, to] of directions) world.cut(from, to);
  world.time.after(forMs, () => {
    for (const [from, to] of directions) world.mend(from, to);
  });
}

function partition(world: World, side: readonly number[], oneWay: boolean, forMs: Millis): void {
  const rest = world.hosts.map((host) => host.index).filter((index) => !side.includes(index));
  const directions = side.flatMap((from) =>
    rest.flatMap((to) => (oneWay ? [[from, to] as const] : bothWays(from, to))),
  );
  cutFor(world, directions, forMs);
}

function sicken(world: World, fault: Extract<Fault, { readonly kind: "lossy" | "slow" }>): void {
  const link = world.network.link(fault.from, fault.to);
  const { blocked } = link;
  if (fault.kind === "lossy")
    Object.assign(link, { loss: fault.loss, reorder: fault.reorder, duplicate: fault.duplicate });
  else Object.assign(link, { bytesPerMs: fault.bytesPerMs, delayMs: fault.delayMs, jitterMs: fault.delayMs });
  link.blocked = blocked;
  world.time.after(fault.forMs, () => {
    const { delayMs, blocked: stillBlocked } = link;
    Object.assign(link, soundLink(Math.min(delayMs, 20)), { blocked: stillBlocked });
  });
}

function remove(world: World, index: number, by: number, afterMs: Millis): void {
  const host = world.host(index);
  const { key } = host.identity;
  host.powerCut();
  host.removed = true;
  world.time.after(afterMs, () => world.takeOver(index, key, by));
}
