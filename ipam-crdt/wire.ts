/**
 * Address management's wire, decoded and bounded; what a stranger sent never throws.
 *
 *   channel `ring`   RingDelta: mesh id, genesis, signed records (at most `recordsPerDeltaMax`)
 *   channel `ipam`   Talk: one message between two peers (Paxos, space, records, hand-over)
 *
 * The records themselves are in token.ts, first boot's value in genesis.ts. Payloads stay below `payloadBytesMax`,
 * which gossip carries in one piece. Version history: 1, v0.1.0 (records and mesh ids under domains v2).
 */
import { decodeSafely, plain } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, peerKeyOf } from "../base/peer-name.ts";
import { entryIn, entryOut, type LeaseEntry, type LeaseTalk, leaseBody, leaseTalkOf } from "./lease-wire.ts";
import { ipam } from "./wire.pb.js";

/** Of one payload on either channel. */
export const payloadBytesMax = 49_152;
export const recordsPerDeltaMax = 4_096;
export const recordBytesMax = 32_768;
export const genesisBytesMax = 32_768;
export const meshIdLength = 16;
const digestBytesMax = 16_384;
/** Of one answer to a record question: more than the largest ring takes. */
const answerPartsMax = 16_384;
/** Names of containers, interfaces and members. */
export const nameBytesMax = 256;

export interface RingDelta {
  readonly meshId: Uint8Array;
  readonly genesis: Uint8Array;
  readonly records: readonly Uint8Array[];
}

export interface Ballot {
  readonly round: number;
  readonly proposer: PeerKey;
}

export type Talk =
  | {
      readonly kind: "prepare";
      readonly instance: number;
      readonly ballot: Ballot;
      readonly removes: PeerKey | undefined;
      /** Because its lease ran out. */
      readonly byLease: boolean;
    }
  | {
      readonly kind: "promise";
      readonly instance: number;
      readonly ballot: Ballot;
      readonly accepted: { readonly ballot: Ballot; readonly value: Uint8Array } | undefined;
      readonly expected: number;
      /** Set by the acceptor's user. */
      readonly range: { readonly address: number; readonly prefixLength: number } | undefined;
      /** A takeover by lease: the acceptor's word on it. */
      readonly lease: LeaseEntry | undefined;
    }
  | { readonly kind: "accept"; readonly instance: number; readonly ballot: Ballot; readonly value: Uint8Array }
  | { readonly kind: "accepted"; readonly instance: number; readonly ballot: Ballot; readonly signature: Uint8Array }
  | {
      readonly kind: "refused";
      readonly instance: number;
      readonly ballot: Ballot;
      readonly promised: Ballot | undefined;
      readonly reason: string;
    }
  | {
      readonly kind: "space-request";
      readonly number: number;
      readonly address: number;
      readonly prefixLength: number;
      /** The asker keeps to leases. */
      readonly leased: boolean;
    }
  | {
      readonly kind: "space-answer";
      readonly number: number;
      readonly records: readonly Uint8Array[];
      readonly inUse: boolean;
      /** Of an address in use, the container and its interface; empty: not told. */
      readonly holder: string;
      readonly busy: boolean;
    }
  | { readonly kind: "record-question"; readonly number: number; readonly digest: Uint8Array }
  | {
      readonly kind: "record-answer";
      readonly number: number;
      readonly genesis: Uint8Array;
      readonly records: readonly Uint8Array[];
      /** From 0 on. */
      readonly part: number;
      readonly more: boolean;
    }
  | { readonly kind: "hand-over"; readonly number: number; readonly records: readonly Uint8Array[] }
  | { readonly kind: "merged"; readonly number: number }
  | LeaseTalk
  /** Of a newer version. */
  | { readonly kind: "unknown" };

export type KnownTalk = Exclude<Talk, { readonly kind: "unknown" }>;

export function encodeRingDelta(delta: RingDelta): Uint8Array {
  return plain(ipam.RingDelta.encode({ ...delta, records: [...delta.records] }).finish());
}

/** Records as they came, as parts of `bytes`: each is opened by itself, so that a bad one harms nobody else's. */
export function decodeRingDelta(bytes: Uint8Array): Result<RingDelta> {
  if (bytes.length > 4 * payloadBytesMax) return failed("delta-size");
  const decoded = decodeSafely(bytes, (input) => ipam.RingDelta.decode(input));
  if (!decoded.ok) return decoded;
  const { meshId, genesis, records } = decoded.value;
  if (meshId.length !== meshIdLength) return failed("delta-mesh-id");
  if (genesis.length > genesisBytesMax) return failed("delta-genesis");
  if (records.length > recordsPerDeltaMax) return failed("delta-records");
  return ok({ meshId: plain(meshId), genesis: plain(genesis), records });
}

export function encodeTalk(meshId: Uint8Array | undefined, talk: KnownTalk): Uint8Array {
  return plain(ipam.Talk.encode({ meshId: meshId ?? new Uint8Array(0), ...talkBody(talk) }).finish());
}

function talkBody(talk: KnownTalk): ipam.Talk.$Properties {
  switch (talk.kind) {
    case "prepare":
      return {
        prepare: {
          instance: talk.instance,
          ballot: ballotOut(talk.ballot),
          removes: talk.removes ? keyBytes(talk.removes) : new Uint8Array(0),
          byLease: talk.byLease ? true : null,
        },
      };
    case "promise":
      return {
        promise: {
          instance: talk.instance,
          ballot: ballotOut(talk.ballot),
          acceptedBallot: talk.accepted ? ballotOut(talk.accepted.ballot) : null,
          acceptedValue: talk.accepted?.value ?? new Uint8Array(0),
          expected: talk.expected,
          rangeAddress: talk.range?.address ?? 0,
          rangePrefixLength: talk.range?.prefixLength ?? 0,
          lease: talk.lease ? entryOut(talk.lease) : null,
        },
      };
    case "accept":
      return { accept: { instance: talk.instance, ballot: ballotOut(talk.ballot), value: talk.value } };
    case "accepted":
      return { accepted: { instance: talk.instance, ballot: ballotOut(talk.ballot), signature: talk.signature } };
    case "refused":
      return {
        refused: {
          instance: talk.instance,
          ballot: ballotOut(talk.ballot),
          promised: talk.promised ? ballotOut(talk.promised) : null,
          reason: talk.reason,
        },
      };
    case "space-request":
      return {
        spaceRequest: {
          number: talk.number,
          address: talk.address,
          prefixLength: talk.prefixLength,
          leased: talk.leased ? true : null,
        },
      };
    case "space-answer":
      return {
        spaceAnswer: {
          number: talk.number,
          records: [...talk.records],
          inUse: talk.inUse,
          busy: talk.busy,
          holder: holderText(talk.holder),
        },
      };
    case "record-question":
      return { recordQuestion: { number: talk.number, digest: talk.digest } };
    case "record-answer":
      return {
        recordAnswer: {
          number: talk.number,
          genesis: talk.genesis,
          records: [...talk.records],
          part: talk.part,
          more: talk.more,
        },
      };
    case "hand-over":
      return { handOver: { number: talk.number, records: [...talk.records] } };
    case "merged":
      return { merged: { number: talk.number } };
    case "lease-request":
    case "lease-answer":
    case "grants-question":
    case "grants-answer":
      return leaseBody(talk);
  }
}

export function decodeTalk(bytes: Uint8Array): Result<{ readonly meshId: Uint8Array; readonly talk: Talk }> {
  if (bytes.length > 4 * payloadBytesMax) return failed("talk-size");
  const decoded = decodeSafely(bytes, (input) => ipam.Talk.decode(input));
  if (!decoded.ok) return decoded;
  const { meshId } = decoded.value;
  if (meshId.length !== 0 && meshId.length !== meshIdLength) return failed("talk-mesh-id");
  const talk = talkOf(decoded.value);
  return talk ? ok({ meshId: plain(meshId), talk }) : failed("talk-content");
}

/** What may stand in a terminal; a stranger's other texts are nothing. */
function holderText(text: string): string {
  return text.length <= nameBytesMax && /^[\x20-\x7e]*$/.test(text) ? text : "";
}

/** Undefined when a field is out of bounds. */
function talkOf(message: ipam.Talk): Talk | undefined {
  if (message.spaceRequest) {
    const number = message.spaceRequest.number ?? 0;
    const address = message.spaceRequest.address ?? 0;
    const prefixLength = message.spaceRequest.prefixLength ?? 0;
    if (prefixLength > 32) return undefined;
    return { kind: "space-request", number, address, prefixLength, leased: message.spaceRequest.leased ?? false };
  }
  if (message.spaceAnswer) {
    const number = message.spaceAnswer.number ?? 0;
    const inUse = message.spaceAnswer.inUse ?? false;
    const busy = message.spaceAnswer.busy ?? false;
    const records = recordsIn(message.spaceAnswer.records);
    const holder = holderText(message.spaceAnswer.holder ?? "");
    return records && { kind: "space-answer", number, records, inUse, busy, holder };
  }
  if (message.recordQuestion) {
    const digest = plain(message.recordQuestion.digest ?? new Uint8Array(0));
    if (digest.length > digestBytesMax) return undefined;
    return { kind: "record-question", number: message.recordQuestion.number ?? 0, digest };
  }
  if (message.recordAnswer) {
    const records = recordsIn(message.recordAnswer.records);
    const genesis = plain(message.recordAnswer.genesis ?? new Uint8Array(0));
    const number = message.recordAnswer.number ?? 0;
    const more = message.recordAnswer.more ?? false;
    const part = message.recordAnswer.part ?? 0;
    if (!records || genesis.length > genesisBytesMax || part >= answerPartsMax) return undefined;
    return { kind: "record-answer", number, genesis, records, part, more };
  }
  if (message.handOver) {
    const records = recordsIn(message.handOver.records);
    return records && { kind: "hand-over", number: message.handOver.number ?? 0, records };
  }
  if (message.merged) return { kind: "merged", number: message.merged.number ?? 0 };
  const lease = leaseTalkOf(message);
  return lease === null ? paxosOf(message) : lease;
}

function paxosOf(message: ipam.Talk): Talk | undefined {
  const body = message.prepare ?? message.promise ?? message.accept ?? message.accepted ?? message.refused;
  if (!body) return { kind: "unknown" };
  const ballot = ballotIn(body.ballot);
  const instance = body.instance ?? 0;
  if (!ballot || instance > instanceMax) return undefined;
  if (message.prepare) {
    const removes = message.prepare.removes ?? new Uint8Array(0);
    if (removes.length !== 0 && removes.length !== 32) return undefined;
    const byLease = message.prepare.byLease ?? false;
    return {
      kind: "prepare",
      instance,
      ballot,
      removes: removes.length === 32 ? peerKeyOf(removes) : undefined,
      byLease,
    };
  }
  if (message.promise) return promiseOf(message.promise, instance, ballot);
  if (message.accept) {
    const value = plain(message.accept.value ?? new Uint8Array(0));
    return value.length > genesisBytesMax ? undefined : { kind: "accept", instance, ballot, value };
  }
  if (message.accepted) {
    const signature = plain(message.accepted.signature ?? new Uint8Array(0));
    return signature.length > 64 ? undefined : { kind: "accepted", instance, ballot, signature };
  }
  const reason = message.refused?.reason ?? "";
  if (!/^[a-z-]{1,20}$/.test(reason)) return undefined;
  return { kind: "refused", instance, ballot, promised: ballotIn(message.refused?.promised), reason };
}

function promiseOf(promise: ipam.Promise.$Properties, instance: number, ballot: Ballot): Talk | undefined {
  const value = plain(promise.acceptedValue ?? new Uint8Array(0));
  if (value.length > genesisBytesMax) return undefined;
  const acceptedBallot = ballotIn(promise.acceptedBallot);
  const prefixLength = promise.rangePrefixLength ?? 0;
  if (prefixLength > 32) return undefined;
  return {
    kind: "promise",
    instance,
    ballot,
    accepted: acceptedBallot ? { ballot: acceptedBallot, value } : undefined,
    expected: Math.min(promise.expected ?? 0, 65_535),
    range: prefixLength > 0 ? { address: promise.rangeAddress ?? 0, prefixLength } : undefined,
    lease: entryIn(promise.lease),
  };
}

const instanceMax = 2 ** 31;
/** Above it a ballot is refused, so that a higher one always exists. */
export const roundMax: number = 2 ** 31;

function ballotIn(ballot: ipam.Ballot.$Properties | null | undefined): Ballot | undefined {
  const proposer = ballot?.proposer;
  const round = ballot?.round ?? 0;
  if (proposer?.length !== 32 || round > roundMax) return undefined;
  return { round, proposer: peerKeyOf(proposer) };
}

function ballotOut(ballot: Ballot): ipam.Ballot.$Properties {
  return { round: ballot.round, proposer: keyBytes(ballot.proposer) };
}

function recordsIn(records: readonly Uint8Array[] | null | undefined): readonly Uint8Array[] | undefined {
  const list = records ?? [];
  return list.length > recordsPerDeltaMax ? undefined : list.map(plain);
}

export interface StoredAcceptor {
  readonly promised: Ballot | undefined;
  readonly accepted: { readonly ballot: Ballot; readonly value: Uint8Array } | undefined;
}

export function encodeAcceptor(state: StoredAcceptor): Uint8Array {
  return plain(
    ipam.AcceptorState.encode({
      promised: state.promised ? ballotOut(state.promised) : null,
      acceptedBallot: state.accepted ? ballotOut(state.accepted.ballot) : null,
      acceptedValue: state.accepted?.value ?? new Uint8Array(0),
    }).finish(),
  );
}

export function decodeAcceptor(bytes: Uint8Array): Result<StoredAcceptor> {
  const decoded = decodeSafely(bytes, (input) => ipam.AcceptorState.decode(input));
  if (!decoded.ok) return decoded;
  const ballot = ballotIn(decoded.value.acceptedBallot);
  return ok({
    promised: ballotIn(decoded.value.promised),
    accepted: ballot ? { ballot, value: plain(decoded.value.acceptedValue) } : undefined,
  });
}

export interface StoredAllocation {
  readonly container: string;
  readonly interface: string;
  readonly prefixLength: number;
  readonly withheld: boolean;
}

export function encodeAllocation(allocation: StoredAllocation): Uint8Array {
  return plain(ipam.Allocation.encode(allocation).finish());
}

export function decodeAllocation(bytes: Uint8Array): Result<StoredAllocation> {
  const decoded = decodeSafely(bytes, (input) => ipam.Allocation.decode(input));
  if (!decoded.ok) return decoded;
  const { container, interface: name, prefixLength, withheld } = decoded.value;
  return ok({ container, interface: name, prefixLength, withheld });
}

export function encodeEntries(records: readonly Uint8Array[]): Uint8Array {
  return plain(ipam.Entries.encode({ records: [...records] }).finish());
}

export function decodeEntries(bytes: Uint8Array): Result<readonly Uint8Array[]> {
  const decoded = decodeSafely(bytes, (input) => ipam.Entries.decode(input));
  return decoded.ok ? ok(decoded.value.records.map(plain)) : decoded;
}
