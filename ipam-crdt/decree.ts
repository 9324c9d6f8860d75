/**
 * Decrees: numbered decisions about who is gone and who votes. Decree n is chosen by Paxos (consensus.ts, instance n)
 * among the voters that the decrees before it made, and carries the signed votes of their majority, so it proves itself
 * to whoever has the ones before. `--force` makes one without votes: it counts if one of those voters signed it for
 * himself as heir, and adds nobody. Two of one number are rivals; the effective one changes the voters, and what both
 * moved is disputed. The number is the epoch of the tokens that it moves. Cost: a signature check a vote, once.
 */
import { concatBytes, decodeSafely, plain, utf8Encode } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, peerKeyOf } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import { hotIn, hotOut } from "./lease-wire.ts";
import type { Range } from "./range.ts";
import type { Ring } from "./ring.ts";
import { type DecreeRecord, isDecree, type Vote } from "./token.ts";
import { initialVoters, type Voters } from "./voters.ts";
import { ipam } from "./wire.pb.js";
import type { Ballot } from "./wire.ts";

export const addedMax = 256;
/** Valid decrees of one number that move anything. */
const rivalMovesMax = 8;

export interface DecreeValue {
  /** This peer is gone; its space belongs to `heir`. */
  readonly removed: PeerKey | undefined;
  readonly heir: PeerKey | undefined;
  readonly added: readonly PeerKey[];
  /** A takeover by lease: what stays the removed peer's (leasing.ts). Sorted and apart. */
  readonly kept?: readonly Range[] | undefined;
  /** Leases of this length are in force from now on, unless others are already. */
  readonly leaseMs?: number | undefined;
}

export interface Decree {
  readonly number: number;
  readonly value: DecreeValue;
  readonly record: DecreeRecord;
}

/** What the decrees of a ring add up to. */
export interface DecreeView {
  /** In ascending order, without gaps: the effective one of each number. */
  readonly decrees: readonly Decree[];
  /** The effective ones and their valid rivals. */
  readonly moves: readonly Decree[];
  readonly voters: Voters;
  /** The first decree that put leases in force; undefined: none did. */
  readonly lease: { readonly leaseMs: number; readonly since: number } | undefined;
}

export function decreeView(crypto: Crypto, ring: Ring): DecreeView {
  let voters = initialVoters(ring);
  const decrees: Decree[] = [];
  const moves: Decree[] = [];
  for (let number = 1; ; number++) {
    const valid = validDecrees(crypto, ring, number, voters);
    const [decree] = valid;
    if (!decree) return { decrees, moves, voters, lease: leaseIn(decrees) };
    decrees.push(decree);
    moves.push(...valid.slice(0, rivalMovesMax));
    voters = votersAfter(voters, decree.value);
  }
}

function leaseIn(decrees: readonly Decree[]): DecreeView["lease"] {
  const first = decrees.find(({ value }) => value.leaseMs !== undefined);
  return first && { leaseMs: first.value.leaseMs ?? 0, since: first.number };
}

/** Who voted on the decree after this one, of a ring with these decrees. */
export function votersAt(ring: Ring, decrees: readonly Decree[], number: number): Voters {
  return decrees.slice(0, number).reduce((voters, { value }) => votersAfter(voters, value), initialVoters(ring));
}

/** Voted ones first, then by content, so all peers with the same records pick the same. */
function validDecrees(crypto: Crypto, ring: Ring, number: number, voters: Voters): readonly Decree[] {
  const valid: Decree[] = [];
  for (const record of ring.decreesAt(number)) {
    if (!isDecree(record)) continue;
    const decoded = decodeDecreeValue(record.content.value);
    if (!decoded.ok) continue;
    const { value } = decoded;
    if (!record.content.forced) {
      if (isCarried(crypto, ring.genesis.meshId, record, voters)) valid.push({ number, value, record });
    } else if (voters.keys.has(record.signer) && value.heir === record.signer) {
      valid.push({ number, value: { removed: value.removed, heir: value.heir, added: [] }, record });
    }
  }
  const forced = ({ record }: Decree) => Number(record.content.forced);
  return valid.toSorted((a, b) => forced(a) - forced(b) || (a.record.hash < b.record.hash ? -1 : 1));
}

function isCarried(crypto: Crypto, meshId: Uint8Array, record: DecreeRecord, voters: Voters): boolean {
  const { votes } = record.content;
  const first = votes[0];
  if (!first) return false;
  const said = new Set<PeerKey>();
  for (const vote of votes) {
    const { ballot } = vote;
    if (ballot.round !== first.ballot.round || ballot.proposer !== first.ballot.proposer) continue;
    if (!voters.keys.has(vote.voter) || said.has(vote.voter)) continue;
    if (isVote(crypto, meshId, record, vote)) said.add(vote.voter);
  }
  return said.size >= voters.majority;
}

/** Verified votes are remembered with their record: decrees are looked at again whenever another comes. */
const verified = new WeakMap<Vote, boolean>();

function isVote(crypto: Crypto, meshId: Uint8Array, { content }: DecreeRecord, vote: Vote): boolean {
  const known = verified.get(vote);
  if (known !== undefined) return known;
  const isTrue = verifyVote(crypto, meshId, { instance: content.number, value: content.value, vote });
  verified.set(vote, isTrue);
  return isTrue;
}

function votersAfter(voters: Voters, value: DecreeValue): Voters {
  const keys = new Set(voters.keys);
  for (const key of value.added) keys.add(key);
  if (value.removed) keys.delete(value.removed);
  return { keys, unresolved: voters.unresolved, majority: Math.floor((keys.size + voters.unresolved) / 2) + 1 };
}

export function encodeDecreeValue(value: DecreeValue): Uint8Array {
  const removed = value.removed ? keyBytes(value.removed) : new Uint8Array(0);
  const heir = value.heir ? keyBytes(value.heir) : new Uint8Array(0);
  const { kept, leaseMs } = value;
  const takeover = kept ? { byLease: true, kept: hotOut(kept) } : {};
  const lease = leaseMs === undefined ? {} : { leaseMs };
  return plain(
    ipam.DecreeValue.encode({ removed, heir, added: value.added.map(keyBytes), ...takeover, ...lease }).finish(),
  );
}

export function decodeDecreeValue(bytes: Uint8Array): Result<DecreeValue> {
  const decoded = decodeSafely(bytes, (input) => ipam.DecreeValue.decode(input));
  if (!decoded.ok) return decoded;
  const { removed, heir, added } = decoded.value;
  if (added.length > addedMax || added.some((key) => key.length !== 32)) return failed("decree-added");
  if (![0, 32].includes(removed.length) || ![0, 32].includes(heir.length)) return failed("decree-removed");
  const { leaseMs, byLease } = decoded.value;
  const kept = hotIn(decoded.value.kept);
  if (!kept) return failed("decree-kept");
  return ok({
    removed: removed.length === 32 ? peerKeyOf(removed) : undefined,
    heir: heir.length === 32 ? peerKeyOf(heir) : undefined,
    added: added.map(peerKeyOf),
    ...(byLease ? { kept } : {}),
    ...(leaseMs > 0 ? { leaseMs } : {}),
  });
}

interface VoteSubject {
  readonly instance: number;
  readonly ballot: Ballot;
  readonly value: Uint8Array;
}

/** An acceptor's signed word that it accepted `value`. */
export function signVote(crypto: Crypto, identity: Identity, meshId: Uint8Array, subject: VoteSubject): Uint8Array {
  return crypto.sign(identity.seed, votedBytes(crypto, meshId, subject));
}

function verifyVote(
  crypto: Crypto,
  meshId: Uint8Array,
  { instance, value, vote }: { readonly instance: number; readonly value: Uint8Array; readonly vote: Vote },
): boolean {
  const voted = votedBytes(crypto, meshId, { instance, ballot: vote.ballot, value });
  return crypto.verify(keyBytes(vote.voter), voted, vote.signature);
}

const voteDomain = utf8Encode("weave vote v1\0");

function votedBytes(crypto: Crypto, meshId: Uint8Array, { instance, ballot, value }: VoteSubject): Uint8Array {
  const numbers = new Uint8Array(8);
  new DataView(numbers.buffer).setUint32(0, instance);
  new DataView(numbers.buffer).setUint32(4, ballot.round);
  return concatBytes(voteDomain, meshId, numbers, keyBytes(ballot.proposer), crypto.sha256(value));
}
