/**
 * Which broadcasts were seen. A broadcast carries (source, epoch, sequence); the epoch is the source's boot nonce, so a
 * restarted source starts anew. Each is admitted once, whatever the views of the topology: there is a window for each
 * epoch, and an epoch is forgotten only when it has been silent for longer than any message travels. Where there is no
 * room to remember, the broadcast is refused rather than risked twice; anti-entropy brings the state. Strangers, sources
 * that are not in our routes, have little room of their own, so that names made up by a member leave room for peers.
 * About 300 bytes a source, O(1) a broadcast.
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { SequenceWindow } from "./sequence-window.ts";

/** Epochs of one source that are remembered; a source that restarts more often is refused until one has aged. */
export const epochsPerSourceMax = 8;
/** Silent for so long, an epoch may make room; no message travels so long, since every write has a time limit. */
export const epochIdleMs: Millis = 120_000;
/** Silent for so long, a source is forgotten. */
export const sourceIdleMs: Millis = 600_000;

/** At most so often is it looked whether strangers became peers, when there is no room for more. */
const lookEveryMs: Millis = 1_000;

interface EpochMemory {
  readonly epoch: string;
  readonly window: SequenceWindow;
  usedAt: Millis;
}

export interface MemoryLimits {
  readonly sourcesMax: number;
  readonly strangersMax: number;
}

export class BroadcastMemory {
  readonly #sources = new Map<PeerKey, EpochMemory[]>();
  readonly #strangers = new Set<PeerKey>();
  readonly #limits: MemoryLimits;
  readonly #isPeer: (source: PeerKey) => boolean;
  #lookedAt: Millis = Number.NEGATIVE_INFINITY;

  /** `isPeer`: whether the source is in our routes now. */
  constructor(limits: MemoryLimits, isPeer: (source: PeerKey) => boolean) {
    this.#limits = limits;
    this.#isPeer = isPeer;
  }

  get size(): number {
    return this.#sources.size;
  }

  /** `new` at most once for each (source, epoch, sequence). */
  admit(now: Millis, source: PeerKey, epoch: string, sequence: number): "new" | "repeat" | "full" {
    const memory = this.#epochMemory(now, source, epoch);
    if (!memory) return "full";
    memory.usedAt = now;
    return memory.window.admit(sequence) ? "new" : "repeat";
  }

  /** Forgets sources that have been silent for long. O(sources); call it now and then. */
  forgetIdle(now: Millis): void {
    for (const [source, epochs] of this.#sources) {
      if (epochs.some(({ usedAt }) => now - usedAt < sourceIdleMs)) continue;
      this.#sources.delete(source);
      this.#strangers.delete(source);
    }
  }

  #epochMemory(now: Millis, source: PeerKey, epoch: string): EpochMemory | undefined {
    const epochs = this.#sources.get(source);
    const known = epochs?.find((memory) => memory.epoch === epoch);
    if (known) return known;
    const fresh = { epoch, window: new SequenceWindow(), usedAt: now };
    if (epochs) return roomFor(now, epochs, fresh);
    if (!this.#hasRoomForSource(now, source)) return undefined;
    this.#sources.set(source, [fresh]);
    return fresh;
  }

  #hasRoomForSource(now: Millis, source: PeerKey): boolean {
    if (this.#sources.size >= this.#limits.sourcesMax) return false;
    if (this.#isPeer(source)) return true;
    if (this.#strangers.size >= this.#limits.strangersMax) this.#lookForPeers(now);
    if (this.#strangers.size >= this.#limits.strangersMax) return false;
    this.#strangers.add(source);
    return true;
  }

  #lookForPeers(now: Millis): void {
    if (now - this.#lookedAt < lookEveryMs) return;
    this.#lookedAt = now;
    for (const source of this.#strangers) if (this.#isPeer(source)) this.#strangers.delete(source);
  }
}

function roomFor(now: Millis, epochs: EpochMemory[], fresh: EpochMemory): EpochMemory | undefined {
  if (epochs.length < epochsPerSourceMax) {
    epochs.push(fresh);
    return fresh;
  }
  const idle = epochs.findIndex(({ usedAt }) => now - usedAt >= epochIdleMs);
  if (idle < 0) return undefined;
  epochs[idle] = fresh;
  return fresh;
}
