/**
 * The ring as this peer holds it: opened from the store, fed with what others send, and written with our own hand.
 *
 * Whatever changes is persisted in the same step (outbox.ts). What others send is verified by itself: a record that is
 * malformed or not signed by whom it names is quarantined, which means counted, listed and otherwise without effect.
 * A record that we signed and do not know, above everything that our store knows, tells that the store is an old copy;
 * `takeNewerOwn` hands that to quarantine.ts. Cost: one signature check a new record, none for known or older ones.
 */
import { formatIpv4 } from "../base/address.ts";
import { assert } from "../base/assert.ts";
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import { type DecreeView, decreeView } from "./decree.ts";
import { decodeGenesis, type Genesis, sameMesh } from "./genesis.ts";
import type { Outbox } from "./outbox.ts";
import type { Range } from "./range.ts";
import { Ring } from "./ring.ts";
import { type Claim, type RingView, viewOf } from "./ring-view.ts";
import {
  decodeRecord,
  isToken,
  type RecordContent,
  type RingRecord,
  ringKeyOf,
  signRecord,
  verifyRecord,
  versionMax,
} from "./token.ts";
import { decodeEntries, encodeEntries } from "./wire.ts";

/** Quarantined records that are listed; all are counted. */
const quarantinedListMax = 64;
/**
 * Nobody honest comes near it. Higher ones are not gone above: a forger who used up the versions of one place would
 * otherwise use up ours, and no later record of ours would be valid anywhere. So he has that place and no other.
 */
const beatableVersionMax = versionMax / 2;
const genesisKey = "ipam/genesis";
const ringPrefix = "ipam/ring/";

export interface Quarantined {
  readonly source: PeerKey;
  readonly reason: string;
}

export class Ledger {
  readonly crypto: Crypto;
  readonly identity: Identity;
  readonly #outbox: Outbox;
  ring: Ring | undefined;
  /** The highest version that we signed, as far as we know. */
  ownVersion = 0;
  merges = 0;
  quarantinedCount = 0;
  readonly quarantined: Quarantined[] = [];
  #newerOwn: RingRecord[] = [];
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
        if (!record.ok) continue;
        this.ring.merge(record.value);
        if (record.value.signer === this.identity.key) this.#raiseOwnVersion(record.value.version);
      }
    }
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
    let changed = false;
    for (const bytes of records) changed = this.#mergeOne(source, bytes) || changed;
    return changed;
  }

  #mergeOne(source: PeerKey, bytes: Uint8Array): boolean {
    const { ring, crypto } = this;
    if (!ring) return false;
    const record = decodeRecord(crypto, bytes, ring.genesis.range);
    if (!record.ok) return this.#quarantine(source, record.error);
    if (!ring.wouldChange(record.value)) return false;
    if (!verifyRecord(crypto, ring.genesis.meshId, record.value)) return this.#quarantine(source, "bad-signature");
    const [before] = ring.at(record.value.ringKey);
    if (!ring.merge(record.value)) return false;
    this.#noticeOverwritten(before, record.value);
    this.merges++;
    this.#persistPlace(record.value.ringKey);
    if (record.value.signer === this.identity.key) {
      this.#newerOwn.push(record.value);
      this.#raiseOwnVersion(record.value.version);
    }
    return true;
  }

  /** Only we write our tokens within an epoch: unless our store is old, somebody signed what is not his. */
  #noticeOverwritten(before: RingRecord | undefined, after: RingRecord): void {
    const self = this.identity.key;
    if (!before || !isToken(before) || before.content.owner !== self || before.content.size === 0) return;
    if (after.signer === self || after.epoch !== before.epoch) return;
    const facts = { by: after.signer, first: formatIpv4(before.content.start), size: before.content.size };
    this.#outbox.event("warn", "own-token-overwritten", facts);
  }

  /** Records that we signed in a time that our store does not know. Each is handed out once. */
  takeNewerOwn(): readonly RingRecord[] {
    const taken = this.#newerOwn;
    this.#newerOwn = [];
    return taken;
  }

  /** Signs, merges, persists and publishes; all of `contents` get one version, above all that they replace and can beat. */
  write(contents: readonly { readonly epoch: number; readonly content: RecordContent }[]): readonly RingRecord[] {
    const { ring, crypto, identity } = this;
    assert(ring, "records are written to a ring");
    const replaced = contents.map(({ content }) => ring.at(ringKeyOf(identity.key, content))[0]);
    const beaten = replaced.map((record) => record?.version ?? 0).filter((version) => version <= beatableVersionMax);
    const version = 1 + Math.max(this.ownVersion, ...beaten);
    this.#raiseOwnVersion(version);
    return contents.map(({ epoch, content }, i) => {
      const above = Math.max(epoch, replaced[i]?.epoch ?? 0);
      return this.#put(signRecord(crypto, identity, ring.genesis.meshId, { epoch: above, version, content }));
    });
  }

  /** For records whose version is fixed by their kind: seed claims and decrees. */
  writeFixed(epoch: number, content: RecordContent): RingRecord {
    const { ring, crypto, identity } = this;
    assert(ring, "records are written to a ring");
    return this.#put(signRecord(crypto, identity, ring.genesis.meshId, { epoch, version: 1, content }));
  }

  #put(record: RingRecord): RingRecord {
    this.ring?.merge(record);
    this.#persistPlace(record.ringKey);
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

  ownClaims(): readonly Claim[] {
    return this.view()?.claims.filter((claim) => claim.owner === this.identity.key) ?? [];
  }

  isSameMesh(meshId: Uint8Array): boolean {
    return this.ring !== undefined && sameMesh(this.ring.genesis.meshId, meshId);
  }

  #raiseOwnVersion(version: number): void {
    this.ownVersion = Math.max(this.ownVersion, version);
  }

  #persistPlace(ringKey: string): void {
    const records = this.ring?.at(ringKey) ?? [];
    this.#outbox.persist(`${ringPrefix}${ringKey}`, encodeEntries(records.map((record) => record.bytes)));
  }

  #quarantine(source: PeerKey, reason: string): false {
    this.quarantinedCount++;
    if (this.quarantined.length >= quarantinedListMax) this.quarantined.shift();
    this.quarantined.push({ source, reason });
    this.#outbox.event("warn", "record-quarantined", { source, reason });
    return false;
  }
}
