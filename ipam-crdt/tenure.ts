/**
 * An owner's side of its lease: which of its addresses are hot, and until when it may give cold ones away.
 *
 *   sent      the hot ranges that it asked for last, under a version that grows with each change
 *   usable    what a majority granted, less what any later request left out: addresses are given from these only
 *   valid     until `holdMs` after the moment at which it sent what a majority granted last
 *
 * Both lists and the version are durable before they are sent, and before anything is given from them. So whatever voters
 * hold of this owner, of the newest version that one of a majority holds, includes all that it gives from. Everything
 * that it cannot settle with a majority leaves it with its usable ranges, for as long as it takes. Cost: O(ranges) a
 * request, O(addresses in use) where it looks for free ones.
 */
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { blocksOf, common, hotRangesMax, minus, sameRanges, toCool, toHeat } from "./hot-ranges.ts";
import type { LeaseMode } from "./lease-mode.ts";
import type { LeaseTerms } from "./lease-terms.ts";
import { decodeTenure, encodeTenure, type LeaseTalk } from "./lease-wire.ts";
import type { Outbox } from "./outbox.ts";
import { joined, type Range, sizeOf, within } from "./range.ts";
import type { Voters } from "./voters.ts";

const tenureKey = "ipam/lease/tenure";
/** Requests of which late answers still count. */
const requestsKept = 8;
/** Free hot blocks that are kept ahead of need, at first and under a burst. */
const blocksAhead = 2;
const blocksAheadMax = 32;
/** A waiting request for an address is refused when no majority answered for so long. */
const stuckMs: Millis = 5_000;
/** What another holds, or asked us for, is not asked for again so soon. */
const avoidMs: Millis = 15_000;

type Request = Extract<LeaseTalk, { readonly kind: "lease-request" }>;
type LeaseAnswer = Extract<LeaseTalk, { readonly kind: "lease-answer" }>;

/** This host's space at this moment. */
export interface Holding {
  readonly owned: readonly Range[];
  /** Given to containers. */
  readonly used: readonly Range[];
  /** Used or resting. */
  readonly busy: readonly Range[];
  readonly blockSize: number;
}

/** Where a wish for a hot address stands. */
export type HeatState =
  /** A majority has been asked. */
  | "heating"
  /** And did not answer for a while. */
  | "stuck"
  /** There is nothing cold and free of ours. */
  | "dry";

export class Tenure {
  readonly #outbox: Outbox;
  #version = 0;
  #sent: readonly Range[] = [];
  #usable: readonly Range[] = [];
  /** What the newest versions left out, as long as no majority knows. */
  #releasing: readonly Range[] = [];
  /** By voter: what it says that others hold of the newest version. */
  readonly #held = new Map<PeerKey, readonly Range[]>();
  /** Since when the newest version waits for a majority; undefined: it has one. */
  #unsettledSince: Millis | undefined;
  #number = 0;
  readonly #requests = new Map<
    number,
    { readonly sentAt: Millis; readonly version: number; readonly config: number }
  >();
  /** By voter: the newest of our requests that it granted. */
  readonly #granted = new Map<
    PeerKey,
    { readonly sentAt: Millis; readonly version: number; readonly config: number }
  >();
  readonly #seen = new Map<PeerKey, number>();
  #renewedAt: Millis | undefined;
  #validUntil: Millis = Number.NEGATIVE_INFINITY;
  #sendAt: Millis = Number.NEGATIVE_INFINITY;
  /** In this launch: when it could first ask, and whether a majority granted anything. */
  #believesAt: Millis = never;
  #heard = false;
  #ahead = blocksAhead;
  #avoided: readonly Range[] = [];
  #avoidUntil: Millis = 0;
  #shedding = false;
  #wished: Range | undefined;
  /** Changes whenever what is usable does. */
  revision = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  open(durable: DurableState): void {
    const stored = decodeTenure(durable.get(tenureKey) ?? new Uint8Array(0));
    if (!stored.ok) return;
    this.#version = stored.value.version;
    this.#sent = stored.value.sent;
    this.#usable = stored.value.usable;
  }

  /** In this launch we may ask from now on. */
  begin(now: Millis, terms: LeaseTerms): void {
    if (this.#believesAt === never) this.#believesAt = now + terms.patienceMs;
  }

  /** What addresses may be given from, if they are owned: nothing until the store's word is confirmed, or nobody can. */
  usable(now: Millis): readonly Range[] {
    return this.#heard || now >= this.#believesAt ? this.#usable : [];
  }

  get sent(): readonly Range[] {
    return this.#sent;
  }

  /** All that voters may hold as hot of ours. */
  get locked(): readonly Range[] {
    return joined([...this.#sent, ...this.#usable, ...this.#releasing]);
  }

  /** Whether cold space may be given away. */
  isValid(now: Millis): boolean {
    return now < this.#validUntil;
  }

  isGrantedBy(voter: PeerKey): boolean {
    return this.#granted.has(voter);
  }

  get validUntil(): Millis {
    return this.#validUntil;
  }

  get renewedAt(): Millis | undefined {
    return this.#renewedAt;
  }

  get unsettledSince(): Millis | undefined {
    return this.#unsettledSince;
  }

  wakeAt(): Millis {
    return Math.min(this.#sendAt, this.#heard ? never : this.#believesAt);
  }

  /** An address of `window` is wanted and none is usable. A single one is wanted whether or not it rests or is withheld. */
  want(now: Millis, window: Range, holding: Holding): HeatState {
    const busy = window.end - window.start === 1 ? [] : holding.busy;
    const ours = common(holding.owned, [window]);
    const unheard = !this.#heard && now < this.#believesAt ? this.#usable : [];
    const pending = joined([...minus(this.#sent, this.#usable), ...unheard]);
    if (sizeOf(minus(common(pending, ours), busy)) > 0) return this.#isStuck(now) ? "stuck" : "heating";
    const cold = within(this.#cold(now, holding), window);
    if (this.#sent.length >= hotRangesMax || sizeOf(minus(cold, busy)) === 0) return "dry";
    if (this.#isStuck(now)) return "stuck";
    this.#ahead = Math.min(2 * this.#ahead, blocksAheadMax);
    this.#wished = window;
    return "heating";
  }

  #isStuck(now: Millis): boolean {
    return this.#unsettledSince !== undefined && now >= this.#unsettledSince + stuckMs;
  }

  #cold(now: Millis, { owned }: Holding): Range[] {
    const cold = minus(owned, this.#sent);
    return now < this.#avoidUntil ? minus(cold, this.#avoided) : cold;
  }

  /** Somebody asked for space and all of ours that is free is hot: blocks that nobody uses cool at once. */
  shed(): void {
    this.#shedding = true;
  }

  /** Addresses that shall become cold, so that they can be given away. */
  cool(now: Millis, range: Range): void {
    const left = minus(this.#sent, [range]);
    if (!sameRanges(left, this.#sent)) this.#change(now, left);
    this.#avoided = joined([...(now < this.#avoidUntil ? this.#avoided : []), range]);
    this.#avoidUntil = now + avoidMs;
  }

  /** Keeps what is hot in step with what we own, hold and need. How many addresses may be given before it is due again. */
  adjust(now: Millis, terms: LeaseTerms, holding: Holding): number {
    const { owned, busy, blockSize } = holding;
    let hot = joined([...common(this.#sent, owned), ...minus(blocksInUse(holding), this.#avoidedNow(now))]);
    const wished = this.#wished;
    this.#wished = undefined;
    if (wished) hot = this.#heated(now, hot, holding, blockSize, wished);
    const free = sizeOf(minus(hot, busy));
    const wanted = this.#ahead * blockSize;
    if (free < wanted / 2 && !this.#shedding) {
      hot = this.#heated(now, hot, holding, wanted - free, undefined);
    } else if (this.#shedding || (now >= this.#sendAt && this.#isSettled && free > 2 * wanted + blockSize)) {
      hot = minus(hot, toCool(hot, busy, blockSize, this.#shedding ? 0 : wanted));
    }
    this.#shedding = false;
    const isNew = this.#version === 0 || !sameRanges(hot, this.#sent);
    if (isNew && hot.length <= hotRangesMax) this.#change(now, hot);
    if (now >= this.#sendAt && this.#isSettled) this.#ahead = Math.max(blocksAhead, this.#ahead / 2);
    this.begin(now, terms);
    return Math.max(0, sizeOf(minus(this.#sent, busy)) - wanted / 2);
  }

  #avoidedNow(now: Millis): readonly Range[] {
    return now < this.#avoidUntil ? this.#avoided : [];
  }

  #heated(now: Millis, hot: Range[], holding: Holding, wanted: number, window: Range | undefined): Range[] {
    const cold = minus(this.#cold(now, holding), hot);
    const chosen = toHeat(
      window ? within(cold, widened(window, holding.blockSize)) : cold,
      window && window.end - window.start === 1 ? [] : holding.busy,
      holding.blockSize,
      wanted,
    );
    return joined([...hot, ...chosen]);
  }

  get #isSettled(): boolean {
    return this.#unsettledSince === undefined;
  }

  /** We gave up everything. */
  release(now: Millis): void {
    if (this.#sent.length > 0) this.#change(now, []);
  }

  /** A takeover left us `kept`; what voters hold of us was cut to it, so it needs a new version. */
  keepOnly(now: Millis, kept: readonly Range[]): void {
    this.#change(now, common(this.#sent, kept));
  }

  #change(now: Millis, hot: readonly Range[]): void {
    this.#version++;
    this.#held.clear();
    this.#releasing = minus(joined([...this.#releasing, ...this.#sent]), hot);
    this.#sent = hot;
    this.#usable = common(this.#usable, hot);
    this.#unsettledSince ??= now;
    this.#sendAt = Number.NEGATIVE_INFINITY;
    this.#persist();
  }

  #persist(): void {
    this.revision++;
    this.#outbox.persist(tenureKey, encodeTenure({ version: this.#version, sent: this.#sent, usable: this.#usable }));
  }

  /** Another decree, perhaps other voters: what they granted counts until it runs out, and is asked for anew. */
  beginConfig(): void {
    this.#sendAt = Number.NEGATIVE_INFINITY;
  }

  /** The requests that are due, by voter. */
  requests(now: Millis, { terms, config }: LeaseMode, voters: Iterable<PeerKey>): ReadonlyMap<PeerKey, Request> {
    const due = new Map<PeerKey, Request>();
    if (now < this.#sendAt) return due;
    this.#sendAt = now + terms.retryMs;
    // Nothing was asked for yet: too much is in use in too many places.
    if (this.#version === 0) return due;
    const number = ++this.#number;
    this.#requests.set(number, { sentAt: now, version: this.#version, config });
    const [oldest] = this.#requests.keys();
    if (oldest !== undefined && this.#requests.size > requestsKept) this.#requests.delete(oldest);
    const isRenewed = this.#renewedAt !== undefined && now < this.#renewedAt + terms.renewMs;
    const isSettled = this.#isSettled && isRenewed;
    for (const voter of voters) {
      const last = this.#granted.get(voter);
      if (isSettled && last?.config === config && last.version === this.#version) continue;
      const seen = this.#seen.get(voter) ?? 0;
      due.set(voter, { kind: "lease-request", number, config, version: this.#version, hot: this.#sent, seen });
    }
    return due;
  }

  /** A voter's answer. True when it brought us a majority's word, or a refusal that changes what we ask for. */
  answered(now: Millis, from: PeerKey, answer: LeaseAnswer, { terms, config, voters }: LeaseMode): void {
    const request = this.#requests.get(answer.number);
    if (!request || !voters.keys.has(from)) return;
    this.#seen.set(from, Math.max(answer.count, this.#seen.get(from) ?? 0));
    if (answer.refused === "stale" && answer.version >= this.#version) this.#becomeOutdated(now, answer.version);
    if (answer.refused === "held" && request.version === this.#version)
      this.#noticeHeld(now, from, answer.held, voters);
    if (answer.refused !== undefined) return;
    const before = this.#granted.get(from);
    if (!before || request.sentAt >= before.sentAt) this.#granted.set(from, request);
    this.#count(now, terms, config, voters);
  }

  /** Others hold what we ask for. One voter may not have heard that they gave it back; so many that no majority is left have. */
  #noticeHeld(now: Millis, from: PeerKey, held: readonly Range[], { keys, unresolved, majority }: Voters): void {
    this.#held.set(from, held);
    if (this.#held.size <= keys.size + unresolved - majority) return;
    // What a majority granted stays: somebody else's word there never had one.
    for (const range of minus(joined([...this.#held.values()].flat()), this.#usable)) this.cool(now, range);
  }

  #count(now: Millis, terms: LeaseTerms, config: number, voters: Voters): void {
    const granted = [...this.#granted].filter(([key, { config: of }]) => of === config && voters.keys.has(key));
    const times = granted.map(([, { sentAt }]) => sentAt).toSorted((a, b) => b - a);
    const renewedAt = times[voters.majority - 1];
    if (renewedAt === undefined) return;
    if (renewedAt + terms.holdMs > this.#validUntil) {
      this.#renewedAt = renewedAt;
      this.#validUntil = renewedAt + terms.holdMs;
    }
    const settled = granted.filter(([, { version }]) => version === this.#version).length >= voters.majority;
    if (!settled) return;
    if (!this.#heard) this.revision++;
    this.#heard = true;
    // Only now: who has no majority asks again soon.
    this.#sendAt = Math.max(this.#sendAt, this.#renewedAt === undefined ? now : this.#renewedAt + terms.renewMs);
    if (this.#isSettled && this.#releasing.length === 0 && sameRanges(this.#usable, this.#sent)) return;
    this.#unsettledSince = undefined;
    this.#releasing = [];
    this.#usable = this.#sent;
    this.#persist();
  }

  /** A voter knows a later version: our store is an old copy, and what it calls usable may not be ours any more. */
  #becomeOutdated(now: Millis, version: number): void {
    this.#version = version;
    this.#usable = [];
    this.#heard = false;
    this.#believesAt = never;
    this.#change(now, this.#sent);
    this.#outbox.event("warn", "lease-outdated", { version });
  }
}

/** What must be hot since containers hold it; in larger blocks where there would be too many. */
function blocksInUse({ owned, used, blockSize }: Holding): Range[] {
  for (let size = blockSize; ; size *= 4) {
    const blocks = blocksOf(used, owned, size);
    if (2 * blocks.length <= hotRangesMax || size > 2 ** 20) return blocks;
  }
}

/** To whole blocks: neighbours of what one container holds become hot with it. */
function widened({ start, end }: Range, blockSize: number): Range {
  return { start: start - (start % blockSize), end: Math.ceil(end / blockSize) * blockSize };
}
