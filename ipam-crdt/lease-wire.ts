/**
 * What owners and voters say to each other of leases, decoded and bounded. Messages of the unicast channel `ipam`, which
 * releases before leases skip. Nothing here is signed: as with ballots, the mesh's members are trusted to be honest.
 */
import { decodeSafely, plain } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import { keyBytes, type PeerKey, peerKeyOf } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { hotRangesMax } from "./hot-ranges.ts";
import type { Range } from "./range.ts";
import { ipam } from "./wire.pb.js";

/** What a voter granted a peer last. */
export interface Grant {
  readonly peer: PeerKey;
  /** Of the hot ranges, counted by the peer. */
  readonly version: number;
  /** The newest decree then. */
  readonly config: number;
  /** Sorted and apart. */
  readonly hot: readonly Range[];
  /** Durable: by our own hand, not told by another voter. */
  readonly own: boolean;
}

/** A grant as it is told: with the time since it was last renewed. */
export interface LeaseEntry extends Grant {
  readonly ageMs: Millis;
}

export const refusals = ["outdated", "not-ready", "bound", "stale", "held", "unconfirmed"] as const;
export type LeaseRefusal = (typeof refusals)[number];

export type LeaseTalk =
  | {
      readonly kind: "lease-request";
      readonly number: number;
      readonly config: number;
      readonly version: number;
      readonly hot: readonly Range[];
      readonly seen: number;
    }
  | {
      readonly kind: "lease-answer";
      readonly number: number;
      readonly refused: LeaseRefusal | undefined;
      readonly version: number;
      readonly count: number;
      readonly held: readonly Range[];
    }
  | { readonly kind: "grants-question"; readonly number: number; readonly config: number }
  | {
      readonly kind: "grants-answer";
      readonly number: number;
      readonly config: number;
      readonly ready: number;
      readonly entries: readonly LeaseEntry[];
      readonly part: number;
      readonly more: boolean;
    };

/** Of one part of an answer. */
export const entriesMax = 1_024;
const ageMax: Millis = 2 ** 32 - 1;

export function leaseBody(talk: LeaseTalk): ipam.Talk.$Properties {
  switch (talk.kind) {
    case "lease-request":
      return { leaseRequest: { ...talk, hot: hotOut(talk.hot) } };
    case "lease-answer":
      return { leaseAnswer: { ...talk, refused: talk.refused ?? "", held: hotOut(talk.held) } };
    case "grants-question":
      return { grantsQuestion: { number: talk.number, config: talk.config } };
    case "grants-answer":
      return { grantsAnswer: { ...talk, entries: talk.entries.map(entryOut) } };
  }
}

/** Null: the message is none of leases. Undefined: it is, and a field is out of bounds. */
export function leaseTalkOf(message: ipam.Talk): LeaseTalk | undefined | null {
  const { leaseRequest, leaseAnswer, grantsQuestion, grantsAnswer } = message;
  if (leaseRequest) {
    const hot = hotIn(leaseRequest.hot);
    const { number = 0, config = 0, version = 0, seen = 0 } = numbersIn(leaseRequest);
    return hot && { kind: "lease-request", number, config, version, hot, seen };
  }
  if (leaseAnswer) {
    const held = hotIn(leaseAnswer.held);
    const said = leaseAnswer.refused ?? "";
    const refused = refusals.find((reason) => reason === said);
    if (!held || (said !== "" && refused === undefined)) return undefined;
    const { number = 0, version = 0, count = 0 } = numbersIn(leaseAnswer);
    return { kind: "lease-answer", number, refused, version, count, held };
  }
  if (grantsQuestion) {
    return { kind: "grants-question", number: grantsQuestion.number ?? 0, config: grantsQuestion.config ?? 0 };
  }
  if (!grantsAnswer) return null;
  const list = grantsAnswer.entries ?? [];
  if (list.length > entriesMax) return undefined;
  const entries = list.map(entryIn);
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  const { number = 0, config = 0, ready = 0, part = 0 } = numbersIn(grantsAnswer);
  return { kind: "grants-answer", number, config, ready, entries, part, more: grantsAnswer.more ?? false };
}

/** Absent numbers are null in what was decoded. */
function numbersIn(message: Numbers): { readonly [K in keyof Numbers]?: number } {
  const { number, config, version, seen, count, ready, part } = message;
  const found = { number, config, version, seen, count, ready, part };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === "number"));
}

type Numbers = {
  readonly [K in "number" | "config" | "version" | "seen" | "count" | "ready" | "part"]?: number | null | undefined;
};

export function entryOut({ peer, version, config, hot, ageMs, own }: LeaseEntry): ipam.LeaseEntry.$Properties {
  return {
    peer: keyBytes(peer),
    version,
    config,
    hot: hotOut(hot),
    ageMs: Math.floor(Math.min(ageMax, Math.max(0, ageMs))),
    own: own ? true : null,
  };
}

export function entryIn(entry: ipam.LeaseEntry.$Properties | null | undefined): LeaseEntry | undefined {
  const peer = entry?.peer;
  const hot = hotIn(entry?.hot);
  if (peer?.length !== 32 || !hot) return undefined;
  const { version, config, ageMs, own } = entry ?? {};
  return {
    peer: peerKeyOf(peer),
    version: version ?? 0,
    config: config ?? 0,
    hot,
    ageMs: ageMs ?? 0,
    own: own ?? false,
  };
}

export function hotOut(hot: readonly Range[]): ipam.HotRange.$Properties[] {
  return hot.map(({ start, end }) => ({ start, size: end - start }));
}

/** Undefined unless they are few, not empty, sorted and apart. */
export function hotIn(list: readonly ipam.HotRange.$Properties[] | null | undefined): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const { start: maybeStart, size } of list ?? []) {
    const start = maybeStart ?? 0;
    const end = start + (size ?? 0);
    if (end <= start || end > 2 ** 32 || start < (ranges.at(-1)?.end ?? 0)) return undefined;
    ranges.push({ start, end });
  }
  return ranges.length > hotRangesMax ? undefined : ranges;
}

export interface StoredTenure {
  readonly version: number;
  readonly sent: readonly Range[];
  readonly usable: readonly Range[];
}

export function encodeTenure({ version, sent, usable }: StoredTenure): Uint8Array {
  return plain(ipam.LeaseTenure.encode({ version, sent: hotOut(sent), usable: hotOut(usable) }).finish());
}

export function decodeTenure(bytes: Uint8Array): Result<StoredTenure> {
  const decoded = decodeSafely(bytes, (input) => ipam.LeaseTenure.decode(input));
  if (!decoded.ok) return decoded;
  const [sent, usable] = [hotIn(decoded.value.sent), hotIn(decoded.value.usable)];
  return sent && usable ? ok({ version: decoded.value.version, sent, usable }) : failed("tenure-ranges");
}

export function encodeEntry(entry: LeaseEntry): Uint8Array {
  return plain(ipam.LeaseEntry.encode(entryOut(entry)).finish());
}

export function decodeEntry(bytes: Uint8Array): Result<LeaseEntry> {
  const decoded = decodeSafely(bytes, (input) => ipam.LeaseEntry.decode(input));
  const entry = decoded.ok ? entryIn(decoded.value) : undefined;
  return entry ? ok(entry) : failed("lease-entry");
}
