/**
 * What the control machine keeps about one peer of the overlay: its sessions, the handshake under way, when the next one
 * shall begin, its counters and whether its datapath answers. Forgotten with the peer.
 */
import { fromHex } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { SessionParties } from "../crypto/session-keys.ts";
import type { DatapathOptions, OverlayPeer } from "./datapath-types.ts";
import { Liveness } from "./liveness.ts";
import type { PeerCounters, SessionEntry } from "./process-messages.ts";
import { PeerSessions, rekeyAfterBytes, rekeyAt } from "./session.ts";
import { encodeExtensions } from "./session-extensions.ts";
import { SessionHandshake } from "./session-handshake.ts";
import type { SessionRefusal } from "./session-refusal.ts";

/** Sessions without traffic for so long are closed, unless the peer is one to have a session with all the time. */
const idleAfterMs = 5 * 60_000;

/**
 * A peer that was sent frames for so long and sent none may have lost its sessions with its memory, so a new one is tried;
 * each time without an answer the wait doubles, up to the second number, since traffic may well go one way.
 */
const silentAfterMs = 10_000;
const silentAfterMsMax = 160_000;
/** A session that we answered and that its initiator has not used for so long does not keep us from rekeying. */
const abandonedAfterMs = 30_000;

export class ControlPeer {
  peer: OverlayPeer;
  readonly parties: SessionParties;
  readonly sessions = new PeerSessions();
  readonly handshake: SessionHandshake;
  readonly liveness = new Liveness();
  /** A session is kept with it whether there is traffic or not. */
  eager = false;
  /** Why there can be none, until there is one. */
  refusal: SessionRefusal | undefined;
  /** Until then frames that wait begin no handshake, since the last one was refused. */
  refusedUntil: Millis = 0;
  /** When a handshake of ours shall begin, for another reason than age. */
  handshakeAt: Millis = never;
  counters: PeerCounters | undefined;
  /** Our `extensions` in the last handshake; undefined: there was none. */
  said: Uint8Array | undefined;
  /** What the last init or reply said, and the last init of ours. */
  saying: Uint8Array | undefined;
  sayingFirst: Uint8Array | undefined;
  /** When a frame last came or went. */
  trafficAt: Millis;
  /** When a frame was sent that no frame of the peer followed yet. */
  #unansweredSince: Millis = never;
  #silentAfterMs = silentAfterMs;
  /** Entries that the process shall send on only later; their keys are forgotten then. */
  readonly waiting = new Map<number, SessionEntry>();

  constructor(
    ports: { readonly crypto: Crypto; readonly random: Random },
    options: DatapathOptions,
    peer: OverlayPeer,
    now: Millis,
  ) {
    this.peer = peer;
    this.parties = {
      identity: options.identity,
      password: options.password,
      remotePublicKey: fromHex(peer.key) as Uint8Array,
    };
    this.handshake = new SessionHandshake(ports, this.parties, encodeExtensions(options));
    this.trafficAt = now;
  }

  /** A handshake no later than `at`. */
  plan(at: Millis): void {
    this.handshakeAt = Math.min(this.handshakeAt, at);
  }

  /** When a handshake of ours is due: as planned, or since our keys grow old. */
  handshakeDue(): Millis {
    if (this.handshake.underWay) return never;
    const { own, awaited } = this.sessions;
    const successorAt = awaited ? awaited.since + abandonedAfterMs : 0;
    return Math.min(this.handshakeAt, own ? Math.max(rekeyAt(own), successorAt) : never);
  }

  /** When the sessions are closed for want of traffic. */
  idleAt(): Millis {
    return this.eager || this.sessions.all.length === 0 ? never : this.trafficAt + idleAfterMs;
  }

  /** Frames passed that the process does not see. */
  passed(now: Millis): void {
    this.trafficAt = now;
  }

  countersReceived(now: Millis, counters: PeerCounters): void {
    const sent = this.counters !== undefined && this.counters.framesOut !== counters.framesOut;
    const received = this.counters !== undefined && this.counters.framesIn !== counters.framesIn;
    this.counters = counters;
    if (sent || received) this.trafficAt = now;
    if (counters.heardMs >= 0) this.liveness.heard(now - counters.heardMs);
    this.#mindSilence(now, sent, received);
    const own = this.sessions.own;
    if (own && counters.bytesOut - own.bytesOutBefore >= rekeyAfterBytes) this.plan(now);
  }

  #mindSilence(now: Millis, sent: boolean, received: boolean): void {
    if (received) {
      this.#unansweredSince = never;
      this.#silentAfterMs = silentAfterMs;
    } else if (sent) this.#unansweredSince = Math.min(this.#unansweredSince, now);
    const isSilent = sent && now - this.#unansweredSince >= this.#silentAfterMs;
    if (!isSilent || this.liveness.alive) return;
    this.#unansweredSince = never;
    this.#silentAfterMs = Math.min(2 * this.#silentAfterMs, silentAfterMsMax);
    this.plan(now);
  }

  /** A handshake of ours does not begin while the process is away. */
  deadline(processIsUp: boolean): Millis {
    return Math.min(
      processIsUp ? this.handshakeDue() : never,
      this.handshake.deadline(),
      this.sessions.deadline(),
      this.idleAt(),
      this.liveness.deadline(),
    );
  }
}
