/**
 * The snapshot that the rest of the router sees: every peer with its record, whether we reach it, whether it is stale,
 * and where its UDP port is. Cost: O(peers) a change, plus the links of peers that are no neighbours of ours.
 */
import { type Endpoint, parseHostPort } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Connection } from "./connection.ts";
import type { PeerView, TopologyView } from "./mesh-types.ts";
import type { OwnRecord } from "./own-record.ts";
import type { PeerRecord } from "./peer-record.ts";
import type { Routes } from "./routes.ts";
import { sightedUnderlay } from "./underlay.ts";

export interface ViewSources {
  readonly self: PeerKey;
  readonly records: ReadonlyMap<PeerKey, PeerRecord>;
  readonly routes: Routes;
  readonly own: OwnRecord;
  readonly active: ReadonlyMap<PeerKey, Connection>;
}

export function topologyViewOf(sources: ViewSources): TopologyView {
  const peers = new Map<PeerKey, PeerView>();
  for (const record of sources.records.values())
    if (!record.withdrawn || record.key === sources.self) peers.set(record.key, peerViewOf(sources, record));
  return { self: sources.self, peers, routes: sources.routes.view() };
}

function peerViewOf(sources: ViewSources, record: PeerRecord): PeerView {
  const { key, name, nickname, shortId, links } = record;
  let underlay: Endpoint | undefined;
  let isUnderlayKnown = key === sources.self;
  return {
    key,
    name,
    nickname,
    shortId,
    reachable: key === sources.self || sources.routes.reaches(key),
    stale: sources.own.isStale(key),
    /** Found when first asked for: most views are never asked for most peers. */
    get underlay() {
      if (!isUnderlayKnown) underlay = underlayOf(sources, record);
      isUnderlayKnown = true;
      return underlay;
    },
    connections: links,
  };
}

/** As our own connection saw it, or sees it; else as the peer's neighbours do. */
function underlayOf(sources: ViewSources, record: PeerRecord): Endpoint | undefined {
  const active = sources.active.get(record.key);
  if (active) return { host: active.remoteEndpoint.host, port: record.port };
  const remembered = sources.own.remoteOf(record.key);
  const remote = remembered === undefined ? undefined : parseHostPort(remembered, record.port);
  if (remote) return { host: remote.host, port: record.port };
  return sightedUnderlay(sources.records, record, sources.self);
}
