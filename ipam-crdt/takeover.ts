/**
 * Decrees about leases, from the side of voters: putting leases in force where a user asked for them, and the takeover of
 * a peer whose lease ran out. The *clerk* proposes it: of the present voters that keep to leases the one of the lowest
 * key, so proposers seldom meet. An acceptor looks at its own clock, adds to its promise what it knows to be hot, and is
 * bound from then on (grants.ts); the value keeps the newest list among the promises, which of a majority one is.
 *
 * Heir is the present voter with least space whose own lease is fresh; one takeover at a time, with pauses that grow
 * while they fail. Whoever is bound for long ends the undecided instance with a decree that changes nothing.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomBelow } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Proposal } from "./consensus.ts";
import { type DecreeValue, encodeDecreeValue } from "./decree.ts";
import type { Grants } from "./grants.ts";
import { minus } from "./hot-ranges.ts";
import { type LeaseMode, votes } from "./lease-mode.ts";
import type { LeaseEntry } from "./lease-wire.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { type Range, sizeOf } from "./range.ts";
import type { Succession } from "./succession.ts";

/** Between attempts to have leases put in force. */
const proposeEveryMs: Millis = 5_000;
const boundMs: Millis = 10_000;

/** A decree to propose. */
export interface Wish {
  readonly removes: PeerKey | undefined;
  /** A takeover: our own word on the lease, as others add it to their promises. */
  readonly lease: LeaseEntry | undefined;
  build(proposal: Proposal): Uint8Array;
}

export class Takeover {
  readonly #ledger: Ledger;
  readonly #grants: Grants;
  readonly #succession: Succession;
  readonly #outbox: Outbox;
  readonly #random: Random;
  /** What this router's user asked for. */
  readonly #wantedMs: Millis | undefined;
  #present: ReadonlySet<PeerKey> = new Set();
  #boundSince: Millis | undefined;
  #proposeAt: Millis = 0;
  #takeoverAt: Millis = 0;
  #failures = 0;

  constructor(
    ledger: Ledger,
    voter: { readonly grants: Grants; readonly succession: Succession },
    outbox: Outbox,
    random: Random,
    wantedMs: Millis | undefined,
  ) {
    this.#ledger = ledger;
    this.#grants = voter.grants;
    this.#succession = voter.succession;
    this.#outbox = outbox;
    this.#random = random;
    this.#wantedMs = wantedMs;
  }

  setPresent(present: ReadonlySet<PeerKey>): void {
    this.#present = present;
  }

  /** When `wish` may have something to say. */
  wakeAt(mode: LeaseMode | undefined): Millis {
    if (!mode) return this.#wantedMs === undefined ? never : this.#proposeAt;
    if (!votes(mode, mode.self)) return never;
    return Math.min(this.#takeoverAt, (this.#boundSince ?? never) + boundMs);
  }

  /** A decree was made: what was promised for it is void, and what it took counts as done. */
  decided(now: Millis, isTakeover: boolean): void {
    this.#boundSince = this.#grants.isBound ? (this.#boundSince ?? now) : undefined;
    if (isTakeover) this.#failures = 0;
  }

  /** As an acceptor: our word on the lease of whom a takeover removes, after which it is granted no more; or why not. */
  promise(now: Millis, mode: LeaseMode | undefined, removes: PeerKey, instance: number): LeaseEntry | string {
    if (!mode || !this.#succession.isReady(mode)) return "not-ready";
    const grant = this.#grants.of(removes);
    if (!grant || this.#grants.ageOf(now, removes) < mode.terms.takeoverMs) return "leased";
    this.#grants.bind(removes, instance);
    this.#boundSince ??= now;
    return this.#grants.entry(now, grant);
  }

  /** What we would have decided next. `instance` is the decree's number. */
  wish(now: Millis, mode: LeaseMode | undefined, instance: number): Wish | undefined {
    if (!mode) return now < this.#proposeAt ? undefined : this.#wishForLeases(now);
    return this.#wishToEnd(now) ?? this.#wishForTakeover(now, mode, instance);
  }

  #pause(least: Millis): Millis {
    return least + randomBelow(this.#random, least);
  }

  #wishForLeases(now: Millis): Wish | undefined {
    const leaseMs = this.#wantedMs;
    if (leaseMs === undefined) return undefined;
    this.#proposeAt = now + this.#pause(proposeEveryMs);
    return neutral({ leaseMs });
  }

  #wishToEnd(now: Millis): Wish | undefined {
    const since = this.#boundSince;
    if (since === undefined || now < since + boundMs) return undefined;
    this.#boundSince = now + this.#pause(boundMs) - boundMs;
    return neutral({});
  }

  #wishForTakeover(now: Millis, mode: LeaseMode, instance: number): Wish | undefined {
    if (now < this.#takeoverAt || !this.#isClerk(now, mode) || !this.#succession.isReady(mode)) return undefined;
    const [gone] = [...this.#grants.peers]
      .filter((peer) => !this.#present.has(peer) && this.#grants.ageOf(now, peer) >= mode.terms.takeoverMs)
      .filter((peer) => votes(mode, peer) || sizeOf(this.#coldOf(peer)) > 0)
      .toSorted((a, b) => this.#grants.ageOf(now, b) - this.#grants.ageOf(now, a) || (a < b ? -1 : 1));
    const lease = gone && this.promise(now, mode, gone, instance);
    if (!gone || !lease || typeof lease === "string") return undefined;
    this.#takeoverAt = now + Math.min(mode.terms.leaseMs, mode.terms.spacingMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 8);
    return { removes: gone, lease, build: (proposal) => this.#value(now, mode, gone, lease, proposal) };
  }

  #value(now: Millis, mode: LeaseMode, removed: PeerKey, own: LeaseEntry, { promises }: Proposal): Uint8Array {
    let newest = own;
    for (const { lease } of promises.values()) if (lease && lease.version > newest.version) newest = lease;
    const heir = this.#heir(now, mode);
    this.#outbox.event("info", "lease-takeover-proposed", { peer: removed, heir, kept: sizeOf(newest.hot) });
    return encodeDecreeValue({ removed, heir, added: [], kept: newest.hot });
  }

  #heir(now: Millis, mode: LeaseMode): PeerKey {
    const owned = this.#ledger.view()?.owned;
    const size = (key: PeerKey) => sizeOf(owned?.get(key) ?? []);
    const [heir] = [...mode.voters.keys]
      .filter((key) => this.#isFresh(now, mode, key))
      .toSorted((a, b) => size(a) - size(b) || (a < b ? -1 : 1));
    return heir ?? mode.self;
  }

  #isFresh(now: Millis, { terms }: LeaseMode, key: PeerKey): boolean {
    return this.#present.has(key) && this.#grants.of(key) !== undefined && this.#grants.ageOf(now, key) < terms.holdMs;
  }

  #isClerk(now: Millis, mode: LeaseMode): boolean {
    if (!votes(mode, mode.self)) return false;
    for (const key of mode.voters.keys) if (key < mode.self && this.#isFresh(now, mode, key)) return false;
    return true;
  }

  /** What a takeover by lease would move. */
  #coldOf(peer: PeerKey): readonly Range[] {
    const claims = this.#ledger.view()?.claims.filter((claim) => claim.owner === peer) ?? [];
    return minus(claims, this.#grants.of(peer)?.hot ?? []);
  }
}

/** A decree that moves nothing. */
function neutral(value: Pick<DecreeValue, "leaseMs">): Wish {
  const bytes = encodeDecreeValue({ removed: undefined, heir: undefined, added: [], ...value });
  return { removes: undefined, lease: undefined, build: () => bytes };
}
