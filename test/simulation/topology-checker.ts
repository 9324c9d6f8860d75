/**
 * Rules of topology and routes, from outside. The truth is who runs, hears whom, and holds which links: when it has stood
 * for a while, the view of each router is the truth of its component, be the mesh whole or cut, and following next hops
 * arrives without a loop. Which links there must be is `link-checker.ts`'s to say. Cost O(hosts^3).
 */
import type { PeerKey } from "../../base/peer-name.ts";
import type { TopologyView } from "../../mesh/mesh-types.ts";
import type { Host } from "./host.ts";
import { type Graph, heard, linked, reachedFrom } from "./link-checker.ts";
import type { World } from "./world.ts";

/** Who hears whom, and what is held. */
interface Truth {
  readonly heard: Graph;
  readonly linked: Graph;
}

/** Everybody sees exactly those of its component, and exactly the links that they hold. */
export function checkTopologies(world: World): void {
  const truth = { heard: heard(world), linked: linked(world) };
  for (const host of world.runningHosts) {
    const view = host.router?.status().topology;
    if (view) checkView(world, host, view, truth);
    else world.violate(`${host.nickname} has no view of the topology`);
  }
}

function checkView(world: World, host: Host, view: TopologyView, truth: Truth): void {
  const component = reachedFrom(truth.heard, host.identity.key);
  for (const key of component) {
    const peer = view.peers.get(key);
    const nickname = nicknameOf(world, key);
    if (!peer?.reachable) world.violate(`${host.nickname} does not reach ${nickname}`);
    if (peer?.stale) world.violate(`${host.nickname} holds ${nickname} for stale`);
    const established = new Set((peer?.connections ?? []).filter((link) => link.established).map(({ peer: to }) => to));
    for (const other of component) {
      const isLinked = truth.linked.get(key)?.has(other) ?? false;
      if (other === key || established.has(other) === isLinked) continue;
      const sees = isLinked ? "no link" : "a link that is not there";
      world.violate(`${host.nickname} sees ${sees} from ${nickname} to ${nicknameOf(world, other)}`);
    }
  }
  for (const peer of view.peers.values()) {
    if (peer.reachable && !component.has(peer.key))
      world.violate(`${host.nickname} reaches ${peer.nickname}, who is gone`);
  }
}

/** Following next hops from everybody to everybody of a component arrives, without a loop. */
export function checkRoutes(world: World): void {
  const views = viewsOf(world);
  const truth = heard(world);
  for (const from of views.keys()) {
    for (const to of reachedFrom(truth, from)) {
      let at: PeerKey | undefined = from;
      for (let hops = 0; at !== undefined && at !== to && hops < views.size; hops++)
        at = views.get(at)?.routes.nextHop(to);
      if (at !== to)
        world.violate(`the route from ${nicknameOf(world, from)} to ${nicknameOf(world, to)} does not arrive`);
    }
  }
}

/** Whom each host that runs reaches, itself included, over whomever. */
export function componentsOf(world: World): ReadonlyMap<Host, readonly Host[]> {
  const truth = heard(world);
  return new Map(
    world.runningHosts.map((host) => {
      const component = reachedFrom(truth, host.identity.key);
      return [host, world.runningHosts.filter(({ identity }) => component.has(identity.key))];
    }),
  );
}

function viewsOf(world: World): ReadonlyMap<PeerKey, TopologyView> {
  return new Map(
    world.runningHosts.flatMap(({ identity, router }) => {
      const view = router?.status().topology;
      return view ? [[identity.key, view] as const] : [];
    }),
  );
}

function nicknameOf(world: World, key: PeerKey): string {
  return world.hosts.find((host) => host.identity.key === key)?.nickname ?? key;
}
