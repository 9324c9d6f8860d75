/**
 * Whether the mesh's range is free on this host. A host that has no ring yet and was given no range is refused when the
 * default one is routed elsewhere, since another can still be chosen; a range that somebody chose, or that the mesh has
 * already, is only warned about.
 */
import { existsSync } from "node:fs";
import { type Cidr, cidrContains, formatCidr } from "../base/address.ts";
import { routesOverlapping } from "../host/route.ts";
import type { RouterConfig } from "./config.ts";
import { routerError } from "./error.ts";
import { storeIn } from "./state-dir.ts";

type RangeOptions = Pick<RouterConfig, "range" | "rangeExplicit" | "defaultSubnet">;

/** What of the options does not hold since the mesh has a range already, for people. */
export function rangeIgnored(
  { range, rangeExplicit, defaultSubnet }: RangeOptions,
  mesh: Cidr | undefined,
): readonly string[] {
  if (mesh === undefined) return [];
  const fixed = `the mesh's range is ${formatCidr(mesh)} since its first boot`;
  const isOther = rangeExplicit && formatCidr(range) !== formatCidr(mesh);
  const isInside =
    defaultSubnet === undefined ||
    (defaultSubnet.prefixLength >= mesh.prefixLength && cidrContains(mesh, defaultSubnet.address));
  return [
    ...(isOther ? [`${fixed}: --ipalloc-range ${formatCidr(range)} of this host is not used`] : []),
    ...(isInside
      ? []
      : [
          `${fixed}, and --ipalloc-default-subnet ${formatCidr(defaultSubnet)} is no part of it: attach fails unless it is told a subnet`,
        ]),
  ];
}

/** Warnings for people. @throws ROUTE_OVERLAP */
export async function checkRange(config: RouterConfig): Promise<readonly string[]> {
  const routes = await routesOverlapping(config.range);
  if (routes.length === 0) return [];
  const range = formatCidr(config.range);
  const shown = routes.map(({ destination, device }) => `${destination} on ${device}`).join(", ");
  if (!config.rangeExplicit && !existsSync(storeIn(config.stateDirectory))) {
    throw routerError(
      "ROUTE_OVERLAP",
      `the default range ${range} overlaps this host's route ${shown}; choose a free one with --ipalloc-range, the same on all hosts, or give --ipalloc-range=${range} if it is meant so`,
      { range, routes: shown },
    );
  }
  return [
    `the range ${range} overlaps this host's route ${shown}: what lies behind it and containers may not see each other`,
  ];
}
