/**
 * What a host says of the fast path in the handshake of a session, in the signed field `extensions`: both ends know both
 * words, and nobody on the way can change one. An item beside those of session-extensions.ts.
 *
 *   kind 2, fast path   flags (1; bit 0: consents), VXLAN network identifier (3), UDP port (2), big-endian
 *
 * A router that says nothing (v0.1.0) never agrees.
 */

export interface FastPathOffer {
  /** The sender would use the fast path with the receiver. */
  readonly consents: boolean;
  readonly vni: number;
  readonly port: number;
}

const kindFastPath = 2;
const valueBytes = 6;

export function encodeFastPathOffer({ consents, vni, port }: FastPathOffer): Uint8Array {
  return Uint8Array.of(
    kindFastPath,
    valueBytes,
    consents ? 1 : 0,
    (vni >>> 16) & 255,
    (vni >>> 8) & 255,
    vni & 255,
    (port >>> 8) & 255,
    port & 255,
  );
}

/** Undefined when the sender says nothing of it, or what is no such list. */
export function decodeFastPathOffer(extensions: Uint8Array): FastPathOffer | undefined {
  for (let at = 0; at + 2 <= extensions.length; ) {
    const [kind, length] = [extensions[at] as number, extensions[at + 1] as number];
    const value = extensions.subarray(at + 2, at + 2 + length);
    if (value.length < length) return undefined;
    if (kind === kindFastPath && length >= valueBytes) {
      const byte = (index: number) => value[index] as number;
      return {
        consents: (byte(0) & 1) === 1,
        vni: (byte(1) << 16) | (byte(2) << 8) | byte(3),
        port: (byte(4) << 8) | byte(5),
      };
    }
    at += 2 + length;
  }
  return undefined;
}
