/**
 * How two connections to one peer compare: whether both lead to one launch of it, and which of two survives. Both ends
 * know the same of each, so they choose alike.
 */
import { bytesEqual, compareBytes, concatBytes } from "../base/bytes.ts";
import type { Connection } from "./connection.ts";

/** Both proved the same boot nonce. */
export function sameLaunch(a: Connection, b: Connection): boolean {
  return a.hello !== undefined && b.hello !== undefined && bytesEqual(a.hello.bootNonce, b.hello.bootNonce);
}

/** Both ends know both nonces, the dialler's first. */
export function compareNonces(a: Connection, b: Connection): number {
  return compareBytes(noncesOf(a), noncesOf(b));
}

function noncesOf(connection: Connection): Uint8Array {
  const remote = connection.hello?.connectionNonce ?? new Uint8Array();
  return connection.outbound ? concatBytes(connection.ownNonce, remote) : concatBytes(remote, connection.ownNonce);
}
