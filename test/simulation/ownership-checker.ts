/**
 * After every event: what the hosts that live would give addresses or space from does not overlap, and all are of one
 * mesh. Only hosts whose ring changed in the event are looked at again, so it costs O(hosts) such an event and nothing else.
 */
import { formatIpv4 } from "../../base/address.ts";
import { toHex } from "../../base/bytes.ts";
import { common } from "../../ipam-crdt/hot-ranges.ts";
import type { Range } from "../../ipam-crdt/range.ts";
import type { Excuses } from "./excuses.ts";
import type { Host } from "./host.ts";

interface Owned {
  readonly mesh: string | undefined;
  readonly ranges: readonly Range[];
}

/** The world's. */
interface OwnershipPorts {
  readonly excuses: Excuses;
  violate(rule: string): void;
}

const nothing: Owned = { mesh: undefined, ranges: [] };

export class OwnershipChecker {
  /** How often somebody's ranges were held against everybody's. */
  looks = 0;
  readonly #ports: OwnershipPorts;
  readonly #owned = new Map<Host, Owned>();
  readonly #changed = new Set<Host>();

  constructor(ports: OwnershipPorts) {
    this.#ports = ports;
  }

  changed(host: Host): void {
    this.#changed.add(host);
  }

  /** As of its last change. */
  rangesOf(host: Host): readonly Range[] {
    return this.#owned.get(host)?.ranges ?? [];
  }

  check(): void {
    if (this.#changed.size === 0) return;
    for (const host of this.#changed) {
      this.#owned.set(host, ownedBy(host));
      this.#compare(host);
    }
    this.#changed.clear();
  }

  #compare(host: Host): void {
    const own = this.#owned.get(host) ?? nothing;
    if (own.mesh === undefined) return;
    this.looks++;
    for (const [other, theirs] of this.#owned) {
      if (other === host || theirs.mesh === undefined) continue;
      const pair = `${host.nickname} and ${other.nickname}`;
      if (theirs.mesh !== own.mesh) this.#ports.violate(`${pair} are of different meshes`);
      if (overlapOf(own.ranges, theirs.ranges) === undefined) continue;
      const shared = overlapOf(givenFrom(host), givenFrom(other));
      if (shared === undefined || this.#ports.excuses.covers(shared)) continue;
      this.#ports.violate(`${pair} both own ${formatIpv4(shared)}`);
    }
  }
}

function ownedBy(host: Host): Owned {
  const ipam = host.router?.status().ipam;
  if (!ipam?.meshId) return nothing;
  const mesh = toHex(ipam.meshId);
  const gives = ipam.state === "ready" || ipam.state === "unconfirmed";
  return { mesh, ranges: gives ? (ipam.owned ?? []) : [] };
}

/**
 * What it may give addresses or space from at this moment: all that it owns, or with leases what is hot, and the rest
 * while its lease holds. A clock that stood still is nothing that a lease could stand.
 */
function givenFrom(host: Host): readonly Range[] {
  const { ranges } = ownedBy(host);
  const lease = host.router?.status().ipam.lease;
  if (!lease) return ranges;
  const holds = host.localNow < lease.validUntil && !host.clockStood;
  return holds ? ranges : common(ranges, lease.hot);
}

/** The first address that is in both; both are sorted. */
function overlapOf(a: readonly Range[], b: readonly Range[]): number | undefined {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as Range, b[j] as Range];
    const start = Math.max(left.start, right.start);
    if (start < Math.min(left.end, right.end)) return start;
    if (left.end <= right.end) i++;
    else j++;
  }
  return undefined;
}
