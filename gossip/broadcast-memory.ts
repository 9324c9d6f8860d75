/**
 * Which broadcasts were seen. A broadcast carries (source, epoch, sequence); the epoch is the source's boot nonce, so a
 * restarted source starts anew. Each is admitted once, whatever the views of the topology: there is a window for each
 * epoch, and an epoch is forgotten only when it has been silent for longer than any message travels. Where there is no
 * room to remember, the broadcast is refused rather than risked twice; anti-entropy brings the state.
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

interface EpochMemory {
  readonly epoch: string;
  readonly window: SequenceWindow;
  usedAt: Millis;
}

export class BroadcastMemory {
  readonly #sources = new Map<PeerKey, EpochMemory[]>();
  readonly #sourcesMax: number;

  constructor(sourcesMax: number) {
    this.#sourcesMax = sourcesMax;
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
    for (const [source, epochs] of this.#sources)
      if (epochs.every(({ usedAt }) => now - usedAt >= sourceIdleMs)) this.#sources.delete(source);
  }

  #epochMemory(now: Millis, source: PeerKey, epoch: string): EpochMemory | undefined {
    const epochs = this.#sources.get(source);
    const known = epochs?.find((memory) => memory.epoch === epoch);
    if (known) return known;
    const fresh = { epoch, window: new SequenceWindow(), usedAt: now };
    if (epochs) return roomFor(now, epochs, fresh);
    if (this.#sources.size >= this.#sourcesMax) return undefined;
    this.#sources.set(source, [fresh]);
    return fresh;
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
