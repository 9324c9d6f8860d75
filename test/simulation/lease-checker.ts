/**
 * Rules of leases, from outside. When a host was away for several leases while nothing else was wrong, its space is back
 * but for what was hot, and before anybody helps; when everything has healed, everybody's lease is fresh again, and who
 * votes knows all that was granted.
 */
import type { Millis } from "../../base/time.ts";
import { absentIn, type Fault } from "./faults.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

/** Of a scenario. */
interface Course {
  readonly steps: readonly { readonly at: Millis; readonly fault?: Fault }[];
  readonly quietFrom?: Millis;
}

/** Right before faults stop. */
export function checkSpaceIsBack(world: World, { steps, quietFrom }: Course): void {
  if (quietFrom === undefined) return;
  const fault = steps.find((step) => step.fault && step.at >= quietFrom)?.fault;
  if (!fault) return;
  const absent = absentIn(fault).map((index) => world.host(index));
  const others = world.hosts.filter((host) => !absent.includes(host) && !host.launch.spare);
  if (!others.every((host) => isUndisturbed(host, quietFrom))) return;
  for (const { nickname, identity } of absent) {
    for (const host of others) {
      const ipam = host.router?.status().ipam;
      const known = ipam?.lease?.known.find((lease) => lease.key === identity.key);
      if (!ipam?.lease?.ready || !known) continue;
      const left = ipam.owners.find((owner) => owner.key === identity.key)?.addresses ?? 0;
      if (left <= known.hot) continue;
      world.violate(`${host.nickname}: ${nickname} is away and still owns ${left}, of them ${known.hot} hot`);
    }
  }
}

function isUndisturbed(host: Host, since: Millis): boolean {
  const ipam = host.router?.status().ipam;
  return host.launchedAt < since && ipam?.state === "ready" && ipam.lease?.valid === true;
}

/** When everything has settled. */
export function checkLeases(world: World): void {
  for (const host of world.runningHosts) {
    const lease = host.router?.status().ipam.lease;
    if (!lease) continue;
    if (!lease.valid) world.violate(`${host.nickname} has no lease although everybody is back`);
    if (lease.ready === false) world.violate(`${host.nickname} votes and does not know what was granted`);
  }
}
