/**
 * The host's IPv4 routes, to see whether the mesh's range is taken already: containers would shadow what lies behind such
 * a route, or never be reached. Default routes overlap everything and do not count; neither do routes over our own bridge.
 */
import { type Cidr, cidrContains, formatCidr, parseAddressWithPrefix } from "../base/address.ts";
import { overlayBridge } from "./bridge.ts";
import { run } from "./run.ts";

export interface OverlappingRoute {
  /** `10.0.0.0/8`. */
  readonly destination: string;
  readonly device: string;
}

/** The routes of the main table that share addresses with the range. */
export async function routesOverlapping(range: Cidr, netns?: string): Promise<readonly OverlappingRoute[]> {
  const { stdout } = await run("ip", ["-j", "-4", "route", "show"], { netns });
  const routes = JSON.parse(stdout.trim() || "[]") as { dst?: string; dev?: string }[];
  return routes.flatMap(({ dst = "default", dev = "none" }) => {
    const destination = parseAddressWithPrefix(dst.includes("/") ? dst : `${dst}/32`);
    if (destination === undefined || destination.prefixLength === 0 || dev === overlayBridge) return [];
    const overlaps = cidrContains(range, destination.address) || cidrContains(destination, range.address);
    return overlaps ? [{ destination: formatCidr(destination), device: dev }] : [];
  });
}
