/** One direction of a simulated TCP connection: bursts in order, the first of them under way. */
import { concatBytes } from "../../base/bytes.ts";
import type { Millis } from "../../base/time.ts";

/** What one moment wrote, and perhaps the end of the stream. */
export class Burst {
  arrivesAt: Millis = 0;
  bytes = 0;
  final = false;
  reason = "closed by the remote end";
  readonly sentAt: Millis;
  readonly #parts: Uint8Array[] = [];

  constructor(sentAt: Millis) {
    this.sentAt = sentAt;
  }

  add(part: Uint8Array): void {
    this.#parts.push(part);
    this.bytes += part.length;
  }

  joined(): Uint8Array {
    return this.#parts.length === 1 ? (this.#parts[0] as Uint8Array) : concatBytes(...this.#parts);
  }
}

export class Pipe {
  /** Bytes written and not arrived. */
  bytes = 0;
  /** The end that comes is a reset. */
  resetting = false;
  reportedBacklog = 0;
  /** Nothing arrives earlier: neither before the connection is there, nor before what was written earlier. */
  notBefore: Millis = 0;
  #bursts: Burst[] = [];

  get size(): number {
    return this.#bursts.length;
  }

  get first(): Burst | undefined {
    return this.#bursts[0];
  }

  /** Appends; gives the burst when it is a new one, and nothing when it joined the one written a moment ago. */
  add(now: Millis, bytes: Uint8Array | undefined, final: boolean): Burst | undefined {
    const last = this.#bursts.at(-1);
    const joins = last !== undefined && last.sentAt === now && !last.final;
    const burst = joins ? last : new Burst(now);
    if (bytes) {
      burst.add(bytes);
      this.bytes += bytes.length;
    }
    if (final) {
      burst.final = true;
      if (this.resetting) burst.reason = "reset by the remote end";
    }
    if (joins) return undefined;
    this.#bursts.push(burst);
    return burst;
  }

  /** The arrival time of a burst that would arrive at `at` if it were alone. */
  reserve(at: Millis): Millis {
    this.notBefore = Math.max(this.notBefore, at);
    return this.notBefore;
  }

  take(): Burst | undefined {
    const burst = this.#bursts.shift();
    if (burst) this.bytes -= burst.bytes;
    return burst;
  }

  clear(): void {
    this.#bursts = [];
    this.bytes = 0;
  }
}
