/**
 * What peers say to us and what we answer: deltas of the ring, ballots, requests for space, questions about records,
 * hand-overs. Each message goes to the part that it concerns; a reader learns here who may ask what, and when.
 *
 * Answers that give or vote leave only while our store is confirmed (quarantine.ts); before, we say that we are busy or
 * unconfirmed. What another mesh sends is ignored, what is nonsense is counted. Cost: O(records) a question, and one
 * question of a peer is answered in `answerSpacingMs`; everything else O(message).
 */
import { bytesEqual } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Borrowing } from "./borrowing.ts";
import { holderText } from "./claim.ts";
import type { Council } from "./council.ts";
import type { Departure } from "./departure.ts";
import { donatedBlock, grantChanges } from "./donation.ts";
import type { Election } from "./election.ts";
import type { FirstBoot } from "./first-boot.ts";
import { decodeGenesis, type Genesis } from "./genesis.ts";
import type { Leasing } from "./leasing.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import type { Confirmation } from "./quarantine.ts";
import { rangeOf } from "./range.ts";
import { chunksOf, digestOf, lackedRecords } from "./ring-digest.ts";
import type { Space } from "./space.ts";
import type { Strangers } from "./strangers.ts";
import { decodeRingDelta, decodeTalk, type KnownTalk, payloadBytesMax, type Talk } from "./wire.ts";

/** Record questions of one peer are answered at most this often. */
const answerSpacingMs: Millis = 100;

export interface ConversationParts {
  readonly ledger: Ledger;
  readonly space: Space;
  readonly outbox: Outbox;
  readonly election: Election;
  readonly firstBoot: FirstBoot;
  readonly council: Council;
  readonly confirmation: Confirmation;
  readonly borrowing: Borrowing;
  readonly departure: Departure;
  readonly strangers: Strangers;
  readonly leasing: Leasing;
  /** Makes a ring that somebody told us of ours. */
  adopt(genesis: Genesis): void;
}

type Told<K extends Talk["kind"]> = Extract<Talk, { readonly kind: K }>;

export class Conversation {
  readonly #parts: ConversationParts;
  #present: ReadonlySet<PeerKey> = new Set();
  readonly #answeredAt = new Map<PeerKey, Millis>();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  setPresent(present: ReadonlySet<PeerKey>): void {
    this.#present = present;
    for (const key of this.#answeredAt.keys()) if (!present.has(key)) this.#answeredAt.delete(key);
  }

  /** A payload of the channel `ring`. */
  ringDelta(now: Millis, source: PeerKey, payload: Uint8Array): void {
    const delta = decodeRingDelta(payload);
    if (!delta.ok) {
      this.#parts.outbox.event("warn", "delta-malformed", { source, reason: delta.error });
      return;
    }
    this.#mergeFrom(now, source, delta.value.genesis, delta.value.records);
  }

  /** A payload of the channel `ipam`. */
  unicast(now: Millis, from: PeerKey, payload: Uint8Array): void {
    const { ledger, outbox } = this.#parts;
    const decoded = decodeTalk(payload);
    if (!decoded.ok) {
      outbox.event("warn", "talk-malformed", { source: from, reason: decoded.error });
      return;
    }
    const { meshId, talk } = decoded.value;
    const elsewhere = ledger.ring && meshId.length > 0 && !ledger.isSameMesh(meshId);
    if (!elsewhere) this.#talk(now, from, talk);
  }

  /** Asks whom the confirmation wants to ask for what our ring lacks. */
  askForRecords(now: Millis, self: PeerKey): void {
    const { ledger, confirmation } = this.#parts;
    for (const { to, number } of confirmation.questions(now, this.#present, self)) {
      this.#tell(to, { kind: "record-question", number, digest: digestOf(ledger.ring) });
    }
  }

  /** False when it is of another mesh or nonsense. */
  #mergeFrom(now: Millis, source: PeerKey, genesisBytes: Uint8Array, records: readonly Uint8Array[]): boolean {
    const { ledger, outbox, confirmation, strangers } = this.#parts;
    if (ledger.ring && bytesEqual(genesisBytes, ledger.ring.genesis.bytes)) {
      strangers.forget(source);
      ledger.merge(source, records);
      return true;
    }
    const genesis = decodeGenesis(ledger.crypto, genesisBytes);
    if (!genesis.ok) {
      outbox.event("warn", "genesis-malformed", { source, reason: genesis.error });
      return false;
    }
    if (!ledger.ring) {
      this.#parts.adopt(genesis.value);
      confirmation.begin(now);
    } else if (!ledger.isSameMesh(genesis.value.meshId)) {
      if (strangers.meet(source, genesis.value)) outbox.event("warn", "other-mesh", { source });
      return false;
    }
    strangers.forget(source);
    ledger.merge(source, records);
    return true;
  }

  #talk(now: Millis, from: PeerKey, talk: Talk): void {
    const { ledger, election, firstBoot, borrowing, departure, leasing, confirmation } = this.#parts;
    switch (talk.kind) {
      case "prepare":
      case "accept":
        this.#ballot(now, from, talk);
        return;
      case "promise":
      case "accepted":
      case "refused":
        firstBoot.heard(now, from, talk);
        election.received(from, talk);
        return;
      case "space-request":
        this.#spaceRequest(now, from, talk);
        return;
      case "space-answer":
        if (borrowing.answered(from, talk.number, { ...talk, gave: talk.records.length > 0 })) {
          ledger.merge(from, talk.records);
        }
        return;
      case "record-question":
        this.#recordQuestion(now, from, talk);
        return;
      case "record-answer":
        this.#recordAnswer(now, from, talk);
        return;
      case "hand-over":
        if (!ledger.ring) return;
        ledger.merge(from, talk.records);
        this.#tell(from, { kind: "merged", number: talk.number });
        return;
      case "merged":
        departure.merged(from, talk.number);
        return;
      case "lease-request":
      case "lease-answer":
      case "grants-question":
      case "grants-answer":
        leasing.received(now, from, talk, confirmation.mayGive && !departure.left);
        return;
      case "unknown":
        return;
    }
  }

  #ballot(now: Millis, from: PeerKey, talk: Told<"prepare" | "accept">): void {
    const { ledger, election, firstBoot, council, confirmation } = this.#parts;
    const { ring } = ledger;
    if (talk.instance > 0) {
      if (ring) council.received(now, from, talk, confirmation.mayGive);
    } else if (ring) {
      election.refuse(from, talk, "outdated");
      const { bytes: genesis } = ring.genesis;
      this.#tell(from, { kind: "record-answer", number: 0, genesis, records: [], part: 0, more: false });
    } else if (firstBoot.isObserver) election.refuse(from, talk, "observer");
    else {
      firstBoot.heard(now, from, talk);
      election.answer(from, talk);
    }
  }

  #spaceRequest(now: Millis, from: PeerKey, talk: Told<"space-request">): void {
    const { ledger, space, outbox, confirmation, departure, leasing } = this.#parts;
    const { number, address, prefixLength } = talk;
    const may = leasing.mayGiveTo(now, talk.leased);
    const answer = { kind: "space-answer", number, records: [], inUse: false, busy: false, holder: "" } as const;
    if (!ledger.ring || !confirmation.mayGive || may === "later") {
      this.#tell(from, { ...answer, busy: true });
      return;
    }
    if (departure.left || may === "no") {
      this.#tell(from, answer);
      return;
    }
    const holdings = ledger.holdings().filter(({ epoch }) => ledger.mayGive(epoch));
    const single = prefixLength === 32;
    if (single && space.isUsed(address)) {
      const holder = space.holder(address);
      this.#tell(from, { ...answer, inUse: true, holder: holder ? holderText(holder) : "" });
      return;
    }
    const busy = single ? [] : space.busyRanges(now);
    const window = rangeOf({ address, prefixLength });
    const block = donatedBlock(leasing.cold, holdings, busy, window);
    if (!block) {
      this.#tell(from, { ...answer, busy: leasing.makeCold(now, window) });
      return;
    }
    const records = ledger.give(grantChanges(holdings, block, from), from).map((record) => record.bytes);
    outbox.event("info", "space-donated", { to: from, first: block.start, size: block.end - block.start });
    this.#tell(from, { ...answer, records });
  }

  #recordQuestion(now: Millis, from: PeerKey, talk: Told<"record-question">): void {
    if (now < (this.#answeredAt.get(from) ?? -answerSpacingMs) + answerSpacingMs) return;
    if (this.#present.has(from)) this.#answeredAt.set(from, now);
    const { ring } = this.#parts.ledger;
    const genesis = ring?.genesis.bytes ?? new Uint8Array(0);
    const chunks = chunksOf(lackedRecords(ring, talk.digest), payloadBytesMax - genesis.length - 128);
    chunks.forEach((records, part) => {
      const more = part < chunks.length - 1;
      this.#tell(from, { kind: "record-answer", number: talk.number, genesis, records, part, more });
    });
  }

  #recordAnswer(now: Millis, from: PeerKey, talk: Told<"record-answer">): void {
    const hasRing = talk.genesis.length > 0;
    if (hasRing && !this.#mergeFrom(now, from, talk.genesis, talk.records)) return;
    this.#parts.confirmation.answered(now, from, talk, hasRing);
  }

  #tell(to: PeerKey, talk: KnownTalk): void {
    const { ledger, outbox } = this.#parts;
    outbox.talk(to, ledger.meshId, talk);
  }
}
