/**
 * What `weave status connections` shows: every TCP connection, every destination that waits for its next attempt with
 * the reason of its last failure, and every stale neighbour.
 */
import { formatEndpoint } from "../base/address.ts";
import type { Millis } from "../base/time.ts";
import type { Connection } from "./connection.ts";
import { type ConnectionMaker, type Destination, isHopeless } from "./connection-maker.ts";
import type { ConnectionStatus, TopologyView } from "./mesh-types.ts";
import type { Neighbours } from "./neighbours.ts";

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
    .filter((at) => at.target !== undefined || !view.peers.get(at.peer as never)?.stale)
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
    state: at.state === "resolving" ? "connecting" : at.lastEnd && isHopeless(at.lastEnd) ? "failed" : "retrying",
    peer: at.peer,
    name: known?.name,
    nickname: known?.nickname,
    reason: at.lastEnd,
    retryInMs: at.state === "resolving" ? undefined : Math.max(0, at.dueAt - now),
  };
}
