/**
 * The addresses that this host has given out, and which one goes next. Knows owners and addresses, not the ring: what
 * is ours to give is handed in.
 *
 *   allocated   a container's interface holds it
 *   withheld    others know it as given by us, our store does not; kept until claimed or released
 *   resting     freed less than `restMs` ago, by this launch or the one before
 *
 * The next address is the lowest that was never given in a block already begun, then the least recently freed, then the
 * lowest of a new block: so an address is not reused at once (caches, names, policies still know the old holder), and
 * the ring has few blocks to tell. Durable under `ipam/allocation/` and `ipam/rest/`. Cost of a pick: O(ranges of ours), apart
 * from steps over addresses that are passed once.
 */
import type { Cidr, Ipv4 } from "../base/address.ts";
import type { DurableState } from "../base/machine.ts";
import type { Millis } from "../base/time.ts";
import type { AddressOwner } from "./ipam-types.ts";
import type { Outbox } from "./outbox.ts";
import { contains, joined, type Range } from "./range.ts";
import { blockSize, hex8 } from "./token.ts";
import { decodeAllocation, encodeAllocation } from "./wire.ts";

export const restMs: Millis = 60_000;
/** Freed addresses that are remembered in order; the oldest is forgotten and counts as never given. */
const freedMax = 65_536;
/** Ranges for which it is remembered how far they are given. */
const cursorsMax = 4_096;

const allocationPrefix = "ipam/allocation/";
const restPrefix = "ipam/rest/";

interface Allocation {
  readonly owner: AddressOwner;
  readonly prefixLength: number;
}

export class Space {
  readonly #outbox: Outbox;
  readonly #allocated = new Map<Ipv4, Allocation>();
  readonly #byOwner = new Map<string, Set<Ipv4>>();
  readonly #withheld = new Set<Ipv4>();
  /** When each was freed, oldest first. */
  readonly #freed = new Map<Ipv4, Millis>();
  /** Given or freed addresses by block: what makes a block begun. */
  readonly #begun = new Map<Ipv4, number>();
  /** By the start of a range: every address from there up to this one was given once. Few ever become as new again. */
  readonly #givenUpTo = new Map<Ipv4, Ipv4>();
  /** Blocks whose bitmap changed since `takeChangedBlocks`. */
  #changedBlocks = new Set<Ipv4>();

  /** Changes whenever what is given or rests does. */
  changes = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Reads what we persisted; rests begin anew, since how much time passed is not known. */
  open(durable: DurableState, now: Millis): void {
    for (const key of durable.keys(allocationPrefix)) {
      const address = Number.parseInt(key.slice(allocationPrefix.length), 16);
      const stored = decodeAllocation(durable.get(key) ?? new Uint8Array(0));
      if (!stored.ok) continue;
      const { container, interface: name, prefixLength, withheld } = stored.value;
      if (withheld) this.#withheld.add(address);
      else this.#remember(address, { owner: { container, interface: name }, prefixLength });
      this.#begin(address, 1);
    }
    for (const key of durable.keys(restPrefix)) this.#rest(Number.parseInt(key.slice(restPrefix.length), 16), now);
    this.#changedBlocks.clear();
  }

  holder(address: Ipv4): AddressOwner | undefined {
    return this.#allocated.get(address)?.owner;
  }

  isWithheld(address: Ipv4): boolean {
    return this.#withheld.has(address);
  }

  /** Allocated or withheld. */
  isUsed(address: Ipv4): boolean {
    return this.#allocated.has(address) || this.#withheld.has(address);
  }

  /** How long the address rests still; 0: it does not. */
  restsFor(address: Ipv4, now: Millis): Millis {
    return Math.max(0, (this.#freed.get(address) ?? -restMs) + restMs - now);
  }

  /** Addresses of `owner`, ascending; with an empty interface all of the container's. */
  of(owner: AddressOwner): readonly Cidr[] {
    const found: Cidr[] = [];
    for (const address of this.#addressesOf(owner)) {
      const allocation = this.#allocated.get(address);
      if (allocation) found.push({ address, prefixLength: allocation.prefixLength });
    }
    return found.toSorted((a, b) => a.address - b.address);
  }

  #addressesOf(owner: AddressOwner): Ipv4[] {
    if (owner.interface !== "") return [...(this.#byOwner.get(ownerKey(owner)) ?? [])];
    return [...this.#byOwner].filter(([key]) => key.startsWith(`${owner.container}\0`)).flatMap(([, set]) => [...set]);
  }

  /** All of them, by owner. */
  allocations(): { readonly owner: AddressOwner; readonly addresses: readonly Cidr[] }[] {
    return [...this.#byOwner.values()].flatMap((addresses) => {
      const [first] = addresses;
      const owner = first === undefined ? undefined : this.holder(first);
      return owner ? [{ owner, addresses: this.of(owner) }] : [];
    });
  }

  get withheld(): readonly Ipv4[] {
    return [...this.#withheld];
  }

  /** Allocated addresses, in no order. */
  allocated(): IterableIterator<Ipv4> {
    return this.#allocated.keys();
  }

  allocate(owner: AddressOwner, { address, prefixLength }: Cidr): void {
    if (this.#freed.delete(address)) this.#begin(address, -1);
    this.#outbox.persist(restPrefix + hex8(address), undefined);
    if (!this.isUsed(address)) this.#begin(address, 1);
    this.#withheld.delete(address);
    this.#remember(address, { owner, prefixLength });
    const stored = { container: owner.container, interface: owner.interface, prefixLength, withheld: false };
    this.#outbox.persist(allocationPrefix + hex8(address), encodeAllocation(stored));
    this.#changedBlocks.add(blockOf(address));
  }

  /** Somebody of ours holds it and we do not know who. False when that was known. */
  withhold(address: Ipv4): boolean {
    if (this.#withheld.has(address)) return false;
    if (this.#freed.delete(address)) this.#begin(address, -1);
    this.#outbox.persist(restPrefix + hex8(address), undefined);
    if (this.#allocated.has(address)) this.#forgetHolder(address);
    else this.#begin(address, 1);
    this.#withheld.add(address);
    const stored = { container: "", interface: "", prefixLength: 32, withheld: true };
    this.#outbox.persist(allocationPrefix + hex8(address), encodeAllocation(stored));
    this.#changedBlocks.add(blockOf(address));
    return true;
  }

  #forgetHolder(address: Ipv4): void {
    const allocation = this.#allocated.get(address);
    if (!allocation) return;
    this.#allocated.delete(address);
    const key = ownerKey(allocation.owner);
    const addresses = this.#byOwner.get(key);
    addresses?.delete(address);
    if (addresses?.size === 0) this.#byOwner.delete(key);
  }

  release(address: Ipv4, now: Millis): void {
    if (!this.isUsed(address)) return;
    this.#forgetHolder(address);
    this.#withheld.delete(address);
    this.#begin(address, -1);
    this.#rest(address, now);
    this.#outbox.persist(allocationPrefix + hex8(address), undefined);
    this.#outbox.persist(restPrefix + hex8(address), Uint8Array.of(1));
    this.#changedBlocks.add(blockOf(address));
  }

  /** Nobody holds it now; somebody may have, until a moment ago. */
  restUnused(address: Ipv4, now: Millis): void {
    if (this.isUsed(address)) return;
    this.#rest(address, now);
    this.#outbox.persist(restPrefix + hex8(address), Uint8Array.of(1));
  }

  /** Which address of `ours` (sorted) goes next; `undefined` when all are used or rest. */
  pick(ours: readonly Range[], now: Millis): Ipv4 | undefined {
    const fresh = this.#lowestNeverGiven(ours);
    if (fresh !== undefined && (this.#begun.get(blockOf(fresh)) ?? 0) > 0) return fresh;
    return this.#leastRecentlyFreed(ours, now) ?? fresh;
  }

  #lowestNeverGiven(ours: readonly Range[]): Ipv4 | undefined {
    for (const { start, end } of ours) {
      let address = this.#givenUpTo.get(start) ?? start;
      while (address < end && (this.isUsed(address) || this.#freed.has(address))) address++;
      if (this.#givenUpTo.size >= cursorsMax) this.#givenUpTo.clear();
      this.#givenUpTo.set(start, address);
      if (address < end) return address;
    }
    return undefined;
  }

  #leastRecentlyFreed(ours: readonly Range[], now: Millis): Ipv4 | undefined {
    for (const [address, freedAt] of this.#freed) {
      if (now < freedAt + restMs) return undefined;
      if (ours.some((range) => address >= range.start && address < range.end)) return address;
    }
    return undefined;
  }

  /** Used and resting addresses as sorted ranges: what cannot be donated. */
  busyRanges(now: Millis): readonly Range[] {
    const busy = [...this.#allocated.keys(), ...this.#withheld];
    for (const [address, freedAt] of this.#freed) if (now < freedAt + restMs) busy.push(address);
    return joined(busy.map((address) => ({ start: address, end: address + 1 })));
  }

  usedRanges(): readonly Range[] {
    const used = [...this.#allocated.keys(), ...this.#withheld];
    return joined(used.map((address) => ({ start: address, end: address + 1 })));
  }

  /** Bitmap of the used addresses of `range` in a block, two halves. */
  bitmap(start: Ipv4, range: Range): { readonly usedLow: number; readonly usedHigh: number } {
    const halves = [0, 0];
    for (let i = 0; i < blockSize; i++) {
      const half = i >> 5;
      if (contains(range, start + i) && this.isUsed(start + i))
        halves[half] = ((halves[half] as number) | (1 << (i & 31))) >>> 0;
    }
    return { usedLow: halves[0] as number, usedHigh: halves[1] as number };
  }

  takeChangedBlocks(): ReadonlySet<Ipv4> {
    const changed = this.#changedBlocks;
    this.#changedBlocks = new Set();
    return changed;
  }

  markChanged(block: Ipv4): void {
    this.#changedBlocks.add(block);
  }

  #remember(address: Ipv4, allocation: Allocation): void {
    this.#allocated.set(address, allocation);
    const key = ownerKey(allocation.owner);
    const addresses = this.#byOwner.get(key) ?? new Set();
    addresses.add(address);
    this.#byOwner.set(key, addresses);
  }

  #rest(address: Ipv4, now: Millis): void {
    if (this.#freed.size >= freedMax) {
      const [oldest] = this.#freed.keys();
      if (oldest !== undefined) this.#forgetFreed(oldest);
    }
    if (!this.#freed.delete(address)) this.#begin(address, 1);
    this.#freed.set(address, now);
  }

  #forgetFreed(address: Ipv4): void {
    this.#freed.delete(address);
    this.#givenUpTo.clear();
    this.#begin(address, -1);
    this.#outbox.persist(restPrefix + hex8(address), undefined);
  }

  #begin(address: Ipv4, by: number): void {
    this.changes++;
    const block = blockOf(address);
    const count = (this.#begun.get(block) ?? 0) + by;
    if (count > 0) this.#begun.set(block, count);
    else this.#begun.delete(block);
  }
}

export function blockOf(address: Ipv4): Ipv4 {
  return address - (address % blockSize);
}

function ownerKey(owner: AddressOwner): string {
  return `${owner.container}\0${owner.interface}`;
}
