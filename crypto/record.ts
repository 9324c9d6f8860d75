/**
 * Records of a control connection: each message sealed by secretbox under its direction's key, the nonce being a counter
 * that neither side sends. TCP keeps the order, so a record that is lost, repeated, swapped, reflected or altered does
 * not open, and the connection ends. A sealed record is 16 bytes longer. 2^53 records cannot be reached.
 */
import type { Crypto } from "./crypto-port.ts";

export class RecordSealer {
  readonly #crypto: Crypto;
  readonly #key: Uint8Array;
  #next = 0;

  constructor(crypto: Crypto, key: Uint8Array) {
    this.#crypto = crypto;
    this.#key = key;
  }

  seal(plaintext: Uint8Array): Uint8Array {
    return this.#crypto.seal(this.#key, counterNonce(this.#next++), plaintext);
  }
}

export class RecordOpener {
  readonly #crypto: Crypto;
  readonly #key: Uint8Array;
  #next = 0;

  constructor(crypto: Crypto, key: Uint8Array) {
    this.#crypto = crypto;
    this.#key = key;
  }

  /** Undefined for anything but the next record: the connection must end. */
  open(sealed: Uint8Array): Uint8Array | undefined {
    const plaintext = this.#crypto.open(this.#key, counterNonce(this.#next), sealed);
    if (plaintext) this.#next++;
    return plaintext;
  }
}

/** The counter, little-endian, in the first 8 of 24 bytes. */
function counterNonce(counter: number): Uint8Array {
  const nonce = new Uint8Array(24);
  for (let i = 0, rest = counter; rest > 0; i++, rest = Math.floor(rest / 256)) nonce[i] = rest % 256;
  return nonce;
}
