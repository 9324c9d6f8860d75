/**
 * What a side of a session handshake says of itself beyond the handshake's own fields, in `extensions`: items of a kind (1
 * byte), a length (1 byte) and so many bytes. Unknown kinds are skipped; what ends too early is ignored from there on.
 *
 *   kind 1   2 bytes   MTU of the side's overlay (bridge and containers' interfaces), 576 to 65535; since 0.2
 *   kind 2   6 bytes   fast path: fast-path-offer.ts; since 0.2
 */

export interface SessionExtensions {
  readonly overlayMtu: number | undefined;
}

const kindOverlayMtu = 1;
const overlayMtuMin = 576;

export function encodeExtensions({ overlayMtu }: SessionExtensions): Uint8Array {
  return overlayMtu === undefined
    ? new Uint8Array(0)
    : Uint8Array.of(kindOverlayMtu, 2, overlayMtu >> 8, overlayMtu & 0xff);
}

/** Never fails: what somebody newer says, and what makes no sense, says nothing. */
export function decodeExtensions(bytes: Uint8Array): SessionExtensions {
  let overlayMtu: number | undefined;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [kind, length] = [bytes[at], bytes[at + 1] as number];
    const value = bytes.subarray(at + 2, at + 2 + length);
    if (value.length < length) break;
    if (kind === kindOverlayMtu && length === 2) {
      const mtu = ((value[0] as number) << 8) | (value[1] as number);
      if (mtu >= overlayMtuMin) overlayMtu = mtu;
    }
    at += 2 + length;
  }
  return { overlayMtu };
}
