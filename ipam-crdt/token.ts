/**
 * The signed records that the ring is made of, and how they are signed and opened.
 *
 *   token         the signer gives addresses [start, start + size) to an owner, or takes them as heir of a decree
 *   block         which of 64 aligned addresses its signer has given out: what a restored store is reconciled with
 *   reminder      a token of somebody's that newer words of its signer cover, since they may be lies
 *   introduction  the signer has given a peer addresses, so that one may write records too
 *   seed claim    the signer is the seeded member of that name
 *   decree        a decision of the majority of voters, or a forced one (decree.ts)
 *
 * A record's place in the ring is its `ringKey`, which names the signer, so nobody writes over what another signed;
 * records of one place are ordered by (epoch, version). A token's epoch is that of the custody in which its signer holds
 * the addresses (custody.ts), its version above the one that gave them to it. Signature: Ed25519 over
 * "weave ring record v2\0", the mesh id and the body. Forwarded as the original bytes.
 */
import type { Ipv4 } from "../base/address.ts";
import { compareBytes, concatBytes, decodeSafely, plain, toHex, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, peerKeyOf, peerNameOfKeyHash } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import type { Range } from "./range.ts";
import { ipam } from "./wire.pb.js";
import { type Ballot, nameBytesMax, recordBytesMax, roundMax } from "./wire.ts";

/** Above it a version is refused, so that a higher one always exists. */
export const versionMax: number = 2 ** 48;
const epochMax: number = 2 ** 31;
export const blockSize = 64;
export const votesMax = 256;
/** Of the token in a reminder. */
const remindedBytesMax = 512;

export interface Vote {
  readonly voter: PeerKey;
  readonly ballot: Ballot;
  readonly signature: Uint8Array;
}

export type RecordContent =
  | { readonly kind: "token"; readonly start: Ipv4; readonly size: number; readonly owner: PeerKey }
  /** Two halves of a bitmap, lowest bit first. */
  | { readonly kind: "block"; readonly start: Ipv4; readonly usedLow: number; readonly usedHigh: number }
  | { readonly kind: "introduction"; readonly peer: PeerKey }
  | { readonly kind: "reminder"; readonly token: TokenRecord }
  | { readonly kind: "seed-claim"; readonly name: string }
  | {
      readonly kind: "decree";
      readonly number: number;
      readonly value: Uint8Array;
      readonly votes: readonly Vote[];
      readonly forced: boolean;
    };

export type RingRecord<C extends RecordContent = RecordContent> = {
  readonly signer: PeerKey;
  readonly epoch: number;
  readonly version: number;
  readonly content: C;
  /** As it was signed and is forwarded. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes` in hex: equal exactly for equal records. */
  readonly hash: string;
  readonly ringKey: string;
};

export type TokenRecord = RingRecord<Extract<RecordContent, { readonly kind: "token" }>>;
export type BlockRecord = RingRecord<Extract<RecordContent, { readonly kind: "block" }>>;
export type ReminderRecord = RingRecord<Extract<RecordContent, { readonly kind: "reminder" }>>;
export type DecreeRecord = RingRecord<Extract<RecordContent, { readonly kind: "decree" }>>;

export function isToken(record: RingRecord): record is TokenRecord {
  return record.content.kind === "token";
}

export function isBlock(record: RingRecord): record is BlockRecord {
  return record.content.kind === "block";
}

export function isReminder(record: RingRecord): record is ReminderRecord {
  return record.content.kind === "reminder";
}

export function isDecree(record: RingRecord): record is DecreeRecord {
  return record.content.kind === "decree";
}

/** The place of a record in the ring. */
function ringKeyOf(signer: PeerKey, epoch: number, content: RecordContent): string {
  switch (content.kind) {
    case "token":
      return `token/${hex8(epoch)}/${signer}/${hex8(content.start)}/${content.size.toString(16)}`;
    case "block":
      return blockKey(signer, content.start);
    case "reminder":
      return `reminder/${ringKeyOf(content.token.signer, epoch, content.token.content)}/${signer}`;
    case "introduction":
      return `peer/${content.peer}/${signer}`;
    case "seed-claim":
      return `seed/${content.name}`;
    case "decree":
      return `decree/${hex8(content.number)}/${signer}`;
  }
}

export function blockKey(signer: PeerKey, start: Ipv4): string {
  return `block/${signer}/${hex8(start)}`;
}

/** The addresses that a block record calls used. */
export function usedIn({ content: { start, usedLow, usedHigh } }: BlockRecord): readonly Ipv4[] {
  const used: Ipv4[] = [];
  for (let i = 0; i < blockSize; i++) if (isUsedIn(i < 32 ? usedLow : usedHigh, i)) used.push(start + i);
  return used;
}

function isUsedIn(half: number, i: number): boolean {
  return ((half >>> (i & 31)) & 1) === 1;
}

export function hex8(number: number): string {
  return number.toString(16).padStart(8, "0");
}

export function signRecord(
  crypto: Crypto,
  identity: Identity,
  meshId: Uint8Array,
  { epoch, version, content }: { readonly epoch: number; readonly version: number; readonly content: RecordContent },
): RingRecord {
  const body = plain(
    ipam.Record.encode({ signer: identity.publicKey, epoch, version, ...contentOut(content) }).finish(),
  );
  const signature = crypto.sign(identity.seed, concatBytes(domain, meshId, body));
  const bytes = plain(ipam.SignedRecord.encode({ body, signature }).finish());
  const signer = identity.key;
  return {
    signer,
    epoch,
    version,
    content,
    bytes,
    hash: recordHash(crypto, bytes),
    ringKey: ringKeyOf(signer, epoch, content),
  };
}

/** A record that somebody sent, not yet verified. The error says what is wrong with it. */
export function decodeRecord(crypto: Crypto, bytes: Uint8Array, range: Range): Result<RingRecord> {
  if (bytes.length > recordBytesMax) return failed("record-size");
  const signed = decodeSafely(bytes, (input) => ipam.SignedRecord.decode(input));
  if (!signed.ok) return signed;
  const decoded = decodeSafely(signed.value.body, (input) => ipam.Record.decode(input));
  if (!decoded.ok) return decoded;
  const { signer: signerBytes, epoch } = decoded.value;
  const version = numberOf(decoded.value.version);
  if (signerBytes.length !== 32) return failed("record-signer");
  if (epoch > epochMax) return failed("record-epoch");
  if (!Number.isSafeInteger(version) || version < 1 || version > versionMax) return failed("record-version");
  const signer = peerKeyOf(signerBytes);
  const { reminder } = decoded.value;
  const content = reminder ? reminderIn(crypto, reminder, range) : contentIn(decoded.value);
  if (!content) return failed("record-content");
  const wrong = wrongIn(content, epoch, version, range);
  if (wrong) return failed(wrong);
  if (content.kind === "seed-claim" && isOtherName(crypto, content.name, signerBytes)) return failed("seed-claim-name");
  return ok({
    signer,
    epoch,
    version,
    content,
    bytes: plain(bytes),
    hash: recordHash(crypto, bytes),
    ringKey: ringKeyOf(signer, epoch, content),
  });
}

/** Whether the signer of a decoded record signed it for this mesh. */
export function verifyRecord(crypto: Crypto, meshId: Uint8Array, record: RingRecord): boolean {
  if (isReminder(record) && !verifyRecord(crypto, meshId, record.content.token)) return false;
  const signed = decodeSafely(record.bytes, (input) => ipam.SignedRecord.decode(input));
  if (!signed.ok || signed.value.signature.length !== 64) return false;
  return crypto.verify(
    keyBytes(record.signer),
    concatBytes(domain, meshId, plain(signed.value.body)),
    plain(signed.value.signature),
  );
}

/** Negative, zero or positive: by epoch, then by version. Content decides only what is kept, never what is newer. */
export function compareAge(a: RingRecord, b: RingRecord): number {
  return a.epoch - b.epoch || a.version - b.version;
}

/** Of rivals that are equally new, a total order by content. */
export function compareRivals(a: RingRecord, b: RingRecord): number {
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : compareBytes(a.bytes, b.bytes);
}

const domain = utf8Encode("weave ring record v2\0");

/** A uint64 as a number: protobuf reads one as an object where the package `long` happens to be installed. */
function numberOf(read: number | { toString(): string }): number {
  return typeof read === "number" ? read : Number(read.toString());
}

/** By which a ring knows records. */
export function recordHash(crypto: Crypto, bytes: Uint8Array): string {
  return toHex(crypto.sha256(bytes));
}

const peerName = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** A member that is seeded by its peer name is claimed by a key of that name only. */
function isOtherName(crypto: Crypto, name: string, signer: Uint8Array): boolean {
  return peerName.test(name) && peerNameOfKeyHash(crypto.sha256(plain(signer))) !== name;
}

/** The rule that a record breaks by itself, whatever the ring says. */
function wrongIn(content: RecordContent, epoch: number, version: number, range: Range): string | undefined {
  switch (content.kind) {
    case "token":
      if (content.size < 1) return "token-empty";
      return content.start < range.start || content.start + content.size > range.end
        ? "token-outside-range"
        : undefined;
    case "block":
      if (content.start % blockSize !== 0) return "block-unaligned";
      return content.start + blockSize <= range.start || content.start >= range.end ? "block-outside-range" : undefined;
    case "reminder":
      return epoch !== content.token.epoch || version !== content.token.version ? "reminder-version" : undefined;
    case "introduction":
      return epoch !== 0 || version !== 1 ? "introduction-version" : undefined;
    case "seed-claim":
      return epoch !== 0 || version !== 1 ? "seed-claim-version" : undefined;
    case "decree":
      return epoch !== content.number || version !== 1 || content.number < 1 ? "decree-number" : undefined;
  }
}

function contentOut(content: RecordContent): ipam.Record.$Properties {
  switch (content.kind) {
    case "token":
      return { token: { start: content.start, size: content.size, owner: keyBytes(content.owner) } };
    case "block":
      return { block: { start: content.start, usedLow: content.usedLow, usedHigh: content.usedHigh } };
    case "reminder":
      return { reminder: { token: content.token.bytes } };
    case "introduction":
      return { introduction: { peer: keyBytes(content.peer) } };
    case "seed-claim":
      return { seedClaim: { name: content.name } };
    case "decree":
      return {
        decree: {
          number: content.number,
          value: content.value,
          forced: content.forced,
          votes: content.votes.map((vote) => ({
            voter: keyBytes(vote.voter),
            round: vote.ballot.round,
            proposer: keyBytes(vote.ballot.proposer),
            signature: vote.signature,
          })),
        },
      };
  }
}

function contentIn(record: ipam.Record): RecordContent | undefined {
  const { token, block, introduction, seedClaim, decree } = record;
  if (token) {
    const { owner } = token;
    const start = token.start ?? 0;
    const size = numberOf(token.size ?? 0);
    if (owner?.length !== 32 || size > 2 ** 32 || !Number.isSafeInteger(size)) return undefined;
    return { kind: "token", start, size, owner: peerKeyOf(owner) };
  }
  if (block) {
    return { kind: "block", start: block.start ?? 0, usedLow: block.usedLow ?? 0, usedHigh: block.usedHigh ?? 0 };
  }
  if (introduction) {
    const { peer } = introduction;
    return peer?.length === 32 ? { kind: "introduction", peer: peerKeyOf(peer) } : undefined;
  }
  if (seedClaim) {
    const name = seedClaim.name ?? "";
    return name.length === 0 || name.length > nameBytesMax ? undefined : { kind: "seed-claim", name };
  }
  return decree ? decreeIn(decree) : undefined;
}

/** Undefined when what it shows is no token. */
function reminderIn(
  crypto: Crypto,
  { token: bytes }: ipam.Reminder.$Properties,
  range: Range,
): RecordContent | undefined {
  if (!bytes || bytes.length > remindedBytesMax) return undefined;
  const token = decodeRecord(crypto, bytes, range);
  return token.ok && isToken(token.value) ? { kind: "reminder", token: token.value } : undefined;
}

function decreeIn(decree: ipam.Decree.$Properties): RecordContent | undefined {
  const list = decree.votes ?? [];
  if (list.length > votesMax) return undefined;
  const votes: Vote[] = [];
  for (const { voter, proposer, round: maybeRound, signature } of list) {
    const round = maybeRound ?? 0;
    if (voter?.length !== 32 || proposer?.length !== 32 || signature?.length !== 64 || round > roundMax)
      return undefined;
    const ballot = { round, proposer: peerKeyOf(proposer) };
    votes.push({ voter: peerKeyOf(voter), ballot, signature: plain(signature) });
  }
  const value = plain(decree.value ?? new Uint8Array(0));
  return { kind: "decree", number: decree.number ?? 0, value, votes, forced: decree.forced ?? false };
}
