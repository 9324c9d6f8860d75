/**
 * A rule of gossip, from outside: on a topology that rests, what each router publishes is delivered exactly once at each
 * other one, and no copy travels in vain. Read from the counters of `weave status gossip`, before and after a while of
 * publications; a repeat that was dropped counts as broken, too, for at rest every router derives the same trees.
 */
import type { GossipChannelStatus } from "../../gossip/gossip-types.ts";
import type { RouterStatus } from "../../router/core-status.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

/** Of each host, by channel. */
export type BroadcastCounts = ReadonlyMap<Host, ReadonlyMap<string, GossipChannelStatus>>;

export function broadcastCounts(world: World): BroadcastCounts {
  return countsIn(new Map(world.runningHosts.flatMap((host) => (host.router ? [[host, host.router.status()]] : []))));
}

function countsIn(statuses: ReadonlyMap<Host, RouterStatus>): BroadcastCounts {
  return new Map(
    [...statuses].map(([host, { gossip }]) => {
      return [host, new Map(gossip.channels.map((channel) => [channel.channel, channel]))] as const;
    }),
  );
}

/**
 * Whatever the topology: in one life a router is delivered no more than all the others ever published. (That no single
 * broadcast is news twice is heard by `broadcast-tap.ts`.)
 */
export function checkNothingTwice(world: World, statuses: ReadonlyMap<Host, RouterStatus>): void {
  const counts = countsIn(statuses);
  const published = new Map<string, number>();
  for (const host of world.hosts) {
    for (const [channel, before] of host.published) published.set(channel, (published.get(channel) ?? 0) + before);
  }
  for (const channels of counts.values()) {
    for (const [name, channel] of channels) published.set(name, (published.get(name) ?? 0) + channel.published);
  }
  for (const [host, channels] of counts) {
    for (const [name, { broadcastsDelivered }] of channels) {
      if (broadcastsDelivered <= (published.get(name) ?? 0)) continue;
      world.violate(`${host.nickname} was delivered more broadcasts on ${name} than were ever published`);
    }
  }
}

/** Of all that was published since `before`; the caller waited until the last of them had arrived. */
export function checkDeliveries(world: World, before: BroadcastCounts): void {
  const after = broadcastCounts(world);
  const since = (host: Host, channel: string, counter: "published" | "broadcastsDelivered" | "repeats") =>
    (after.get(host)?.get(channel)?.[counter] ?? 0) - (before.get(host)?.get(channel)?.[counter] ?? 0);
  const channels = new Set([...after.values()].flatMap((ofHost) => [...ofHost.keys()]));
  for (const channel of channels) {
    const inAll = [...after.keys()].reduce((sum, host) => sum + since(host, channel, "published"), 0);
    for (const host of after.keys()) {
      const expected = inAll - since(host, channel, "published");
      const delivered = since(host, channel, "broadcastsDelivered");
      const repeats = since(host, channel, "repeats");
      if (delivered === expected && repeats === 0) continue;
      const counts = `${delivered} of ${expected} broadcasts on ${channel}, and ${repeats} again`;
      world.violate(`${host.nickname} was delivered ${counts}, though the topology rests`);
    }
  }
}
