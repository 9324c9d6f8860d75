/**
 * The handshake of a control connection, without I/O. One protocol with and without a password:
 *
 *   dialer   -> hello     offer (versions, password or not, name, mesh id, credential, suites), CPace share
 *   listener -> hello     the same
 *   dialer   -> proof     sealed: identity key, signature over the transcript, the mesh's payload
 *   listener -> proof     the same
 *
 * CPace (the empty password when there is none) gives the key under which the proofs are sealed. Both offers, as the
 * bytes that were sent, enter that key and the signatures, so whatever is altered on the way opens nothing. Whoever does
 * not know the password can test one guess a run and none offline; the dialer proves first, so a listener counts the
 * guesses made against it. The signature also covers a value derived from the key, so it fits no other run.
 *
 * A refusal is sent in the open and is display only. Cost: two ristretto255 multiplications, one signature and one
 * verification a side. Lengths are bounded by `handshakeFrameBytesMax`; no input throws.
 */
import { assert } from "../base/assert.ts";
import { bytesEqual, concatBytes, fromHex, utf8Encode } from "../base/bytes.ts";
import { type PeerKey, type PeerName, peerKeyOf } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { cpaceGenerator, cpaceKeyOrdered, cpaceSecret, cpaceShare } from "./cpace.ts";
import type { Crypto, DirectionalKeys } from "./crypto-port.ts";
import { type Identity, peerNameOf } from "./identity.ts";
import { type RefusalCode, refusalMeanings } from "./refusal.ts";
import {
  decodeFrame,
  decodeOffer,
  decodeProof,
  encodeFrame,
  encodeOffer,
  encodeProof,
  type Offer,
  payloadBytesMax,
  type Role,
} from "./wire.ts";

export { handshakeFrameBytesMax, payloadBytesMax } from "./wire.ts";

export interface HandshakeOptions {
  readonly role: Role;
  readonly identity: Identity;
  /** Stretched, 32 bytes; undefined in a mesh without password. */
  readonly password: Uint8Array | undefined;
  readonly versionMin: number;
  readonly versionMax: number;
  /** 16 bytes, or empty while there is none. */
  readonly meshId: Uint8Array;
  /** The mesh's own facts, at most `payloadBytesMax`; only an authenticated peer sees them. */
  readonly payload: Uint8Array;
}

export type HandshakeOutput =
  /** A message without length prefix, at most `handshakeFrameBytesMax`. */
  | { readonly kind: "send"; readonly frame: Uint8Array }
  /** Once; every frame from now on is a record under these keys. */
  | { readonly kind: "established"; readonly keys: DirectionalKeys; readonly remote: RemoteIdentity }
  /** Once; the connection closes after what was sent before. `message` is safe to show. */
  | {
      readonly kind: "refused";
      readonly code: RefusalCode;
      readonly message: string;
      readonly byRemote: boolean;
    };

/** What the other side proved, or (mesh id, version) offered under the proof. */
export interface RemoteIdentity {
  readonly publicKey: Uint8Array;
  readonly key: PeerKey;
  readonly name: PeerName;
  /** The highest version that both speak. */
  readonly version: number;
  readonly meshId: Uint8Array;
  readonly payload: Uint8Array;
}

interface Keys {
  /** Under which each side's proof is sealed, once. */
  readonly proof: Readonly<Record<Role, Uint8Array>>;
  /** Under which each side's records are sealed. */
  readonly record: Readonly<Record<Role, Uint8Array>>;
  /** Ties a signature to this very key. */
  readonly binding: Uint8Array;
}

interface SentHello {
  readonly offer: Uint8Array;
  readonly share: Uint8Array;
  readonly scalar: Uint8Array;
}

interface Agreed {
  readonly keys: Keys;
  readonly transcript: Uint8Array;
  readonly remoteOffer: Offer;
}

export class Handshake {
  readonly #crypto: Crypto;
  readonly #random: Random;
  readonly #options: HandshakeOptions;
  readonly #remoteRole: Role;
  #hello: SentHello | undefined;
  #agreed: Agreed | undefined;
  #ended = false;

  constructor(ports: { readonly crypto: Crypto; readonly random: Random }, options: HandshakeOptions) {
    assert(options.payload.length <= payloadBytesMax, "the handshake's payload is too long");
    this.#crypto = ports.crypto;
    this.#random = ports.random;
    this.#options = options;
    this.#remoteRole = options.role === "dialer" ? "listener" : "dialer";
  }

  /** The connection stands: the dialer speaks first, a listener spends nothing before it was spoken to. */
  start(): readonly HandshakeOutput[] {
    return this.#options.role === "dialer" ? [this.#sendHello()] : [];
  }

  /** One frame of the other side. After the end of the handshake nothing more is taken. */
  received(bytes: Uint8Array): readonly HandshakeOutput[] {
    if (this.#ended) return [];
    const frame = decodeFrame(bytes);
    if (!frame.ok) return this.refuse("malformed", frame.error);
    switch (frame.value.kind) {
      case "hello":
        return this.#helloReceived(frame.value.offer, frame.value.share);
      case "proof":
        return this.#proofReceived(frame.value.sealed);
      case "refusal":
        this.#ended = true;
        return [{ kind: "refused", code: frame.value.code, message: frame.value.message, byRemote: true }];
    }
  }

  /**
   * We refuse; the other side is told in the open. Once established it does nothing: say why in a record.
   */
  refuse(code: RefusalCode, message: string = refusalMeanings[code]): readonly HandshakeOutput[] {
    if (this.#ended) return [];
    this.#ended = true;
    return [
      { kind: "send", frame: encodeFrame({ kind: "refusal", code, message }) },
      { kind: "refused", code, message, byRemote: false },
    ];
  }

  #sendHello(): HandshakeOutput {
    const { role, identity, password, versionMin, versionMax, meshId } = this.#options;
    const offer = encodeOffer({
      role,
      versionMin,
      versionMax,
      passwordRequired: password !== undefined,
      name: nameBytes(identity.name),
      meshId,
      credential: meshPassword,
      suites: password === undefined ? ["none"] : ["nacl"],
      nonce: this.#random.bytes(16),
    });
    const scalar = this.#random.bytes(64);
    const generator = cpaceGenerator(this.#crypto, password ?? noBytes, channel, noBytes);
    const share = cpaceShare(this.#crypto, generator, scalar);
    this.#hello = { offer, share, scalar };
    return { kind: "send", frame: encodeFrame({ kind: "hello", offer, share }) };
  }

  #helloReceived(offerBytes: Uint8Array, share: Uint8Array): readonly HandshakeOutput[] {
    if (this.#agreed) return this.refuse("malformed", "a second hello");
    const offer = decodeOffer(offerBytes);
    if (!offer.ok) return this.refuse("malformed", offer.error);
    if (offer.value.role !== this.#remoteRole) return this.refuse("malformed", "a hello of our own role");
    const refusal = this.#whyNot(offer.value);
    if (refusal) return this.refuse(refusal);
    const outputs = this.#hello ? [] : [this.#sendHello()];
    const hello = this.#hello as SentHello;
    const secret = cpaceSecret(this.#crypto, hello.scalar, share);
    if (!secret) return this.refuse("malformed", "a share that is no group element");
    this.#agreed = this.#agree(hello, secret, { associated: offerBytes, share }, offer.value);
    return this.#options.role === "dialer" ? [...outputs, this.#sendProof(this.#agreed)] : outputs;
  }

  /** What speaks against an offer before anything is proved. */
  #whyNot(offer: Offer): RefusalCode | undefined {
    const { versionMin, versionMax, password } = this.#options;
    if (Math.min(versionMax, offer.versionMax) < Math.max(versionMin, offer.versionMin)) return "no-common-version";
    if (offer.passwordRequired !== (password !== undefined)) return "password-on-one-side";
    if (offer.credential !== meshPassword) return "wrong-password";
    return undefined;
  }

  #agree(
    hello: SentHello,
    secret: Uint8Array,
    remote: { readonly associated: Uint8Array; readonly share: Uint8Array },
    remoteOffer: Offer,
  ): Agreed {
    const local = { associated: hello.offer, share: hello.share };
    const [dialer, listener] = this.#options.role === "dialer" ? [local, remote] : [remote, local];
    const isk = cpaceKeyOrdered(this.#crypto, noBytes, secret, dialer, listener);
    const transcript = this.#crypto.sha512(
      ...[dialer, listener].flatMap((side) => [this.#crypto.sha512(side.associated), side.share]),
    );
    return { keys: keySchedule(this.#crypto, isk, transcript), transcript, remoteOffer };
  }

  #sendProof(agreed: Agreed): HandshakeOutput {
    const { role, identity, payload } = this.#options;
    const signature = this.#crypto.sign(identity.seed, this.#signedBytes(agreed, role, identity.publicKey, payload));
    const proof = encodeProof({ publicKey: identity.publicKey, signature, payload });
    const sealed = this.#crypto.seal(agreed.keys.proof[role], proofNonce, proof);
    return { kind: "send", frame: encodeFrame({ kind: "proof", sealed }) };
  }

  #proofReceived(sealed: Uint8Array): readonly HandshakeOutput[] {
    const agreed = this.#agreed;
    if (!agreed) return this.refuse("malformed", "a proof before a hello");
    const opened = this.#crypto.open(agreed.keys.proof[this.#remoteRole], proofNonce, sealed);
    if (!opened) return this.refuse(this.#options.password === undefined ? "altered" : "wrong-password");
    const proof = decodeProof(opened);
    if (!proof.ok) return this.refuse("malformed", proof.error);
    const { publicKey, signature, payload } = proof.value;
    const signed = this.#signedBytes(agreed, this.#remoteRole, publicKey, payload);
    if (!this.#crypto.verify(publicKey, signed, signature)) return this.refuse("altered");
    const name = peerNameOf(this.#crypto, publicKey);
    if (!bytesEqual(nameBytes(name), agreed.remoteOffer.name)) return this.refuse("wrong-name");
    return this.#establish(agreed, { publicKey, name, payload });
  }

  #establish(
    agreed: Agreed,
    proved: Pick<RemoteIdentity, "publicKey" | "name" | "payload">,
  ): readonly HandshakeOutput[] {
    const outputs = this.#options.role === "listener" ? [this.#sendProof(agreed)] : [];
    this.#ended = true;
    const { meshId, versionMax } = agreed.remoteOffer;
    return [
      ...outputs,
      {
        kind: "established",
        keys: { send: agreed.keys.record[this.#options.role], receive: agreed.keys.record[this.#remoteRole] },
        remote: {
          ...proved,
          key: peerKeyOf(proved.publicKey),
          version: Math.min(this.#options.versionMax, versionMax),
          meshId,
        },
      },
    ];
  }

  #signedBytes(agreed: Agreed, role: Role, publicKey: Uint8Array, payload: Uint8Array): Uint8Array {
    return concatBytes(
      utf8Encode(`weave handshake 1, proof of the ${role}\0`),
      agreed.transcript,
      agreed.keys.binding,
      publicKey,
      this.#crypto.sha512(payload),
    );
  }
}

const noBytes = new Uint8Array(0);
/** Each proof key seals one message only. */
const proofNonce = new Uint8Array(24);
/** The credential id of the mesh's password. */
const meshPassword = 0;
/** CPace's channel identifier; the parties' names are in the offers, which CPace takes as associated data. */
const channel = utf8Encode("weave control handshake 1");

function keySchedule(crypto: Crypto, isk: Uint8Array, transcript: Uint8Array): Keys {
  const bytes = crypto.hkdf(isk, transcript, utf8Encode("weave handshake 1, keys"), 5 * 32);
  const part = (index: number) => bytes.slice(32 * index, 32 * (index + 1));
  return {
    proof: { dialer: part(0), listener: part(1) },
    record: { dialer: part(2), listener: part(3) },
    binding: part(4),
  };
}

function nameBytes(name: PeerName): Uint8Array {
  return fromHex(name.replaceAll(":", "")) as Uint8Array;
}
