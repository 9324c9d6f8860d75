/**
 * The handshake of a datapath session, without I/O, between two peers who know each other's identity keys (from the
 * topology), in one round trip:
 *
 *   initiator -> init    ephemeral X25519 key, its session index, suites it takes, mesh id; signed by its identity key
 *   responder -> reply   ephemeral key, its session index, the suite it chose; signed, together with the whole init
 *
 * The keys come from the ephemeral secret and, in a mesh with a password, the stretched password, over the transcript of
 * both identities, both messages and the mesh id. What newer versions say of themselves (`extensions`) is signed and part of
 * the transcript too, so that nobody can take it away. So they are forward secret, both identities are proved, and nothing can
 * be altered on the way. That the other side has the keys shows with the first sealed datagram. An init that is repeated
 * by somebody else yields keys that he lacks. Cost: two X25519 operations, a signature and a verification a side.
 */
import { concatBytes, utf8Encode } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import type { Crypto, DirectionalKeys } from "./crypto-port.ts";
import type { Identity } from "./identity.ts";

interface Ports {
  readonly crypto: Crypto;
  readonly random: Random;
}

/** Who talks to whom. */
export interface SessionParties {
  readonly identity: Identity;
  /** Stretched, 32 bytes; undefined in a mesh without password. */
  readonly password: Uint8Array | undefined;
  /** The other side's identity key. */
  readonly remotePublicKey: Uint8Array;
}

export interface SessionInit {
  /** What the responder puts into headers of datagrams to the initiator: 32 bits. */
  readonly index: number;
  /** 32 bytes. */
  readonly ephemeral: Uint8Array;
  readonly suites: readonly string[];
  /** 16 bytes, or none. */
  readonly meshId: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
  /** What newer versions say of themselves: signed, not interpreted here, and empty in ours. */
  readonly extensions: Uint8Array;
}

export interface SessionReply {
  readonly index: number;
  readonly ephemeral: Uint8Array;
  /** One of the init's. */
  readonly suite: string;
  readonly signature: Uint8Array;
  /** As in the init. */
  readonly extensions: Uint8Array;
}

/** Why no session comes of an init, and what its receiver takes. */
export interface RefusalTerms {
  /** A stable code. */
  readonly reason: string;
  readonly suites: readonly string[];
}

/** An init of ours that waits for its reply; `secret` is forgotten with it. */
export interface StartedSession {
  readonly init: SessionInit;
  readonly secret: Uint8Array;
}

/** Our init for the other side. */
export function initiateSession(
  { crypto, random }: Ports,
  parties: SessionParties,
  terms: Pick<SessionInit, "index" | "suites" | "meshId">,
  extensions: Uint8Array = none,
): StartedSession {
  const secret = random.bytes(32);
  const unsigned = { ...terms, ephemeral: crypto.x25519PublicKey(secret), extensions };
  const signed = initBytes(parties.identity.publicKey, parties.remotePublicKey, unsigned);
  return { secret, init: { ...unsigned, signature: crypto.sign(parties.identity.seed, signed) } };
}

/** True when the other side signed this init, for us. */
export function isInitAuthentic(crypto: Crypto, parties: SessionParties, init: SessionInit): boolean {
  const signed = initBytes(parties.remotePublicKey, parties.identity.publicKey, init);
  return crypto.verify(parties.remotePublicKey, signed, init.signature);
}

/** Our reply to an authentic init, and the keys; undefined for an ephemeral key of low order. */
export function answerSession(
  { crypto, random }: Ports,
  parties: SessionParties,
  init: SessionInit,
  terms: Pick<SessionReply, "index" | "suite">,
  extensions: Uint8Array = none,
): { readonly reply: SessionReply; readonly keys: DirectionalKeys } | undefined {
  const secret = random.bytes(32);
  const shared = crypto.x25519(secret, init.ephemeral);
  if (!shared) return undefined;
  const unsigned = { ...terms, ephemeral: crypto.x25519PublicKey(secret), extensions };
  const transcript = transcriptOf(crypto, parties.remotePublicKey, parties.identity.publicKey, init, unsigned);
  const signature = crypto.sign(parties.identity.seed, concatBytes(replyLabel, transcript));
  const keys = keysOf(crypto, parties, shared, transcript);
  return {
    reply: { ...unsigned, signature },
    keys: { send: keys.fromResponder, receive: keys.fromInitiator },
  };
}

/** The keys at the initiator; undefined when the reply is not the other side's answer to this very init. */
export function finishSession(
  crypto: Crypto,
  parties: SessionParties,
  started: StartedSession,
  reply: SessionReply,
): DirectionalKeys | undefined {
  if (!started.init.suites.includes(reply.suite)) return undefined;
  const transcript = transcriptOf(crypto, parties.identity.publicKey, parties.remotePublicKey, started.init, reply);
  if (!crypto.verify(parties.remotePublicKey, concatBytes(replyLabel, transcript), reply.signature)) return undefined;
  const shared = crypto.x25519(started.secret, reply.ephemeral);
  if (!shared) return undefined;
  const keys = keysOf(crypto, parties, shared, transcript);
  return { send: keys.fromInitiator, receive: keys.fromResponder };
}

/** Tells the other side that we removed the session with this index of ours; fits no other peer and no other session. */
export function signClose(crypto: Crypto, parties: SessionParties, index: number): Uint8Array {
  return crypto.sign(parties.identity.seed, closeBytes(parties.identity.publicKey, parties.remotePublicKey, index));
}

export function isCloseAuthentic(
  crypto: Crypto,
  parties: SessionParties,
  index: number,
  signature: Uint8Array,
): boolean {
  const signed = closeBytes(parties.remotePublicKey, parties.identity.publicKey, index);
  return crypto.verify(parties.remotePublicKey, signed, signature);
}

/** Refuses this very init: fits no other, so that nobody can refuse in our name or say it again later. */
export function signRefusal(
  crypto: Crypto,
  parties: SessionParties,
  init: SessionInit,
  terms: RefusalTerms,
): Uint8Array {
  const signed = refusalBytes(crypto, parties.remotePublicKey, parties.identity.publicKey, init, terms);
  return crypto.sign(parties.identity.seed, signed);
}

/** True when the other side refused this init of ours. */
export function isRefusalAuthentic(
  crypto: Crypto,
  parties: SessionParties,
  init: SessionInit,
  refusal: RefusalTerms & { readonly signature: Uint8Array },
): boolean {
  const signed = refusalBytes(crypto, parties.identity.publicKey, parties.remotePublicKey, init, refusal);
  return crypto.verify(parties.remotePublicKey, signed, refusal.signature);
}

function refusalBytes(
  crypto: Crypto,
  initiator: Uint8Array,
  responder: Uint8Array,
  init: SessionInit,
  { reason, suites }: RefusalTerms,
): Uint8Array {
  return concatBytes(
    refusalLabel,
    crypto.sha512(initBytes(initiator, responder, init)),
    init.signature,
    ...[reason, ...suites].flatMap(lengthAndText),
  );
}

function closeBytes(from: Uint8Array, to: Uint8Array, index: number): Uint8Array {
  return concatBytes(closeLabel, from, to, uint32(index));
}

const closeLabel = utf8Encode("weave session 1, close\0");
const initLabel = utf8Encode("weave session 1, init\0");
const replyLabel = utf8Encode("weave session 1, reply\0");
const refusalLabel = utf8Encode("weave session 1, refusal\0");
const keysLabel = utf8Encode("weave session 1, keys");
const none = new Uint8Array(0);
const noPassword = new Uint8Array(32);

/** Fixed lengths first, then what varies with its length before it: no two inits give the same bytes. */
function initBytes(initiator: Uint8Array, responder: Uint8Array, init: Omit<SessionInit, "signature">): Uint8Array {
  return concatBytes(
    initLabel,
    initiator,
    responder,
    uint32(init.index),
    init.ephemeral,
    uint32(init.meshId.length),
    init.meshId,
    uint32(init.extensions.length),
    init.extensions,
    ...init.suites.flatMap(lengthAndText),
  );
}

function transcriptOf(
  crypto: Crypto,
  initiator: Uint8Array,
  responder: Uint8Array,
  init: SessionInit,
  reply: Omit<SessionReply, "signature">,
): Uint8Array {
  return crypto.sha512(
    crypto.sha512(initBytes(initiator, responder, init)),
    init.signature,
    uint32(reply.index),
    reply.ephemeral,
    uint32(reply.extensions.length),
    reply.extensions,
    ...lengthAndText(reply.suite),
  );
}

function keysOf(crypto: Crypto, parties: SessionParties, shared: Uint8Array, transcript: Uint8Array) {
  const secret = concatBytes(shared, parties.password ?? noPassword);
  const bytes = crypto.hkdf(secret, transcript, keysLabel, 64);
  return { fromInitiator: bytes.slice(0, 32), fromResponder: bytes.slice(32) };
}

function lengthAndText(text: string): Uint8Array[] {
  const bytes = utf8Encode(text);
  return [uint32(bytes.length), bytes];
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
