/**
 * Frames on a byte stream: 4 bytes length (big endian, 1 or more), then the frame. A reader holds at most one
 * unfinished frame, and refuses a length above the limit of the moment as soon as it has read it.
 */
import { concatBytes } from "../base/bytes.ts";

const headerLength = 4;

export function frame(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(headerLength + bytes.length);
  const { length } = bytes;
  framed[0] = length >>> 24;
  framed[1] = length >>> 16;
  framed[2] = length >>> 8;
  framed[3] = length;
  framed.set(bytes, headerLength);
  return framed;
}

export type NextFrame =
  | { readonly kind: "frame"; readonly bytes: Uint8Array }
  | { readonly kind: "more" }
  | { readonly kind: "oversized" };

export class FrameReader {
  #chunks: Uint8Array[] = [];
  #held = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#held += bytes.length;
  }

  /** The next whole frame of at most `bytesMax` bytes; a part of what was pushed, which nobody alters. */
  next(bytesMax: number): NextFrame {
    if (this.#held < headerLength) return { kind: "more" };
    const length = this.#peekLength();
    if (length === 0 || length > bytesMax) return { kind: "oversized" };
    if (this.#held < headerLength + length) return { kind: "more" };
    const joined = this.#joined();
    const end = headerLength + length;
    this.#chunks = joined.length > end ? [joined.subarray(end)] : [];
    this.#held -= end;
    return { kind: "frame", bytes: joined.subarray(headerLength, end) };
  }

  #peekLength(): number {
    const first = this.#chunks[0] as Uint8Array;
    const header = first.length >= headerLength ? first : this.#joined();
    const [a = 0, b = 0, c = 0, d = 0] = header;
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  #joined(): Uint8Array {
    if (this.#chunks.length > 1) this.#chunks = [concatBytes(...this.#chunks)];
    return this.#chunks[0] as Uint8Array;
  }
}
