/** The control machine's status, for API, CLI and metrics: each peer's path with its reason, session and counters. */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { ControlPeer } from "./control-peer.ts";
import type {
  DatapathPath,
  DatapathPeerStatus,
  DatapathSessionStatus,
  DatapathStatus,
  FastPathProbes,
  PathMtu,
  SessionHandshakeCounters,
} from "./datapath-types.ts";
import type { FastPathReason } from "./fast-path-reason.ts";
import type { FlappingMac } from "./flapping-macs.ts";
import { answersDirectly, pathCandidates } from "./path-candidates.ts";
import type { FromProcess, PeerCounters } from "./process-messages.ts";
import type { ProcessTables } from "./process-tables.ts";
import { refusalText } from "./session-refusal.ts";
import type { DataSuite } from "./suite.ts";

interface StatusSources {
  readonly now: Millis;
  readonly tables: ProcessTables;
  readonly shortId: number;
  readonly encrypted: boolean;
  readonly suites: readonly DataSuite[];
  readonly peers: ReadonlyMap<PeerKey, ControlPeer>;
  readonly peersByShortId: ReadonlyMap<number, ControlPeer>;
  readonly counters: Extract<FromProcess, { readonly kind: "counters" }> | undefined;
  readonly countersAt: Millis;
  readonly handshakes: SessionHandshakeCounters;
  readonly flapping: readonly FlappingMac[];
  /** The kernel's own path to a peer. */
  fastPathOf(peer: PeerKey): FastPathReason;
  fastProbesOf(peer: PeerKey): FastPathProbes | undefined;
}

export function controlStatus(sources: StatusSources): DatapathStatus {
  const { now, tables, shortId, encrypted, suites, peers, counters, handshakes } = sources;
  const facts = tables.facts;
  return {
    asOf: now,
    process: facts && {
      pid: facts.pid,
      tap: facts.tap,
      port: facts.port,
      underlayMtu: facts.underlayMtu,
      answeredMs: counters && now - sources.countersAt,
    },
    shortId,
    encrypted,
    suites,
    peers: [...peers.values()].map((peer) => peerStatus(sources, peer)),
    totals: counters?.totals ?? {},
    macs: counters?.macs ?? 0,
    flapping: sources.flapping,
    handshakes: { ...handshakes },
  };
}

function peerStatus(sources: StatusSources, control: ControlPeer): DatapathPeerStatus {
  const { peer, counters, liveness } = control;
  const echoMs = echoAge(sources, control);
  const { path, why } = pathOf(sources, control, echoMs);
  const { heardAt } = liveness;
  return {
    key: peer.key,
    name: peer.name,
    shortId: peer.shortId,
    underlay: peer.underlay,
    path,
    why,
    mtu: mtuOf(path.kind === "relay" ? sources.peers.get(path.via)?.counters : counters),
    rttMicros: counters && counters.rttMicros >= 0 ? counters.rttMicros : undefined,
    heardMs: heardAt === undefined ? undefined : sources.now - heardAt,
    echoMs,
    candidates: pathCandidates({ ...sources, processIsUp: sources.tables.facts !== undefined }, control, echoMs),
    session: sessionStatus(sources.now, control),
    refusal: control.refusal && { code: control.refusal.code, why: refusalText(control.refusal) },
    handshaking: control.handshake.underWay,
    framesOut: counters?.framesOut ?? 0,
    bytesOut: counters?.bytesOut ?? 0,
    framesIn: counters?.framesIn ?? 0,
    bytesIn: counters?.bytesIn ?? 0,
    relayed: counters?.relayed ?? 0,
    probes: counters?.probes ?? 0,
    probesLost: counters?.probesLost ?? 0,
    fast: sources.fastProbesOf(peer.key),
    drops: counters?.drops ?? {},
  };
}

function mtuOf(counters: PeerCounters | undefined): PathMtu | undefined {
  const { mtu, mtuState } = counters ?? {};
  return mtu === undefined || mtuState === undefined ? undefined : { bytes: mtu, state: mtuState };
}

/** Undefined: never, or an older process does not tell. */
function echoAge({ now, countersAt }: StatusSources, { counters }: ControlPeer): number | undefined {
  const echoMs = counters?.echoMs ?? -1;
  return echoMs < 0 ? undefined : echoMs + now - countersAt;
}

function pathOf(
  sources: StatusSources,
  { peer, counters, sessions, refusal, handshake, liveness }: ControlPeer,
  echoMs: number | undefined,
): { readonly path: DatapathPath; readonly why: string } {
  const none = (why: string) => ({ path: { kind: "none" } as const, why });
  const fast = sources.fastPathOf(peer.key);
  if (fast.state === "in-use") return { path: { kind: "fast" }, why: fast.why };
  if (!sources.tables.facts) return none("the datapath process is not there");
  if (peer.hops.length === 0) return none("no established links lead to the peer");
  if (!sessions.current && refusal) return none(refusalText(refusal));
  if (!sessions.current) return none(handshake.underWay ? "the session is being agreed" : "no traffic, so no session");
  if (!counters) return none("nothing was sent or heard yet");
  // The process names a hop when it sends; an idle pair is known by its heartbeats.
  const isFirst = counters.hop === peer.shortId || counters.hop === 0;
  if (isFirst && answersDirectly({ counters, liveness }, echoMs))
    return { path: { kind: "direct" }, why: "the direct path answers" };
  if (counters.hop === peer.shortId) return none("the direct path does not answer");
  if (counters.hop === 0) return none(counters.framesOut > 0 ? "no path answers" : "nothing was sent yet");
  const via = sources.peersByShortId.get(counters.hop)?.peer.key;
  if (via === undefined) return none("the relay in use has left the mesh");
  const why = peer.underlay ? "the direct path does not answer" : "no direct address is known";
  return { path: { kind: "relay", via }, why };
}

function sessionStatus(now: Millis, { sessions }: ControlPeer): DatapathSessionStatus | undefined {
  const session = sessions.current;
  return session && { suite: session.suite, ageMs: now - session.since, confirmed: session.confirmed };
}
