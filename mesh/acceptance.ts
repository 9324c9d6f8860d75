/**
 * Whether an authenticated peer may become a neighbour: the facts of both sides, compared the same way at both ends, so
 * that both come to the same refusal. Pure; duplicates and twins, which depend on other connections, are neighbours.ts.
 */
import { bytesEqual } from "../base/bytes.ts";
import type { RemoteIdentity } from "../crypto/handshake.ts";
import type { Identity } from "../crypto/identity.ts";
import type { RefusalCode } from "../crypto/refusal.ts";
import type { PeerRecord } from "./peer-record.ts";
import type { Hello } from "./wire.ts";

export interface OurFacts {
  readonly identity: Identity;
  readonly bootNonce: Uint8Array;
  /** 16 bytes, or empty while there is none. */
  readonly meshId: Uint8Array;
  readonly rangeText: string;
  readonly rangeExplicit: boolean;
  /** Records of peers that we reach now. */
  readonly reachable: Iterable<PeerRecord>;
  /** The peer would be one connection too many. */
  readonly full: boolean;
}

export function whyRefuse(ours: OurFacts, remote: RemoteIdentity, hello: Hello): RefusalCode | undefined {
  if (remote.key === ours.identity.key) return bytesEqual(hello.bootNonce, ours.bootNonce) ? "self" : "cloned-identity";
  if (isNameTaken(ours, remote)) return "duplicate-name";
  const bothFounded = ours.meshId.length > 0 && remote.meshId.length > 0;
  if (bothFounded && !bytesEqual(ours.meshId, remote.meshId)) return "other-mesh";
  const neitherFounded = ours.meshId.length === 0 && remote.meshId.length === 0;
  const bothExplicit = ours.rangeExplicit && hello.rangeExplicit;
  if (neitherFounded && bothExplicit && ours.rangeText !== hello.range) return "other-range";
  return ours.full ? "connection-limit" : undefined;
}

/** 48 bits can be ground: another key with the same name as ours or a living peer's stays out. */
function isNameTaken(ours: OurFacts, remote: RemoteIdentity): boolean {
  if (remote.name === ours.identity.name) return true;
  for (const record of ours.reachable) if (record.name === remote.name && record.key !== remote.key) return true;
  return false;
}
