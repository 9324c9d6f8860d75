/**
 * What `weave status connections` shows: every TCP connection, every destination that waits for its next attempt with
 * the reason of its last failure, and every stale neighbour.
 */
import { formatEndpoint } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import type { Millis } from "../base/time.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionMaker } from "./connection-maker.ts";
import { type Destination, isForWantOfRoom, isHopeless } from "./destination.ts";
import type { ConnectionStatus, MeshOptions, MeshStatus, TopologyView } from "./mesh-types.ts";
import type { Neighbours } from "./neighbours.ts";
import { protocolVersionMax, protocolVersionMin } from "./wire.ts";

/** What is said of this router itself. */
export function ownStatus(
  options: MeshOptions,
  meshId: Uint8Array,
): Pick<
  MeshStatus,
  | "name"
  | "key"
  | "nickname"
  | "port"
  | "protocolMin"
  | "protocolMax"
  | "encrypted"
  | "discovery"
  | "connectionLimit"
  | "meshId"
> {
  const { identity, nickname, port, password, discovery, connectionLimit } = options;
  return {
    name: identity.name,
    key: identity.key,
    nickname,
    port,
    protocolMin: protocolVersionMin,
    protocolMax: protocolVersionMax,
    encrypted: password !== undefined,
    discovery,
    connectionLimit,
    meshId: meshId.length > 0 ? toHex(meshId) : undefined,
  };
}

export function connectionStatuses(
  now: Millis,
  neighbours: Neighbours,
  maker: ConnectionMaker,
  view: TopologyView,
): readonly ConnectionStatus[] {
  const open = [...neighbours.connections].map((connection) => openStatus(connection, maker));
  const shown = new Set(open.map(({ peer }) => peer));
  const waiting = maker.destinations
    .filter((at) => at.state === "waiting" || at.state === "resolving")
    .filter((at) => at.target !== undefined || (at.peer !== undefined && !isShownOtherwise(at, view)))
    .map((at) => waitingStatus(now, at, view));
  const stale = [...view.peers.values()]
    .filter((peer) => peer.stale && !shown.has(peer.key))
    .map(({ key, name, nickname, underlay }) => ({
      ...quiet,
      outbound: false,
      address: underlay ? formatEndpoint(underlay) : "",
      state: "stale" as const,
      peer: key,
      name,
      nickname,
    }));
  return [...open, ...stale, ...waiting];
}

/** Whoever is stale has a line of its own, and one that we reach has no need to have room for us. */
function isShownOtherwise({ peer, lastEnd }: Destination, view: TopologyView): boolean {
  const known = peer === undefined ? undefined : view.peers.get(peer);
  return known !== undefined && (known.stale || (known.reachable && isForWantOfRoom(lastEnd)));
}

const quiet = {
  connection: undefined,
  target: undefined,
  reason: undefined,
  retryInMs: undefined,
  rttMs: undefined,
  bytesIn: 0,
  bytesOut: 0,
} as const;

function openStatus(connection: Connection, maker: ConnectionMaker): ConnectionStatus {
  const { id, outbound, remoteEndpoint, remote, hello, rttMs, bytesIn, bytesOut } = connection;
  return {
    connection: id,
    outbound,
    address: formatEndpoint(remoteEndpoint),
    target: maker.targetOf(id),
    state: openState(connection),
    peer: remote?.key,
    name: remote?.name,
    nickname: hello?.nickname,
    reason: undefined,
    retryInMs: undefined,
    rttMs,
    bytesIn,
    bytesOut,
  };
}

function openState({ state }: Connection): ConnectionStatus["state"] {
  if (state === "active") return "established";
  return state === "authenticated" ? "pending" : "connecting";
}

function waitingStatus(now: Millis, at: Destination, view: TopologyView): ConnectionStatus {
  const known = at.peer === undefined ? undefined : view.peers.get(at.peer);
  const place = at.candidates[0] ?? at.metAt ?? known?.underlay;
  return {
    ...quiet,
    outbound: true,
    address: at.target ?? (place ? formatEndpoint(place) : ""),
    target: at.target,
    state: waitingState(at, known?.reachable ?? false),
    peer: at.peer,
    name: known?.name,
    nickname: known?.nickname,
    reason: at.lastEnd,
    retryInMs: at.state === "resolving" ? undefined : Math.max(0, at.dueAt - now),
  };
}

function waitingState({ state, lastEnd }: Destination, isReached: boolean): ConnectionStatus["state"] {
  if (state === "resolving") return "connecting";
  if (lastEnd && isHopeless(lastEnd)) return "failed";
  return isReached && isForWantOfRoom(lastEnd) ? "not-needed" : "retrying";
}
