/**
 * Answers requests for addresses: at once where this host's own space suffices, later where the ring, a confirmation or
 * a donation must come first. Idempotent: whoever holds an address of the subnet asked for gets that one again. Waiting
 * requests are tried in their order whenever something changed; they are at most `pendingMax`.
 */
import { type Cidr, formatCidr, formatIpv4, type Ipv4 } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Borrowing, Donor, SearchOutcome } from "./borrowing.ts";
import { givable, holderText, inUse, type Refusal, refusal, wrongAddress, wrongSubnet } from "./claim.ts";
import type { AddressOwner, IpamReply, IpamRequest } from "./ipam-types.ts";
import type { Leasing } from "./leasing.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { contains, type Range, rangeOf, sizeOf, within } from "./range.ts";
import type { Space } from "./space.ts";
import { blockSize, isBlock } from "./token.ts";

const pendingMax = 4_096;

/** Peers that an error names. */
const namedMax = 4;

type Denial = Extract<SearchOutcome, { readonly kind: "denied" }>;

const wayBack = "bring it back, or `weave rmpeer` what is gone for good";

export type AddressRequest = Extract<
  IpamRequest,
  { readonly kind: "allocate" | "claim" | "lookup" | "release" | "prime" }
>;

/** What the rest of the router's address management says about this moment. */
export interface Moment {
  readonly now: Millis;
  /** The store is confirmed, or nobody can tell. */
  readonly mayGive: boolean;
  readonly left: boolean;
  readonly present: ReadonlySet<PeerKey>;
}

export interface AllocatorOptions {
  /** The range that we would propose: tells before the ring exists which claims lie outside. */
  readonly range: Cidr;
  /** What a request without a subnet means; undefined: the whole range. */
  readonly defaultSubnet: Cidr | undefined;
  /** A peer as errors name it. */
  nameOf(peer: PeerKey): string;
}

export class Allocator {
  readonly #ledger: Ledger;
  readonly #space: Space;
  readonly #leasing: Leasing;
  readonly #borrowing: Borrowing;
  readonly #outbox: Outbox;
  readonly #options: AllocatorOptions;
  readonly #pending = new Map<number, AddressRequest>();
  /** Searches of this round, so that a thousand requests that wait for one range search it once. */
  #searched = new Map<string, SearchOutcome>();

  constructor(
    ledger: Ledger,
    space: Space,
    leasing: Leasing,
    borrowing: Borrowing,
    outbox: Outbox,
    options: AllocatorOptions,
  ) {
    this.#ledger = ledger;
    this.#leasing = leasing;
    this.#space = space;
    this.#borrowing = borrowing;
    this.#outbox = outbox;
    this.#options = options;
  }

  get pending(): ReadonlyMap<number, AddressRequest> {
    return this.#pending;
  }

  add(request: number, body: AddressRequest): void {
    if (this.#pending.size >= pendingMax) {
      this.#outbox.event("warn", "requests-full", { limit: pendingMax });
      this.#outbox.reply(request, refusal("IPAM_BUSY", `${pendingMax} requests wait already: try again later`));
      return;
    }
    this.#pending.set(request, body);
  }

  cancel(request: number): void {
    this.#pending.delete(request);
  }

  /** Answers what can be answered now. */
  serve(moment: Moment): void {
    this.#searched = new Map();
    for (const [request, body] of this.#pending) {
      const reply = this.#answer(moment, body);
      if (!reply) continue;
      this.#pending.delete(request);
      this.#outbox.reply(request, reply);
    }
  }

  #answer(moment: Moment, body: AddressRequest): IpamReply | undefined {
    switch (body.kind) {
      case "lookup":
        return { ok: true, addresses: this.#space.of(body.owner) };
      case "release":
        return this.#release(moment, body.owner, body.address);
      case "prime":
        return this.#ledger.ring ? { ok: true, done: true } : undefined;
      case "allocate":
        return moment.left ? hasLeft : this.#allocate(moment, body.owner, body.subnet);
      case "claim":
        return moment.left ? hasLeft : this.#claim(moment, body.owner, body.address);
    }
  }

  #release({ now }: Moment, owner: AddressOwner, address: Ipv4 | undefined): IpamReply {
    const held = this.#space.of(owner).filter((cidr) => address === undefined || cidr.address === address);
    for (const cidr of held) this.#space.release(cidr.address, now);
    if (held.length === 0 && address !== undefined && this.#space.isWithheld(address)) {
      this.#space.release(address, now);
      return { ok: true, addresses: [{ address, prefixLength: 32 }] };
    }
    return { ok: true, addresses: held };
  }

  #allocate(moment: Moment, owner: AddressOwner, asked: Cidr | undefined): IpamReply | undefined {
    const range = this.#ledger.ring?.genesis.cidr;
    if (!range) return undefined;
    const subnet = asked ?? this.#options.defaultSubnet ?? range;
    const wrong = wrongSubnet(subnet, range);
    if (wrong) return wrong;
    // An old copy of a store may name a holder that gave the address back: even this waits for the confirmation.
    if (!moment.mayGive) return undefined;
    const isOfSubnet = (cidr: Cidr) =>
      cidr.prefixLength === subnet.prefixLength && contains(rangeOf(subnet), cidr.address);
    const held = this.#space.of(owner).find(isOfSubnet);
    if (held) return { ok: true, addresses: [held] };
    const address = this.#space.pick(this.#usableWithin(moment, givable(subnet)), moment.now);
    if (address === undefined) {
      const state = this.#leasing.want(moment.now, givable(subnet));
      return state === "dry" ? this.#failure(this.#search(moment, subnet), subnet) : waiting(state);
    }
    this.#borrowing.end(subnet);
    const given = { address, prefixLength: subnet.prefixLength };
    this.#space.allocate(owner, given);
    return { ok: true, addresses: [given] };
  }

  #claim(moment: Moment, owner: AddressOwner, wanted: Cidr): IpamReply | undefined {
    const wrong = wrongAddress(wanted);
    if (wrong) return wrong;
    const { address } = wanted;
    const range = this.#ledger.ring?.genesis.cidr ?? this.#options.range;
    const isOurs = contains(rangeOf(range), address);
    if (isOurs && (!this.#ledger.ring || !moment.mayGive)) return undefined;
    const holder = this.#space.holder(address);
    if (holder && (holder.container !== owner.container || holder.interface !== owner.interface)) {
      return inUse(address, `${holderText(holder)} on this host`);
    }
    if (holder) return { ok: true, addresses: this.#space.of(owner).filter((cidr) => cidr.address === address) };
    if (!isOurs) return this.#give(owner, wanted);
    const edge = wrongAddress({ address, prefixLength: range.prefixLength });
    if (edge) return edge;
    const window = { start: address, end: address + 1 };
    if (this.#usableWithin(moment, window).length > 0) {
      this.#borrowing.end({ address, prefixLength: 32 });
      return this.#give(owner, wanted);
    }
    const state = this.#leasing.want(moment.now, window);
    if (state !== "dry") return waiting(state);
    return this.#claimElsewhere(moment, address);
  }

  #claimElsewhere(moment: Moment, address: Ipv4): IpamReply | undefined {
    const view = this.#ledger.view();
    if (view?.disputes.some((dispute) => contains(dispute, address))) {
      return refusal("IPAM_DISPUTED", `${formatIpv4(address)} has more than one owner: see \`weave status ipam\``);
    }
    return this.#failure(this.#search(moment, { address, prefixLength: 32 }), { address, prefixLength: 32 });
  }

  #give(owner: AddressOwner, cidr: Cidr): IpamReply {
    this.#space.allocate(owner, cidr);
    return { ok: true, addresses: [cidr] };
  }

  /** Undefined while the search goes on. */
  #failure(outcome: SearchOutcome, subnet: Cidr): Refusal | undefined {
    switch (outcome.kind) {
      case "searching":
        return undefined;
      case "in-use": {
        const holder = outcome.holder === "" ? "another container" : outcome.holder;
        return inUse(subnet.address, `${holder} on ${this.#options.nameOf(outcome.peer)}`);
      }
      case "denied":
        return subnet.prefixLength === 32
          ? this.#cannotBeHad(subnet.address, outcome)
          : this.#exhausted(subnet, outcome);
    }
  }

  #cannotBeHad(address: Ipv4, { absent, silent }: Denial): Refusal {
    const [owner] = [...absent, ...silent];
    if (owner === undefined) {
      const text = `the owner of ${formatIpv4(address)} cannot give it now: ask for another, or try again`;
      return refusal("IPAM_NO_SPACE", text);
    }
    return refusal(
      "IPAM_UNREACHABLE_OWNERS",
      `${formatIpv4(address)} belongs to ${this.#options.nameOf(owner)}, which ${absent.length > 0 ? "is not reachable" : "does not answer"}: ${wayBack}`,
    );
  }

  #exhausted(subnet: Cidr, { absent, silent }: Denial): Refusal {
    const where = `no free address is left in ${formatCidr(subnet)}`;
    const missing = [...new Set([...absent, ...silent])];
    if (missing.length === 0) {
      return refusal("IPAM_NO_SPACE", `${where}: release some (they rest for 60 s), or ask in another subnet`);
    }
    const named = missing.slice(0, namedMax).map((key) => this.#options.nameOf(key));
    if (missing.length > namedMax) named.push(`${missing.length - namedMax} more`);
    const state = absent.length === 0 ? "do not answer" : silent.length === 0 ? "are not reachable" : "cannot be asked";
    return refusal(
      "IPAM_UNREACHABLE_OWNERS",
      `${where} on the peers that answer; some may be on peers that ${state}: ${named.join(", ")}: ${wayBack}`,
    );
  }

  #search({ now, present }: Moment, wanted: Cidr): SearchOutcome {
    const key = `${wanted.address}/${wanted.prefixLength}`;
    const known = this.#searched.get(key);
    if (known) return known;
    const meshId = this.#ledger.meshId as Uint8Array;
    const leased = this.#leasing.isInForce;
    const state = this.#borrowing.search(now, wanted, this.#donors(wanted, present), { meshId, leased });
    this.#searched.set(key, state);
    return state;
  }

  /** Owners of space in `wanted`, with what their block records leave free. */
  #donors(wanted: Cidr, present: ReadonlySet<PeerKey>): readonly Donor[] {
    const window = rangeOf(wanted);
    const used = wanted.prefixLength === 32 ? new Map<PeerKey, number>() : this.#usedWithin(window);
    const donors: Donor[] = [];
    for (const [key, ranges] of this.#ledger.view()?.owned ?? []) {
      const size = sizeOf(within(ranges, window));
      if (key === this.#ledger.identity.key || size === 0) continue;
      donors.push({ key, free: Math.max(0, size - (used.get(key) ?? 0)), present: present.has(key) });
    }
    return donors;
  }

  #usedWithin(window: Range): Map<PeerKey, number> {
    return usedByOwner(this.#ledger, window);
  }

  /** Searches for an address that a container of ours holds and somebody else owns. */
  reclaim(moment: Moment, address: Ipv4): SearchOutcome {
    return this.#search(moment, { address, prefixLength: 32 });
  }

  /** With leases only what is hot. */
  #usableWithin({ now }: Moment, window: Range): readonly Range[] {
    return within(this.#leasing.usable(now), window);
  }
}

/** Undefined while a majority may answer yet. */
function waiting(state: "heating" | "stuck"): Refusal | undefined {
  if (state === "heating") return undefined;
  return refusal(
    "IPAM_NO_MAJORITY",
    "the hot blocks are used up, and no majority of the voters answers to grant more: bring hosts back, or see `weave status ipam`",
  );
}

/** How many addresses each peer has given out in `window`, as block records tell. */
export function usedByOwner(ledger: Ledger, window: Range): Map<PeerKey, number> {
  const used = new Map<PeerKey, number>();
  for (const [record] of ledger.ring?.places() ?? []) {
    if (!record || !isBlock(record)) continue;
    const { start, usedLow, usedHigh } = record.content;
    if (start + blockSize <= window.start || start >= window.end) continue;
    used.set(record.signer, (used.get(record.signer) ?? 0) + bitsIn(usedLow) + bitsIn(usedHigh));
  }
  return used;
}

function bitsIn(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

const hasLeft: Refusal = refusal("IPAM_LEFT", "this router has left the mesh and handed its addresses over");
