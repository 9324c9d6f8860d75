/**
 * The ring as this peer holds it: opened from the store, fed with what others send, and written with our own hand.
 *
 * Whatever changes is persisted in the same step (outbox.ts). What others send is verified by itself: a record that is
 * malformed or not signed by whom it names is quarantined, which means counted, listed and otherwise without effect;
 * one whose signer has no seat waits (admission.ts). A record that we signed and do not know tells that the store is an
 * old copy; `takeNewerOwn` hands that to quarantine.ts. Cost: one signature check a new record, none for known or older
 * ones and for those that wait.
 */
import { assert } from "../base/assert.ts";
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import { Admission, mayEnter, wrongFor } from "./admission.ts";
import { proofOf } from "./custody.ts";
import { type DecreeView, decreeView } from "./decree.ts";
import type { TokenChange } from "./donation.ts";
import { decodeGenesis, type Genesis, sameMesh } from "./genesis.ts";
import type { Outbox } from "./outbox.ts";
import { joined, overlaps, type Range, sizeOf, without } from "./range.ts";
import { Ring, remindersMax, tokensOfSignerMax } from "./ring.ts";
import { type Holding, holdingsOf, type RingView, viewOf } from "./ring-view.ts";
import { newestVersionIn } from "./statements.ts";
import {
  blockKey,
  decodeRecord,
  type RecordContent,
  type RingRecord,
  recordHash,
  signRecord,
  type TokenRecord,
  verifyRecord,
  versionMax,
} from "./token.ts";
import { decodeEntries, encodeEntries } from "./wire.ts";

/** Quarantined records that are listed; all are counted. */
const quarantinedListMax = 64;
/** Records by which a giver shows that the addresses were his: more than any honest way has. */
const proofMax = 256;
/** Other names than before custody: what was written then is no ring of today's. */
export const genesisKey = "ipam/mesh";
export const ringPrefix = "ipam/record/";

export interface Quarantined {
  readonly source: PeerKey;
  /** Of one that waits. What a wrong one names is proved by nothing. */
  readonly signer?: PeerKey;
  readonly reason: string;
}

/** A block record to write. */
interface BlockChange {
  readonly epoch: 0;
  readonly above: 0;
  readonly content: Extract<RecordContent, { readonly kind: "block" }>;
}

export class Ledger {
  readonly crypto: Crypto;
  readonly identity: Identity;
  readonly #outbox: Outbox;
  readonly #admission = new Admission();
  ring: Ring | undefined;
  merges = 0;
  #wrong = 0;
  readonly #quarantined: Quarantined[] = [];
  #newerOwn: RingRecord[] = [];
  /** Tokens on our addresses' ways whose givers say something else now; no more than others take of one giver. */
  readonly #overruled = new Map<string, TokenRecord>();
  /** How many seats there were when those that wait were last looked through. */
  #seats = 0;
  #decrees: { readonly revision: number; readonly view: DecreeView } | undefined;
  #view: { readonly revision: number; readonly view: RingView } | undefined;

  constructor(crypto: Crypto, identity: Identity, outbox: Outbox) {
    this.crypto = crypto;
    this.identity = identity;
    this.#outbox = outbox;
  }

  /** Reads what we persisted; our own store is believed without checking signatures again. */
  open(durable: DurableState): void {
    const stored = durable.get(genesisKey);
    const genesis = stored && decodeGenesis(this.crypto, stored);
    if (!genesis?.ok) return;
    this.ring = new Ring(genesis.value);
    for (const key of durable.keys(ringPrefix)) {
      const entries = decodeEntries(durable.get(key) ?? new Uint8Array(0));
      for (const bytes of entries.ok ? entries.value : []) {
        const record = decodeRecord(this.crypto, bytes, genesis.value.range);
        if (record.ok) this.ring.merge(record.value, true);
      }
    }
    this.ring.takeTouched();
  }

  get meshId(): Uint8Array | undefined {
    return this.ring?.genesis.meshId;
  }

  /** Takes a first ring, our own decision or another's. */
  adopt(genesis: Genesis): void {
    assert(!this.ring, "a ring is adopted once");
    this.ring = new Ring(genesis);
    this.#outbox.persist(genesisKey, genesis.bytes);
  }

  /** Merges what `source` sent. True when the ring changed. */
  merge(source: PeerKey, records: readonly Uint8Array[]): boolean {
    const before = this.view();
    const revision = this.ring?.revision;
    let changed = false;
    for (const bytes of records) changed = this.#mergeOne(source, bytes) || changed;
    if (before && revision !== this.ring?.revision) this.#noticeLost(before);
    return changed;
  }

  #mergeOne(source: PeerKey, bytes: Uint8Array): boolean {
    const { ring, crypto } = this;
    // What comes again is most of what comes, and needs no second look.
    if (!ring || ring.has(recordHash(crypto, bytes))) return false;
    const record = decodeRecord(crypto, bytes, ring.genesis.range);
    if (!record.ok) return this.#quarantine(source, record.error);
    const wrong = wrongFor(ring, record.value);
    if (wrong) return this.#quarantine(source, wrong);
    if (!mayEnter(ring, record.value)) {
      this.#admission.wait(source, record.value);
      return false;
    }
    const entered = this.#enter(source, record.value);
    while (this.#seats !== ring.seats.size) {
      this.#seats = ring.seats.size;
      for (const next of this.#admission.takeSeated(ring)) this.#enter(next.source, next.record);
    }
    return entered;
  }

  #enter(source: PeerKey, record: RingRecord): boolean {
    const { ring, crypto } = this;
    if (!ring?.wouldChange(record)) return false;
    if (!verifyRecord(crypto, ring.genesis.meshId, record)) return this.#quarantine(source, "bad-signature");
    if (!ring.merge(record)) return false;
    this.merges++;
    this.#persistTouched(ring);
    if (record.signer === this.identity.key) this.#newerOwn.push(record);
    return true;
  }

  /** A decree moved our space, or somebody on its way says something else now: then we remind of what he said. */
  #noticeLost({ owned, claims }: RingView): void {
    const self = this.identity.key;
    const left = this.owned();
    const lost = sizeOf((owned.get(self) ?? []).flatMap((range) => without(range, left)));
    if (lost > 0) this.#outbox.event("warn", "own-space-lost", { addresses: lost });
    // Claims, not what we owned: who takes may bring it into dispute first.
    const ours = joined(this.#ownClaims());
    for (const claim of claims) {
      if (claim.owner !== self) continue;
      const gone = without(claim, ours);
      for (const token of gone.length > 0 ? proofOf(claim) : []) {
        if (this.#overruled.size < remindersMax && gone.some((range) => this.#isOverruled(token, range))) {
          this.#overruled.set(token.hash, token);
        }
      }
    }
  }

  /** Whether its signer says something newer. */
  #isOverruled(token: TokenRecord, range: Range): boolean {
    const standing = this.ring?.statements(token.signer, token.epoch)?.within(range) ?? [];
    return standing.some(({ version }) => version > token.version);
  }

  /** Once we may write. */
  remind(): void {
    for (const token of this.#overruled.values()) {
      this.#sign(token.epoch, token.version, { kind: "reminder", token });
    }
    this.#overruled.clear();
  }

  /** Records that we signed in a time that our store does not know. Each is handed out once. */
  takeNewerOwn(): readonly RingRecord[] {
    const taken = this.#newerOwn;
    this.#newerOwn = [];
    return taken;
  }

  /**
   * Signs, merges, persists and publishes, each above what we said there before and above what it answers. Nothing where
   * whoever gave us the addresses used up their versions.
   */
  write(changes: readonly (TokenChange | BlockChange)[]): readonly RingRecord[] {
    const written: RingRecord[] = [];
    for (const { epoch, above, content } of changes) {
      const version = 1 + Math.max(above, this.#said(epoch, content));
      if (version <= versionMax) written.push(this.#sign(epoch, version, content));
    }
    return written;
  }

  /** The highest version that we signed about the same addresses. */
  #said(epoch: number, content: (TokenChange | BlockChange)["content"]): number {
    const { ring, identity } = this;
    const { start } = content;
    if (content.kind === "block") return ring?.at(blockKey(identity.key, start))[0]?.version ?? 0;
    return newestVersionIn(ring?.statements(identity.key, epoch), { start, end: start + content.size });
  }

  /** Gives addresses of ours to `receiver`; what he needs to see that they are his. */
  give(changes: readonly TokenChange[], receiver: PeerKey): readonly RingRecord[] {
    const { ring } = this;
    const isKnown = ring?.seats.has(receiver) ?? false;
    const introduced = isKnown ? [] : [this.writeFixed(0, { kind: "introduction", peer: receiver })];
    return [...introduced, ...this.#proofOf(changes), ...this.write(changes)];
  }

  #proofOf(changes: readonly TokenChange[]): readonly RingRecord[] {
    const ranges = changes.map(({ content: { start, size } }) => ({ start, end: start + size }));
    const given = this.#ownClaims().filter((claim) => ranges.some((range) => overlaps(range, claim)));
    return [...new Set(given.flatMap(proofOf))].slice(0, proofMax);
  }

  /** Whether others have room for more of our words about addresses of `epoch`. */
  mayGive(epoch: number): boolean {
    return (this.ring?.statements(this.identity.key, epoch)?.size ?? 0) < tokensOfSignerMax;
  }

  /** For records whose version is fixed by their kind: seed claims and decrees. */
  writeFixed(epoch: number, content: RecordContent): RingRecord {
    return this.#sign(epoch, 1, content);
  }

  #sign(epoch: number, version: number, content: RecordContent): RingRecord {
    const { ring, crypto, identity } = this;
    assert(ring, "records are written to a ring");
    const record = signRecord(crypto, identity, ring.genesis.meshId, { epoch, version, content });
    ring.merge(record, true);
    this.#persistTouched(ring);
    this.#outbox.publish(record);
    return record;
  }

  /** Who owns what; kept until tokens, seed claims or decrees change. */
  view(): RingView | undefined {
    const { ring, crypto } = this;
    if (!ring) return undefined;
    if (this.#decrees?.revision !== ring.decreeRevision) {
      this.#decrees = { revision: ring.decreeRevision, view: decreeView(crypto, ring) };
    }
    if (this.#view?.revision !== ring.revision) {
      this.#view = { revision: ring.revision, view: viewOf(ring, this.#decrees.view) };
    }
    return this.#view.view;
  }

  /** Ranges that are ours and undisputed. */
  owned(): readonly Range[] {
    return this.view()?.owned.get(this.identity.key) ?? [];
  }

  #ownClaims(): RingView["claims"] {
    return this.view()?.claims.filter((claim) => claim.owner === this.identity.key) ?? [];
  }

  /** Ranges that we can give away, in one record each. */
  holdings(): readonly Holding[] {
    const view = this.view();
    return view ? holdingsOf(view, this.identity.key) : [];
  }

  isSameMesh(meshId: Uint8Array): boolean {
    return this.ring !== undefined && sameMesh(this.ring.genesis.meshId, meshId);
  }

  #persistTouched(ring: Ring): void {
    for (const ringKey of ring.takeTouched()) {
      const records = ring.at(ringKey);
      const entries = records.length > 0 ? encodeEntries(records.map((record) => record.bytes)) : undefined;
      this.#outbox.persist(`${ringPrefix}${ringKey}`, entries);
    }
  }

  /** Wrong records, all that came, and those that wait now. */
  get quarantinedCount(): number {
    return this.#wrong + this.#admission.size;
  }

  /** Records that found no room, since launch: of signers without a seat, or beyond one of the ring's limits. */
  get refusedCount(): number {
    return this.#admission.refused + (this.ring?.refusedFull ?? 0);
  }

  /** The latest wrong ones, then some that wait. */
  quarantined(): readonly Quarantined[] {
    const listed = [...this.#quarantined];
    for (const { source, record } of this.#admission.waiting) {
      if (listed.length >= 2 * quarantinedListMax) break;
      listed.push({ source, signer: record.signer, reason: "signer-without-seat" });
    }
    return listed;
  }

  #quarantine(source: PeerKey, reason: string): false {
    this.#wrong++;
    if (this.#quarantined.length >= quarantinedListMax) this.#quarantined.shift();
    this.#quarantined.push({ source, reason });
    this.#outbox.event("warn", "record-quarantined", { source, reason });
    return false;
  }
}
