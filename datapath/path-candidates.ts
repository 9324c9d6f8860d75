/**
 * Every way in which frames could go to a peer, each with its state and the reason in one sentence: what `weave why`
 * prints. A pure view of the control machine's state, made when somebody asks; O(hops) a peer. What decides is the packet
 * thread (native/send.cc: the first hop of the pushed preference that is not dead); this tells what it decides by.
 *
 * The order is the order of preference: the kernel's own path, the sleeve directly, relays as the routes prefer them.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { ControlPeer } from "./control-peer.ts";
import type { PathCandidate } from "./datapath-types.ts";
import type { FastPathReason } from "./fast-path-reason.ts";
import type { PeerCounters } from "./process-messages.ts";
import { refusalText } from "./session-refusal.ts";

export interface CandidateSources {
  readonly now: Millis;
  readonly processIsUp: boolean;
  readonly peers: ReadonlyMap<PeerKey, ControlPeer>;
  /** What the kernel's path says of itself. */
  fastPathOf(peer: PeerKey): FastPathReason;
}

/** Heartbeats come every 2 s on an idle path; later than this they are overdue. */
const freshMs = 3_000;

/** `echoMs`: since the peer answered a heartbeat directly; undefined: never, or not told. */
export function pathCandidates(
  sources: CandidateSources,
  control: ControlPeer,
  echoMs: number | undefined,
): readonly PathCandidate[] {
  const { peer, sessions } = control;
  const relays = peer.hops.filter((hop) => hop !== peer.key);
  const candidates: PathCandidate[] = [
    { kind: "fast", via: undefined, ...sources.fastPathOf(peer.key) },
    { kind: "sleeve", via: undefined, ...direct(sources, control, echoMs) },
    ...relays.map((via): PathCandidate => ({ kind: "relay", via, ...relay(sources, control, via) })),
  ];
  if (candidates[0]?.state === "in-use") return candidates.map(besideTheFastPath);
  if (candidates.some(({ state }) => state === "in-use") || !sessions.current) return candidates;
  // Nothing was sent yet that would name a hop, so it is the packet thread's own choice: the first hop that lives.
  const first = candidates.findIndex(({ state }) => state === "ready");
  return candidates.map((candidate, at) =>
    at === first && candidate.kind === "relay"
      ? { ...candidate, state: "in-use", why: sessions.current?.confirmed ? relayInUse : relayNext }
      : candidate,
  );
}

/** Unicast goes by the kernel; what is flooded goes on by the sleeve. */
function besideTheFastPath(candidate: PathCandidate): PathCandidate {
  if (candidate.kind === "fast" || candidate.state !== "in-use") return candidate;
  return { ...candidate, state: "ready", why: `${candidate.why}; the fast path is preferred` };
}

const relayInUse = "the direct path does not work, and the relay answers";
const relayNext = "the direct path does not work; the relay answers and a session is agreed, nothing was sent yet";

type Reasoned = Pick<PathCandidate, "state" | "why">;

function direct(
  sources: CandidateSources,
  { peer, counters, sessions, refusal, handshake, liveness }: ControlPeer,
  echoMs: number | undefined,
): Reasoned {
  if (!sources.processIsUp) return { state: "down", why: "the datapath process of this host is not running" };
  if (!peer.hops.includes(peer.key))
    return { state: "unavailable", why: "nobody says where the peer is in the underlay" };
  if (!peer.underlay) return { state: "unavailable", why: "no underlay address of the peer is known" };
  if (!sessions.current) {
    if (refusal) return { state: "down", why: refusalText(refusal) };
    if (handshake.underWay) return { state: "down", why: "the session is being agreed, over the control connections" };
    return { state: "idle", why: `no traffic, so no session; ${lastGood(sources.now, liveness.heardAt)}` };
  }
  if (answersDirectly({ counters, liveness }, echoMs)) {
    const inUse = counters === undefined || counters.hop === 0 || counters.hop === peer.shortId;
    const why = `the peer answers probes sent directly to it${mtuFound(counters)}`;
    return { state: inUse ? "in-use" : "ready", why };
  }
  return {
    state: "down",
    why: silence(sources.now, liveness.heardAt, counters?.echoMs === undefined ? undefined : lastAnswer(echoMs)),
  };
}

function mtuFound(counters: PeerCounters | undefined): string {
  return counters?.mtuState === "complete" ? `, packets of up to ${counters.mtu} bytes` : "";
}

/** Both directions pass. An older process does not tell when it was answered; what was heard must do then. */
export function answersDirectly(
  { counters, liveness }: Pick<ControlPeer, "counters" | "liveness">,
  echoMs: number | undefined,
): boolean {
  return liveness.alive && (counters?.echoMs === undefined || (echoMs !== undefined && echoMs < freshMs));
}

/** `answer`: when it last answered, in words; an older process does not tell, and what was heard must do. */
function silence(now: Millis, heardAt: Millis | undefined, answer: string | undefined): string {
  const heard = heardAt !== undefined && now - heardAt < freshMs;
  if (heard && answer !== undefined)
    return `the peer's datagrams arrive here, and it answers none of ours (${answer}): UDP passes in one direction only`;
  return `no datagram of the peer arrives (${lastGood(now, heardAt)}): UDP between the two hosts is blocked, or its datapath is down`;
}

function relay(sources: CandidateSources, { peer, counters, sessions, refusal }: ControlPeer, via: PeerKey): Reasoned {
  if (!sources.processIsUp) return { state: "down", why: "the datapath process of this host is not running" };
  const hop = sources.peers.get(via);
  if (!hop) return { state: "unavailable", why: "the relay has left the mesh" };
  if (!hop.liveness.alive)
    return { state: "down", why: `the relay does not answer probes (${lastGood(sources.now, hop.liveness.heardAt)})` };
  if (!sessions.current && refusal) return { state: "down", why: refusalText(refusal) };
  if (!sessions.current) return { state: "idle", why: "the relay answers, and there is no session with the peer yet" };
  if (counters?.hop === hop.peer.shortId) return { state: "in-use", why: relayInUse };
  const isPeerDirect = counters?.hop === peer.shortId;
  return {
    state: "ready",
    why: `the relay answers; ${isPeerDirect ? "the direct path" : "another path"} is preferred`,
  };
}

function lastGood(now: Millis, heardAt: Millis | undefined): string {
  return heardAt === undefined ? "never heard" : `last good ${Math.round((now - heardAt) / 1_000)} s ago`;
}

function lastAnswer(echoMs: number | undefined): string {
  return echoMs === undefined ? "never an answer" : `last answer ${Math.round(echoMs / 1_000)} s ago`;
}
