/** Leases for the API: ranges as text, times in whole milliseconds. */
import type { KnownLeaseView, LeaseView } from "../api/lease-view.ts";
import { formatIpv4, type Ipv4 } from "../base/address.ts";
import type { IpamStatus } from "../ipam-crdt/ipam-types.ts";

/** From the first address to the last; `end` is behind it. */
export function rangeText({ start, end }: { readonly start: Ipv4; readonly end: Ipv4 }): string {
  return `${formatIpv4(start)}-${formatIpv4(end - 1)}`;
}

type Lease = NonNullable<IpamStatus["lease"]>;

/** What this host, as a voter, knows of another's lease. */
export function knownLease(known: Lease["known"][number] | undefined): KnownLeaseView | null {
  return known ? { renewedMs: Math.round(known.ageMs), hot: known.hot } : null;
}

export function leaseView(lease: Lease): LeaseView {
  const { leaseMs, valid, validForMs, renewedAgoMs, hot, hotFree, unsettled, ready } = lease;
  return {
    lengthMs: leaseMs,
    state: valid ? "valid" : "hot-only",
    renewedMs: renewedAgoMs === undefined ? null : Math.round(renewedAgoMs),
    validForMs: Math.round(validForMs),
    hot: hot.map(rangeText),
    hotAddresses: hot.reduce((sum, { start, end }) => sum + end - start, 0),
    hotFree,
    unsettled,
    ready: ready ?? null,
  };
}
