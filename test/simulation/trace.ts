/**
 * What a run did, as one number: every input and output of every router is mixed in with its moment, so two runs of one
 * seed agree in it or something is not deterministic. FNV-1a over words; a few bytes of each payload stand for all.
 */
import type { Millis } from "../../base/time.ts";

/** Bytes of a payload that enter the trace. */
const sampledBytes = 8;

export class Trace {
  #hash = 0x811c9dc5;

  get digest(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  word(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), 0x01000193);
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  message(now: Millis, host: number, message: { readonly kind: string; readonly bytes?: unknown }): void {
    this.word(Math.floor(now * 16));
    this.word(host);
    this.text(message.kind);
    if (!(message.bytes instanceof Uint8Array)) return;
    const { bytes } = message;
    this.word(bytes.length);
    const stride = Math.max(1, Math.floor(bytes.length / sampledBytes));
    for (let i = 0; i < bytes.length; i += stride) this.word(bytes[i] as number);
  }
}
