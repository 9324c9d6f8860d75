/**
 * The handshake's frames, decoded and bounded. What a stranger sent never throws: `decode` returns a Result.
 *
 *   HandshakeFrame   exactly one of hello | proof | refusal; at most `handshakeFrameBytesMax`
 *   Hello            offer (an encoded Offer, kept as the sender's bytes since they enter the key), share (32 bytes)
 *   Proof            sealed; public key (32), signature (64), the mesh's payload (at most `payloadBytesMax`)
 *   Refusal          code and message in the open, for display only
 *
 * Fields of newer versions are skipped. Version history: 1, v0.1.0.
 */
import { decodeSafely, plain } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { type RefusalCode, refusalCodeOf } from "./refusal.ts";
import { weave_crypto as wire } from "./wire.pb.js";

export const handshakeFrameBytesMax = 4096;
/** What the mesh may put into a proof. */
export const payloadBytesMax = 2048;
const refusalMessageMax = 256;
const suitesMax = 8;
const suiteNameMax = 32;

const roleNumber = { dialer: 1, listener: 2 } as const;
export type Role = keyof typeof roleNumber;

/** What each side says in the open before anything is proved. */
export interface Offer {
  readonly role: Role;
  readonly versionMin: number;
  readonly versionMax: number;
  readonly passwordRequired: boolean;
  /** The six bytes of the peer name. */
  readonly name: Uint8Array;
  /** 16 bytes, or none. */
  readonly meshId: Uint8Array;
  /** Which password or token is meant; 0 is the mesh's password. */
  readonly credential: number;
  /** Suites of data frames, by preference. */
  readonly suites: readonly string[];
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
}

export interface Proof {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly payload: Uint8Array;
}

export type HandshakeFrame =
  | { readonly kind: "hello"; readonly offer: Uint8Array; readonly share: Uint8Array }
  | { readonly kind: "proof"; readonly sealed: Uint8Array }
  | { readonly kind: "refusal"; readonly code: RefusalCode; readonly message: string };

export function encodeFrame(frame: HandshakeFrame): Uint8Array {
  if (frame.kind === "hello") return finish(wire.HandshakeFrame.encode({ hello: frame }));
  if (frame.kind === "proof") return finish(wire.HandshakeFrame.encode({ proof: frame.sealed }));
  return finish(wire.HandshakeFrame.encode({ refusal: { code: frame.code, message: shownText(frame.message) } }));
}

export function decodeFrame(bytes: Uint8Array): Result<HandshakeFrame> {
  if (bytes.length > handshakeFrameBytesMax) return failed("frame too long");
  const decoded = decodeSafely(bytes, (input) => wire.HandshakeFrame.decode(input), undecodable);
  if (!decoded.ok) return decoded;
  const { hello, proof, refusal } = decoded.value;
  if (refusal) {
    return ok({
      kind: "refusal",
      code: refusalCodeOf(refusal.code ?? ""),
      message: shownText(refusal.message ?? ""),
    });
  }
  if (proof.length > 0) return ok({ kind: "proof", sealed: plain(proof) });
  if (!hello) return failed("a frame that is neither hello, proof nor refusal");
  const { offer, share } = hello;
  if (!offer || share?.length !== 32) return failed("a hello without offer or share");
  return ok({ kind: "hello", offer: plain(offer), share: plain(share) });
}

export function encodeOffer(offer: Offer): Uint8Array {
  return finish(
    wire.Offer.encode({
      ...offer,
      protocol: "weave",
      role: roleNumber[offer.role],
      suites: [...offer.suites],
    }),
  );
}

export function decodeOffer(bytes: Uint8Array): Result<Offer> {
  const decoded = decodeSafely(bytes, (input) => wire.Offer.decode(input), undecodable);
  if (!decoded.ok) return decoded;
  const offer = decoded.value;
  if (offer.protocol !== "weave") return failed("another protocol");
  if (offer.role !== roleNumber.dialer && offer.role !== roleNumber.listener) return failed("an unknown role");
  if (offer.versionMin === 0 || offer.versionMin > offer.versionMax) return failed("an empty range of versions");
  if (offer.name.length !== 6) return failed("a name that is not six bytes");
  if (offer.meshId.length !== 0 && offer.meshId.length !== 16) return failed("a mesh id that is not 16 bytes");
  if (offer.nonce.length !== 16) return failed("a nonce that is not 16 bytes");
  if (offer.suites.length > suitesMax || offer.suites.some((suite) => suite.length > suiteNameMax)) {
    return failed("too many suites");
  }
  return ok({
    role: offer.role === roleNumber.dialer ? "dialer" : "listener",
    versionMin: offer.versionMin,
    versionMax: offer.versionMax,
    passwordRequired: offer.passwordRequired,
    name: plain(offer.name),
    meshId: plain(offer.meshId),
    credential: offer.credential,
    suites: [...offer.suites],
    nonce: plain(offer.nonce),
  });
}

export function encodeProof(proof: Proof): Uint8Array {
  return finish(wire.Proof.encode(proof));
}

export function decodeProof(bytes: Uint8Array): Result<Proof> {
  const decoded = decodeSafely(bytes, (input) => wire.Proof.decode(input), undecodable);
  if (!decoded.ok) return decoded;
  const { publicKey, signature, payload } = decoded.value;
  if (publicKey.length !== 32 || signature.length !== 64) return failed("a proof without key or signature");
  if (payload.length > payloadBytesMax) return failed("a payload that is too long");
  return ok({ publicKey: plain(publicKey), signature: plain(signature), payload: plain(payload) });
}

const undecodable = "undecodable bytes";

/** Without control characters and not longer than `refusalMessageMax`, so that a stranger cannot forge log lines. */
function shownText(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, " ").slice(0, refusalMessageMax);
}

function finish(writer: { finish(): Uint8Array }): Uint8Array {
  return plain(writer.finish());
}
