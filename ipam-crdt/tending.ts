/**
 * Keeps our own records in step with what we hold: tokens after the view changed (upkeep.ts), block records after
 * addresses were given or freed, and what our store forgot when it turns out to be an old copy. The number of the last
 * decree that we acted on is durable, since a decree gives an heir the tokens of one moment, not of all future.
 */
import type { Ipv4 } from "../base/address.ts";
import type { DurableState } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import type { DecreeView } from "./decree.ts";
import type { TokenChange } from "./donation.ts";
import type { IpamOptions } from "./ipam-types.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { contains, isWithinAny, joined, type Range } from "./range.ts";
import { blockOf, type Space } from "./space.ts";
import { blockKey, blockSize, isBlock, isToken, type RingRecord, usedIn } from "./token.ts";
import { decreesForUs, forfeited, seedNameToClaim, takenByDecree, takeoversOf, yielded } from "./upkeep.ts";

const appliedKey = "ipam/applied-decree";

export class Tending {
  readonly #ledger: Ledger;
  readonly #space: Space;
  readonly #outbox: Outbox;
  readonly #options: IpamOptions;
  #applied = 0;
  /** The ring's revision that was tended last. */
  #tended = -1;
  #foreign: { readonly revision: number; readonly addresses: readonly Ipv4[] } | undefined;

  constructor(ledger: Ledger, space: Space, outbox: Outbox, options: IpamOptions) {
    this.#ledger = ledger;
    this.#space = space;
    this.#outbox = outbox;
    this.#options = options;
  }

  open(durable: DurableState): void {
    const stored = durable.get(appliedKey);
    if (stored?.length === 4) this.#applied = new DataView(stored.slice().buffer).getUint32(0);
  }

  /** Whether the ring tells of anybody but us. */
  knowsOthers(): boolean {
    const self = this.#ledger.identity.key;
    const { ring } = this.#ledger;
    if (!ring) return false;
    if (ring.genesis.members.some((member) => member.kind === "name" || member.key !== self)) return true;
    for (const records of ring.places()) {
      for (const record of records) {
        if (record.signer !== self || (isToken(record) && record.content.owner !== self)) return true;
      }
    }
    return false;
  }

  /** A seeded share is ours by its name; saying so fixes the key, before anything else is written. */
  claimSeed(): void {
    const { ring, identity } = this.#ledger;
    const name = ring && seedNameToClaim(ring, this.#options.nickname, identity.name);
    if (name !== undefined) this.#ledger.writeFixed(0, { kind: "seed-claim", name });
  }

  /** Until nothing is left to do; only while we may write. */
  tend(now: Millis): void {
    const { ring, identity } = this.#ledger;
    const self = identity.key;
    while (ring && this.#tended !== ring.revision) {
      this.#tended = ring.revision;
      const view = this.#ledger.view();
      if (!view) return;
      const taken = takenByDecree(view, self, this.#applied);
      this.#write(taken);
      const { decrees } = view;
      const inherited = decreesForUs(decrees, self, this.#applied);
      this.#letRest(now, taken, inherited);
      this.#write(forfeited(view, self, this.#applied));
      const ours = [...inherited, ...takeoversOf(decrees, self, this.#applied)];
      this.#rememberApplied(Math.max(...ours.map(({ number }) => number)));
      this.#ledger.remind();
      const after = this.#ledger.view() ?? view;
      if (after.disputes.length > 0) this.#write(yielded(after, self, this.#space.usedRanges()));
    }
  }

  /**
   * What the removed peers had given out rests like what was released: a container may run on, under a router that lost
   * its state, and claims its address first.
   */
  #letRest(now: Millis, taken: readonly TokenChange[], decrees: DecreeView["decrees"]): void {
    if (taken.length === 0) return;
    const removed = new Set(decrees.map(({ value }) => value.removed));
    const ranges = joined(taken.map(({ content: { start, size } }) => ({ start, end: start + size })));
    for (const [record] of this.#ledger.ring?.places() ?? []) {
      if (!record || !isBlock(record) || !removed.has(record.signer)) continue;
      for (const address of usedIn(record)) if (isWithinAny(ranges, address)) this.#space.restUnused(address, now);
    }
  }

  #write(changes: readonly TokenChange[]): void {
    if (changes.length > 0) this.#ledger.write(changes);
  }

  #rememberApplied(number: number): void {
    if (!(number > this.#applied)) return;
    this.#applied = number;
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, number);
    this.#outbox.persist(appliedKey, bytes);
  }

  /** One record for each block whose bitmap changed. */
  writeBlocks(): void {
    const { ring, identity } = this.#ledger;
    if (!ring?.seats.has(identity.key)) return;
    const { range } = ring.genesis;
    const changes = [...this.#space.takeChangedBlocks()].filter((block) => this.#isTold(block, range));
    if (changes.length === 0) return;
    this.#ledger.write(
      changes.map((start) => ({
        epoch: 0,
        above: 0,
        content: { kind: "block", start, ...this.#space.bitmap(start, range) },
      })),
    );
  }

  /** Blocks in the range whose record says something else than we hold. */
  #isTold(block: Ipv4, range: Range): boolean {
    if (block + blockSize <= range.start || block >= range.end) return false;
    const records = this.#ledger.ring?.at(blockKey(this.#ledger.identity.key, block)) ?? [];
    const { usedLow, usedHigh } = this.#space.bitmap(block, range);
    const [record] = records;
    if (!record || !isBlock(record) || records.length > 1) return records.length > 1 || (usedLow | usedHigh) !== 0;
    return record.content.usedLow !== usedLow || record.content.usedHigh !== usedHigh;
  }

  /** After a confirmation: our records may tell less or more than we hold. */
  reviewBlocks(): void {
    for (const address of this.#space.allocated()) this.#space.markChanged(blockOf(address));
    for (const address of this.#space.withheld) this.#space.markChanged(blockOf(address));
    for (const [record] of this.#ledger.ring?.places() ?? []) {
      if (record && isBlock(record) && record.signer === this.#ledger.identity.key) {
        this.#space.markChanged(record.content.start);
      }
    }
  }

  /**
   * `newer` records of ours tell what we gave in a time that our store forgot. Who holds it we cannot know, not even of
   * an address that our store names a holder for: it may have changed hands. So all that they call used is withheld, and
   * what they call unused was released; once we `gave` in this launch, that is no longer certain, and it is withheld too.
   * When it was released we cannot know either, nor of what our store calls unused: all of that rests from now on. How
   * many addresses were withheld.
   */
  withholdForgotten(now: Millis, newer: readonly RingRecord[], gave: boolean): number {
    let withheld = 0;
    for (const record of newer) {
      if (!isBlock(record)) continue;
      const { start } = record.content;
      const known = new Set(usedIn(record));
      for (let address = start; address < start + blockSize; address++) {
        const used = known.has(address);
        if (!used && !gave) this.#space.release(address, now);
        if (!used) this.#space.restUnused(address, now);
        if ((used || this.#space.isUsed(address)) && this.#space.withhold(address)) withheld++;
      }
    }
    return withheld;
  }

  /**
   * Addresses in the range that containers of ours hold and that are neither ours nor disputed. Only a change of the ring
   * brings one about, since what is given is ours; so a change of the space costs nothing here.
   */
  foreignAllocations(): readonly Ipv4[] {
    const { ring } = this.#ledger;
    const view = this.#ledger.view();
    if (!ring || !view) return [];
    const { revision } = ring;
    if (this.#foreign?.revision !== revision) {
      const known = joined([...this.#ledger.owned(), ...view.disputes]);
      const addresses = [...this.#space.allocated()].filter(
        (address) => contains(ring.genesis.range, address) && !isWithinAny(known, address),
      );
      this.#foreign = { revision, addresses };
    }
    const held = this.#foreign.addresses.filter((address) => this.#space.holder(address) !== undefined);
    if (held.length < this.#foreign.addresses.length) this.#foreign = { revision, addresses: held };
    return held;
  }
}
