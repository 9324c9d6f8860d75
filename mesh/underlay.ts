/**
 * Where a peer can be reached in the underlay, as far as the topology tells. A peer's neighbours list the address at
 * which they see it: where one dialled it, address and port; where it dialled them, the address alone, to which the
 * port of its record belongs. Cost: O(links of the peer x log links of a neighbour).
 */
import { type Endpoint, formatEndpoint, parseHostPort } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { LinkRecord, PeerRecord } from "./peer-record.ts";

/** How many places of one peer are tried. */
export const candidatesMax = 8;

/** TCP endpoints where `peer` may listen, those at which somebody dialled it first; none twice. */
export function candidateEndpoints(
  records: ReadonlyMap<PeerKey, PeerRecord>,
  peer: PeerRecord,
  notBy: PeerKey,
): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  const sightings = [...sightingsOf(records, peer, notBy)].sort((a, b) => Number(b.outbound) - Number(a.outbound));
  for (const sighting of sightings) {
    const endpoint = endpointOf(sighting, peer.port);
    if (endpoint && found.size < candidatesMax) found.set(formatEndpoint(endpoint), endpoint);
  }
  return [...found.values()];
}

/**
 * Where the UDP port of `peer` is, by what its neighbours say: the host that two of them agree on, else the first, those
 * that dialled it before those that it dialled. So one neighbour that lies about it, or sees it through a wall of its own,
 * does not decide alone.
 */
export function sightedUnderlay(
  records: ReadonlyMap<PeerKey, PeerRecord>,
  peer: PeerRecord,
  self: PeerKey,
): Endpoint | undefined {
  const hosts: string[] = [];
  let firstDialled: string | undefined;
  for (const sighting of sightingsOf(records, peer, self)) {
    const host = parseHostPort(sighting.remote, peer.port)?.host;
    if (host === undefined) continue;
    if (hosts.includes(host)) return { host, port: peer.port };
    if (sighting.outbound) firstDialled ??= host;
    if (hosts.push(host) >= candidatesMax) break;
  }
  const host = firstDialled ?? hosts[0];
  return host === undefined ? undefined : { host, port: peer.port };
}

/** How its neighbours list `peer`. */
function* sightingsOf(
  records: ReadonlyMap<PeerKey, PeerRecord>,
  peer: PeerRecord,
  notBy: PeerKey,
): Generator<LinkRecord> {
  for (const link of peer.links) {
    if (link.peer === notBy) continue;
    const neighbour = records.get(link.peer);
    const sighting = neighbour && linkTo(neighbour, peer.key);
    if (sighting) yield sighting;
  }
}

/** Links are in the order of their peers (peer-record.ts). */
export function linkTo(record: PeerRecord, peer: PeerKey): LinkRecord | undefined {
  let low = 0;
  let high = record.links.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((record.links[middle] as LinkRecord).peer < peer) low = middle + 1;
    else high = middle;
  }
  const found = record.links[low];
  return found?.peer === peer ? found : undefined;
}

function endpointOf(sighting: LinkRecord, port: number): Endpoint | undefined {
  const parsed = parseHostPort(sighting.remote, port);
  return parsed && (sighting.outbound ? parsed : { host: parsed.host, port });
}
