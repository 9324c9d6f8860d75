/**
 * The sessions that we have with one peer, oldest first, and when each goes. Make before break: a new session receives at
 * once and sends when the remote is known to have it; the ones before it receive for `retireAfterMs` more. Sessions that
 * an earlier router made are *inherited*: the process has their keys and we do not, so they are kept until a session of
 * ours is confirmed. Bounded: `sessionsMax` a peer, the oldest that is not used for sending leaves first.
 */
import type { Millis } from "../base/time.ts";
import { never } from "../base/time.ts";
import type { DataSuite } from "./suite.ts";

/** The hard limit of keys; longer than any sensible restart window, so that a dead router costs no session. */
export const sessionLifetimeMs = 30 * 60_000;
const rekeyAfterMs = 10 * 60_000;
/** The side that answered waits a little longer, so that both do not rekey at once. */
const rekeyAfterAsResponderMs = 11 * 60_000;
/** Bytes sent to a peer on one session. */
export const rekeyAfterBytes = 2 ** 38;
/** What was under way on the older session arrives meanwhile. */
const retireAfterMs = 30_000;
/** In use, its successor, one that retires, and one that an impatient remote gave up. */
const sessionsMax = 4;

export interface Session {
  readonly localIndex: number;
  /** 0 for an inherited one. */
  readonly remoteIndex: number;
  /** Undefined for an inherited one. */
  readonly suite: DataSuite | undefined;
  readonly initiator: boolean;
  readonly since: Millis;
  readonly expiresAt: Millis;
  /** What was sent to the peer, on whatever session, when this one began. */
  readonly bytesOutBefore: number;
  sending: boolean;
  confirmed: boolean;
  retiresAt: Millis;
}

/** What the caller shall do in the process after a change. */
export interface SessionChanges {
  readonly promote?: Session;
  readonly remove: readonly Session[];
}

const nothing: SessionChanges = { remove: [] };

export class PeerSessions {
  #sessions: Session[] = [];

  get all(): readonly Session[] {
    return this.#sessions;
  }

  /** The newest one used for sending. */
  get current(): Session | undefined {
    return this.#sessions.findLast((session) => session.sending);
  }

  /** The newest one whose keys we made and which we send on. */
  get own(): Session | undefined {
    return this.#sessions.findLast((session) => session.sending && session.suite !== undefined);
  }

  /** The newest, when it is one that we answered and whose initiator has not used it yet. */
  get awaited(): Session | undefined {
    const newest = this.#sessions.at(-1);
    return newest && !newest.sending && newest.suite !== undefined ? newest : undefined;
  }

  byLocalIndex(index: number): Session | undefined {
    return this.#sessions.find((session) => session.localIndex === index);
  }

  byRemoteIndex(index: number): Session | undefined {
    return this.#sessions.find((session) => session.remoteIndex === index && session.suite !== undefined);
  }

  /** A new session of ours. Of those that were answered and never used only the newest stays for good. */
  add(now: Millis, session: Omit<Session, "confirmed" | "retiresAt">): SessionChanges {
    for (const older of this.#sessions) {
      if (!older.sending && !older.confirmed) older.retiresAt = Math.min(older.retiresAt, now + retireAfterMs);
    }
    this.#sessions.push({ ...session, confirmed: false, retiresAt: never });
    const spare = this.#sessions.length - sessionsMax;
    if (spare <= 0) return nothing;
    const current = this.current;
    return this.#drop(this.#sessions.filter((older) => older !== current).slice(0, spare));
  }

  /** One that an earlier router made: older than any of ours, and superfluous once one of ours is confirmed. */
  inherit(now: Millis, localIndex: number, sending: boolean): void {
    const replaced = this.#sessions.some((session) => session.suite !== undefined && session.confirmed);
    this.#sessions.unshift({
      localIndex,
      remoteIndex: 0,
      suite: undefined,
      initiator: false,
      since: now,
      expiresAt: now + sessionLifetimeMs,
      bytesOutBefore: 0,
      sending,
      confirmed: true,
      retiresAt: replaced ? now + retireAfterMs : never,
    });
  }

  /** The remote used this session: we send on it, unless on a newer one, and older ones retire. */
  confirm(now: Millis, localIndex: number): SessionChanges {
    const at = this.#sessions.findIndex((session) => session.localIndex === localIndex);
    const session = this.#sessions[at];
    if (!session) return nothing;
    session.confirmed = true;
    for (const older of this.#sessions.slice(0, at)) {
      older.retiresAt = Math.min(older.retiresAt, now + retireAfterMs);
    }
    const newer = this.#sessions.slice(at + 1).some((other) => other.sending);
    if (newer) return nothing;
    // One that was answered after it came to nothing, or it would be the one that is used.
    session.retiresAt = never;
    if (session.sending) return nothing;
    session.sending = true;
    return { promote: session, remove: [] };
  }

  /** Those whose time is over. */
  expire(now: Millis): SessionChanges {
    if (this.deadline() > now) return nothing; // as nearly always
    return this.#drop(this.#sessions.filter((session) => deadlineOf(session) <= now));
  }

  drop(session: Session): SessionChanges {
    return this.#drop([session]);
  }

  clear(): SessionChanges {
    return this.#drop(this.#sessions);
  }

  deadline(): Millis {
    let earliest = never;
    for (const session of this.#sessions) earliest = Math.min(earliest, deadlineOf(session));
    return earliest;
  }

  #drop(gone: readonly Session[]): SessionChanges {
    if (gone.length === 0) return nothing;
    this.#sessions = this.#sessions.filter((session) => !gone.includes(session));
    return { remove: gone };
  }
}

function deadlineOf(session: Session): Millis {
  return Math.min(session.expiresAt, session.retiresAt);
}

/** When a session of ours shall be replaced, going by its age. */
export function rekeyAt(session: Session): Millis {
  return session.since + (session.initiator ? rekeyAfterMs : rekeyAfterAsResponderMs);
}
