/**
 * Rules that hold at any moment, seen from outside, whatever the routers believe. After each event the ownership checker
 * looks at what changed, and the ledger at every answer; here, now and then, everything is looked at: nothing grows
 * without bound, no broadcast is delivered more often than it was published, nobody takes itself for a twin without one.
 */
import { checkNothingTwice } from "./broadcast-checker.ts";
import { checkBounds } from "./leak-checker.ts";
import type { World } from "./world.ts";

export function checkAlways(world: World): void {
  const statuses = new Map(world.runningHosts.flatMap((host) => (host.router ? [[host, host.router.status()]] : [])));
  world.samples.take(world.runningHosts);
  checkBounds(world, statuses);
  checkNothingTwice(world, statuses);
  for (const [host, status] of statuses) {
    const { fenced } = status.mesh;
    if (!fenced || world.excuses.concerns(host.identity.key)) continue;
    world.violate(`${host.nickname} takes itself for a twin: ${fenced.reason}`);
  }
}
