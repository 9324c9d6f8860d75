/** What every codec here needs: keys as bytes, plain copies, and protobuf's exceptions as results. */
import { failed, ok, type Result } from "../base/error.ts";
import type { PeerKey } from "../base/peer-name.ts";

/** The one place where protobuf's exceptions end. */
export function decodeSafely<T>(bytes: Uint8Array, decode: (bytes: Uint8Array) => T): Result<T> {
  try {
    return ok(decode(bytes));
  } catch {
    return failed("malformed");
  }
}

/** The 32 bytes of a key. */
export function keyBytes(key: PeerKey): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = Number.parseInt(key.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A copy that is a Uint8Array and no Buffer, whose `slice` would share memory. */
export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
