/**
 * CPace, a balanced password-authenticated key exchange: draft-irtf-cfrg-cpace-21, suite CPACE-RISTR255-SHA512, tested
 * with the draft's vectors (appendix B.3). Each side sends one share; whoever does not know the password can test one
 * guess for each run that he takes part in, and none afterwards.
 *
 * `channel` (CI) and `sessionId` (sid) must agree on both sides; `associated` bytes are what each side says in the open
 * and both want to be sure of: they enter the key. One run costs two group multiplications a side.
 */
import { compareBytes, concatBytes, utf8Encode } from "../base/bytes.ts";
import type { Crypto } from "./crypto-port.ts";

const domain = utf8Encode("CPaceRistretto255");
const iskDomain = utf8Encode("CPaceRistretto255_ISK");
/** SHA-512's input block, which the password fills, so that hashing it takes the same time as any other. */
const blockBytes = 128;

/** One side's message: a group element (32 bytes) and the bytes sent along with it. */
export interface CpaceSide {
  readonly share: Uint8Array;
  readonly associated: Uint8Array;
}

/** 64 uniform bytes from which the generator is mapped. */
export function cpaceGenerator(
  crypto: Crypto,
  password: Uint8Array,
  channel: Uint8Array,
  sessionId: Uint8Array,
): Uint8Array {
  return crypto.sha512(generatorString(password, channel, sessionId));
}

export function generatorString(password: Uint8Array, channel: Uint8Array, sessionId: Uint8Array): Uint8Array {
  const zeros = Math.max(0, blockBytes - 1 - prependLength(password).length - prependLength(domain).length);
  return lengthValues(domain, password, new Uint8Array(zeros), channel, sessionId);
}

/** Our share for a random `scalar` (64 bytes; any length is reduced modulo the group's order). */
export function cpaceShare(crypto: Crypto, generator: Uint8Array, scalar: Uint8Array): Uint8Array {
  return crypto.ristrettoMultiplyMapped(generator, scalar);
}

/** The secret point; undefined when `remoteShare` is no element or the neutral one: then the run must end. */
export function cpaceSecret(crypto: Crypto, scalar: Uint8Array, remoteShare: Uint8Array): Uint8Array | undefined {
  return crypto.ristrettoMultiply(remoteShare, scalar);
}

/** The session key ISK, 64 bytes, where it is agreed who is the initiator. */
export function cpaceKeyOrdered(
  crypto: Crypto,
  sessionId: Uint8Array,
  secret: Uint8Array,
  initiator: CpaceSide,
  responder: CpaceSide,
): Uint8Array {
  return crypto.sha512(lengthValues(iskDomain, sessionId, secret), sideBytes(initiator), sideBytes(responder));
}

/** The session key ISK, 64 bytes, where both sides are alike and messages cross. */
export function cpaceKeySymmetric(
  crypto: Crypto,
  sessionId: Uint8Array,
  secret: Uint8Array,
  one: CpaceSide,
  other: CpaceSide,
): Uint8Array {
  const [larger, smaller] = compareBytes(sideBytes(one), sideBytes(other)) > 0 ? [one, other] : [other, one];
  return crypto.sha512(
    lengthValues(iskDomain, sessionId, secret),
    utf8Encode("oc"),
    sideBytes(larger),
    sideBytes(smaller),
  );
}

function sideBytes(side: CpaceSide): Uint8Array {
  return lengthValues(side.share, side.associated);
}

/** Each part after its length, so that no two lists of parts give the same bytes. */
function lengthValues(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.map(prependLength));
}

/** Length in unsigned LEB128, then the bytes. */
function prependLength(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = bytes.length;
  while (rest >= 128) {
    length.push((rest & 127) | 128);
    rest >>>= 7;
  }
  length.push(rest);
  return concatBytes(Uint8Array.from(length), bytes);
}
