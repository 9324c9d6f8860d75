/**
 * Our own record: what we say about ourselves and our links, when it is published, and how it outlives a restart.
 *
 * Each publication is persisted first, so the incarnation is durable before anybody hears it; the next launch starts
 * one above. The links of the last launch are listed on as stale: if our datapath process outlived the router, peers
 * see no change while we connect again. A link whose connection died stays listed while the peer's datapath answers,
 * for the restart window (compare graceful restart, RFC 4724). Changes are coalesced (pacing.ts): the first goes out
 * at once, the next after a wait that grows while they keep coming.
 */
import type { DurableState, DurableWrite } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Identity } from "../crypto/identity.ts";
import { Pacing } from "./pacing.ts";
import { type Link, type LinkId, linkIdOf } from "./packed-links.ts";
import { counterMax, decodeRecord, type PeerRecord, signRecord, unsignedRecord } from "./peer-record.ts";
import { patchOf, type RecordPatch } from "./record-patch.ts";
import { linksPerRecordMax, nicknameBytesMax, shownText } from "./wire.ts";

export const ownRecordKey = "mesh/self";
/** Between two publications. */
const publishPacing = { leastMs: 100, mostMs: 800 };
/** How long a link of our last launch is listed before the peer's datapath was heard. */
const restoredGraceMs = 30_000;
/** A stale peer whose datapath falls silent, too, is gone after this. */
const silentDatapathMs = 5_000;
const ownSightingsMs = 60_000;
/** The first sighting is our own past; two more above our jumps are a twin. */
const ownSightingsMax = 2;
/** A patch goes onto so many versions before it, so that one that was lost does no harm; not onto such as all know. */
const patchedVersions = 4;
const patchedMs = 10_000;

interface OwnLink {
  readonly remote: string;
  readonly outbound: boolean;
  staleSince: Millis | undefined;
  staleUntil: Millis;
}

export interface OwnRecordOptions {
  readonly identity: Identity;
  readonly nickname: string;
  readonly port: number;
  readonly restartWindowMs: number;
}

export class OwnRecord {
  readonly #crypto: Crypto;
  readonly #random: Random;
  readonly #options: OwnRecordOptions;
  readonly #links = new Map<PeerKey, OwnLink>();
  readonly #sightings: Millis[] = [];
  #incarnation = 1;
  #version = 0;
  #shortId: number;
  #dirty = true;
  #withdrawn = false;
  readonly #pacing = new Pacing(publishPacing);
  /** The newest record that was published, and whose links changed in it and in those before. */
  #published: PeerRecord | undefined;
  #touched: { readonly at: Millis; readonly links: readonly LinkId[] }[] = [];
  fenced = false;

  constructor(
    ports: { readonly crypto: Crypto; readonly random: Random; readonly durable: DurableState },
    options: OwnRecordOptions,
  ) {
    this.#crypto = ports.crypto;
    this.#random = ports.random;
    this.#options = options;
    const past = this.#restore(ports.durable);
    this.#shortId = past?.shortId ?? this.#drawShortId(() => false);
    if (!past) return;
    this.#incarnation = past.incarnation + 1;
    if (past.withdrawn) return;
    for (const { peer, remote, outbound } of past.links)
      this.#links.set(peer, { remote, outbound, staleSince: never, staleUntil: never });
  }

  get shortId(): number {
    return this.#shortId;
  }

  get linkedPeers(): Iterable<PeerKey> {
    return this.#links.keys();
  }

  /** The first step's time: the links of the last launch count as stale from now on. */
  started(now: Millis): void {
    for (const link of this.#links.values()) {
      link.staleSince = now;
      link.staleUntil = now + Math.min(restoredGraceMs, this.#options.restartWindowMs);
    }
  }

  isStale(peer: PeerKey): boolean {
    return this.#links.get(peer)?.staleSince !== undefined;
  }

  /** Where we see `peer`: `host:port` where we dialled it, else the host. */
  remoteOf(peer: PeerKey): string | undefined {
    return this.#links.get(peer)?.remote;
  }

  linkUp(peer: PeerKey, remote: string, outbound: boolean): void {
    const known = this.#links.get(peer);
    this.#links.set(peer, { remote, outbound, staleSince: undefined, staleUntil: never });
    if (known?.remote !== remote || known.outbound !== outbound) this.#dirty = true;
  }

  linkStale(now: Millis, peer: PeerKey): void {
    const link = this.#links.get(peer);
    if (!link) return;
    link.staleSince = now;
    link.staleUntil = now + this.#options.restartWindowMs;
  }

  linkDown(peer: PeerKey): boolean {
    if (!this.#links.delete(peer)) return false;
    this.#dirty = true;
    return true;
  }

  datapath(now: Millis, peer: PeerKey, alive: boolean): void {
    const link = this.#links.get(peer);
    if (link?.staleSince === undefined) return;
    const windowEnd = link.staleSince + this.#options.restartWindowMs;
    link.staleUntil = alive ? windowEnd : Math.min(windowEnd, now + silentDatapathMs);
  }

  /** Peers whose restart window is over; their links are gone. */
  expire(now: Millis): readonly PeerKey[] {
    const expired: PeerKey[] = [];
    for (const [peer, link] of this.#links) if (link.staleUntil <= now) expired.push(peer);
    for (const peer of expired) this.linkDown(peer);
    return expired;
  }

  /**
   * Somebody has a record of ours above the one we published: our past, whose numbers we lost, or a twin. We jump
   * above; true when that happened so often that there is a twin. What several neighbours tell of one past before the
   * jump is published is one sighting.
   */
  heardOwn(now: Millis, record: PeerRecord): boolean {
    if (record.incarnation < this.#incarnation) return false;
    while (this.#sightings.length > 0 && now - (this.#sightings[0] as Millis) > ownSightingsMs) this.#sightings.shift();
    this.#sightings.push(now);
    if (this.#sightings.length > ownSightingsMax) return true;
    this.#incarnation = Math.min(counterMax, Math.max(this.#incarnation, record.incarnation) + 1);
    this.#version = 0;
    this.#dirty = true;
    return false;
  }

  /** Of two peers with one short id the one with the larger key picks again. */
  settleShortId(records: ReadonlyMap<PeerKey, PeerRecord>): boolean {
    const own = this.#options.identity.key;
    const others = [...records.values()].filter((record) => record.key !== own && !record.withdrawn);
    if (!others.some((record) => record.shortId === this.#shortId && record.key < own)) return false;
    const taken = new Set(others.map((record) => record.shortId));
    this.#shortId = this.#drawShortId((shortId) => taken.has(shortId));
    this.#dirty = true;
    return true;
  }

  withdraw(): void {
    this.#withdrawn = true;
    this.#links.clear();
    this.#dirty = true;
  }

  /** When the record wants to be published, or a stale link expires. */
  wakeAt(): Millis {
    let earliest = this.#dirty && !this.fenced ? this.#pacing.notBefore : never;
    for (const link of this.#links.values()) earliest = Math.min(earliest, link.staleUntil);
    return earliest;
  }

  mayPublish(now: Millis): boolean {
    return this.#dirty && !this.fenced && now >= this.#pacing.notBefore;
  }

  /** Somebody reads only what v0.1.0 wrote. */
  writePlainly(): void {
    if (this.#published?.packed) this.#dirty = true;
  }

  /**
   * The next version, signed, packed or as v0.1.0 did; the patch that makes it of earlier ones, where that is shorter;
   * and what must be durable before it leaves.
   */
  publish(
    now: Millis,
    isPacked: boolean,
  ): {
    readonly record: PeerRecord;
    readonly patch: RecordPatch | undefined;
    readonly writes: readonly DurableWrite[];
  } {
    this.#dirty = false;
    this.#pacing.took(now);
    this.#version++;
    if (this.#version > counterMax) {
      this.#incarnation++;
      this.#version = 1;
    }
    const { identity, nickname, port } = this.#options;
    const content = {
      publicKey: identity.publicKey,
      nickname: shownText(nickname, nicknameBytesMax),
      shortId: this.#shortId,
      incarnation: this.#incarnation,
      version: this.#version,
      port,
      links: this.#listedLinks(),
      withdrawn: this.#withdrawn,
    };
    const record = signRecord(this.#crypto, identity.seed, content, isPacked);
    const patch = this.#patchTo(now, record);
    this.#published = record;
    return { record, patch, writes: [{ key: ownRecordKey, value: unsignedRecord(content) }] };
  }

  #patchTo(now: Millis, record: PeerRecord): RecordPatch | undefined {
    const before = this.#published;
    const follows =
      before?.packed &&
      record.packed &&
      before.incarnation === record.incarnation &&
      before.version + 1 === record.version &&
      before.shortId === record.shortId &&
      before.withdrawn === record.withdrawn;
    if (!before || !follows) {
      this.#touched = [];
      return undefined;
    }
    this.#touched = this.#touched.filter(({ at }) => now - at < patchedMs).slice(1 - patchedVersions);
    this.#touched.push({ at: now, links: changedBetween(before, record) });
    const touched = new Set(this.#touched.flatMap(({ links }) => links));
    const patch = patchOf(record, record.version - this.#touched.length, touched);
    return patch && 2 * patch.bytes.length < record.bytes.length ? patch : undefined;
  }

  /** Of two keys that begin alike, which somebody must have searched for, one: a packed record cannot tell them apart. */
  #listedLinks(): readonly Link[] {
    return [...this.#links]
      .map(([peer, { remote, outbound }]) => ({ peer, remote, outbound }))
      .sort((a, b) => (a.peer < b.peer ? -1 : 1))
      .filter(({ peer }, at, all) => at === 0 || linkIdOf(peer) !== linkIdOf((all[at - 1] as Link).peer))
      .slice(0, linksPerRecordMax);
  }

  #restore(durable: DurableState): PeerRecord | undefined {
    const stored = durable.get(ownRecordKey);
    const decoded = stored && decodeRecord(this.#crypto, stored);
    return decoded?.ok && decoded.value.key === this.#options.identity.key ? decoded.value : undefined;
  }

  #drawShortId(isTaken: (shortId: number) => boolean): number {
    for (;;) {
      const shortId = this.#random.uint32();
      if (shortId !== 0 && !isTaken(shortId)) return shortId;
    }
  }
}

/** Whose links differ. */
function changedBetween(before: PeerRecord, after: PeerRecord): readonly LinkId[] {
  const said = ({ remote, outbound }: Link) => `${outbound} ${remote}`;
  const old = new Map(before.links.map((link) => [link.peer, said(link)]));
  const changed = after.links.filter((link) => old.get(link.peer) !== said(link)).map(({ peer }) => peer);
  for (const { peer } of after.links) old.delete(peer);
  return [...changed, ...old.keys()].map(linkIdOf);
}
