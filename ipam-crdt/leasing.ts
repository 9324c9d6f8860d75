/**
 * Leases, put together: this host's own (tenure.ts), and as a voter everybody's (grants.ts), carried over changes of
 * voters (succession.ts) and ended by takeovers (takeover.ts). What it all is for, and why it is safe: docs/ipam.md.
 *
 * Where no decree put leases in force (lease-mode.ts) this costs nothing. Else addresses are given from hot ranges only,
 * and cold space is given away only while a majority of voters renewed our lease lately. Cost: O(voters) a renewal.
 */
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import { bytesOf, Grants, numberIn } from "./grants.ts";
import { common, minus } from "./hot-ranges.ts";
import { type LeaseMode, leaseModeOf, votes } from "./lease-mode.ts";
import type { LeaseStatus } from "./lease-status.ts";
import { hotBlockSize } from "./lease-terms.ts";
import { entriesMax, type LeaseEntry, type LeaseTalk } from "./lease-wire.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { type Range, sizeOf } from "./range.ts";
import type { Space } from "./space.ts";
import { Succession } from "./succession.ts";
import { Takeover, type Wish } from "./takeover.ts";
import { type HeatState, type Holding, Tenure } from "./tenure.ts";
import { payloadBytesMax } from "./wire.ts";

const configKey = "ipam/lease/config";

type Told<K extends LeaseTalk["kind"]> = Extract<LeaseTalk, { readonly kind: K }>;

export class Leasing {
  readonly #ledger: Ledger;
  readonly #space: Space;
  readonly #outbox: Outbox;
  readonly #tenure: Tenure;
  readonly #grants: Grants;
  readonly #succession: Succession;
  readonly #takeover: Takeover;
  #present: ReadonlySet<PeerKey> = new Set();
  /** The newest decree whose consequences were drawn. */
  #config = 0;
  #lastAt: Millis | undefined;
  #left = false;
  readonly #wantedMs: Millis | undefined;
  #isToldApart = false;
  #wasValid = false;
  #isOpen = false;
  /** For what our hot ranges were looked through last. */
  #adjusted: { readonly revision: number; readonly usedUntil: number; readonly tenure: number } | undefined;
  /** The last answer of `usable`. */
  #usable: { readonly owned: readonly Range[]; readonly of: readonly Range[]; readonly ranges: readonly Range[] };

  constructor(ledger: Ledger, space: Space, outbox: Outbox, random: Random, wantedMs: Millis | undefined) {
    this.#ledger = ledger;
    this.#space = space;
    this.#outbox = outbox;
    this.#wantedMs = wantedMs;
    this.#usable = { owned: [], of: [], ranges: [] };
    this.#tenure = new Tenure(outbox);
    this.#grants = new Grants(outbox);
    this.#succession = new Succession(outbox);
    const voter = { grants: this.#grants, succession: this.#succession };
    this.#takeover = new Takeover(ledger, voter, outbox, random, wantedMs);
  }

  open(durable: DurableState, now: Millis): void {
    this.#tenure.open(durable);
    this.#grants.open(durable, now);
    this.#succession.open(durable, now);
    this.#config = numberIn(durable.get(configKey));
    this.#takeover.decided(now, false);
    this.#isOpen = true;
  }

  setPresent(present: ReadonlySet<PeerKey>): void {
    this.#present = present;
    this.#takeover.setPresent(present);
  }

  get #mode(): LeaseMode | undefined {
    return this.#isOpen ? leaseModeOf(this.#ledger) : undefined;
  }

  get isInForce(): boolean {
    return this.#mode !== undefined;
  }

  wakeAt(): Millis {
    const mode = this.#mode;
    if (!mode) return never;
    const { gapMs, retryMs } = mode.terms;
    const last = this.#lastAt ?? 0;
    const isUnready = votes(mode, mode.self) && !this.#succession.isReady(mode);
    return Math.max(last + 1, Math.min(last + gapMs / 2, isUnready ? last + retryMs : never, this.#tenure.wakeAt()));
  }

  /** Each step, once our store is confirmed. */
  advance(now: Millis, left: boolean): void {
    const mode = this.#mode;
    if (!mode) return;
    this.#noticeGap(now, mode);
    this.#tellApart(mode);
    if (this.#config !== mode.config) this.#draw(now, mode);
    if (votes(mode, mode.self)) {
      for (const { to, number } of this.#succession.questions(now, mode, this.#present)) {
        this.#tell(now, to, { kind: "grants-question", number, config: mode.config });
      }
      if (this.#succession.advance(now, mode))
        this.#outbox.event("info", "lease-grants-known", { decree: mode.config });
    }
    this.#adjust(now, mode, left);
    const asked = [...mode.voters.keys].filter((key) => this.#present.has(key));
    for (const [voter, request] of this.#tenure.requests(now, mode, asked)) this.#tell(now, voter, request);
    this.#noticeValidity(now);
  }

  /** A voter cannot tell whether it slept or its clock jumped: it takes everybody's lease for renewed just now. */
  #noticeGap(now: Millis, { terms }: LeaseMode): void {
    const gap = now - (this.#lastAt ?? now);
    this.#lastAt = now;
    if (gap <= terms.gapMs) return;
    this.#grants.beginAnew(now);
    this.#outbox.event("info", "lease-clock-gap", { ms: Math.round(gap) });
  }

  /** Our user asked for leases of another length than the mesh has. */
  #tellApart({ terms }: LeaseMode): void {
    const wanted = this.#wantedMs;
    if (this.#isToldApart || wanted === undefined || wanted === terms.leaseMs) return;
    this.#isToldApart = true;
    this.#outbox.event("warn", "lease-option-ignored", { wantedMs: wanted, inForceMs: terms.leaseMs });
  }

  #noticeValidity(now: Millis): void {
    const valid = this.#tenure.isValid(now);
    if (valid === this.#wasValid) return;
    this.#wasValid = valid;
    this.#outbox.event(valid ? "info" : "warn", valid ? "lease-valid" : "lease-lost", {
      hot: sizeOf(this.usable(now)),
    });
  }

  /** What decrees mean for leases. */
  #draw(now: Millis, { self, config }: LeaseMode): void {
    let isTakeover = false;
    for (const { number, value } of this.#ledger.view()?.decrees.decrees ?? []) {
      const { removed, kept } = value;
      if (number <= this.#config || !removed) continue;
      if (kept) this.#grants.cut(removed, number, kept);
      else this.#grants.forget(removed, number);
      if (removed === self) this.#tenure.keepOnly(now, kept ?? []);
      isTakeover ||= kept !== undefined;
    }
    this.#config = config;
    this.#outbox.persist(configKey, bytesOf(config));
    this.#grants.release(config);
    this.#takeover.decided(now, isTakeover);
    this.#tenure.beginConfig();
  }

  #adjust(now: Millis, { terms }: LeaseMode, left: boolean): void {
    if (left) {
      if (!this.#left) this.#tenure.release(now);
      this.#left = true;
      return;
    }
    const revision = this.#ledger.ring?.revision ?? 0;
    const { changes: used } = this.#space;
    const { revision: tenure } = this.#tenure;
    const known = this.#adjusted;
    const isSame = known?.revision === revision && known.tenure === tenure && used <= known.usedUntil;
    if (isSame && now < this.#tenure.wakeAt()) return;
    const slack = this.#tenure.adjust(now, terms, this.#holding(now));
    this.#adjusted = { revision, usedUntil: used + slack, tenure: this.#tenure.revision };
  }

  #holding(now: Millis): Holding {
    const range = this.#ledger.ring?.genesis.range ?? { start: 0, end: 0 };
    const [used, busy] = [this.#space.usedRanges(), this.#space.busyRanges(now)];
    return { owned: this.#ledger.owned(), used, busy, blockSize: hotBlockSize(range) };
  }

  /** What addresses may be given from: all of ours without leases. */
  usable(now: Millis): readonly Range[] {
    const owned = this.#ledger.owned();
    if (!this.isInForce) return owned;
    const of = this.#tenure.usable(now);
    if (this.#usable.owned !== owned || this.#usable.of !== of) this.#usable = { owned, of, ranges: common(of, owned) };
    return this.#usable.ranges;
  }

  /** No address of `window` is usable: sees to it that one becomes so. */
  want(now: Millis, window: Range): HeatState {
    if (!this.isInForce) return "dry";
    this.#adjusted = undefined;
    return this.#tenure.want(now, window, this.#holding(now));
  }

  /** Whether space may be given away, and to whom: who keeps to leases gives to nobody else. */
  mayGiveTo(now: Millis, leased: boolean): "yes" | "no" | "later" {
    if (!this.isInForce) return "yes";
    if (!leased) return "no";
    return this.#tenure.isValid(now) ? "yes" : "later";
  }

  /** Who may get all that we have: with leases one that keeps to them, as who granted ours does. */
  mayInherit(peer: PeerKey): boolean {
    return !this.isInForce || this.#tenure.isGrantedBy(peer);
  }

  /** What of ours may be given away: what is not hot. */
  get cold(): readonly Range[] {
    const owned = this.#ledger.owned();
    return this.isInForce ? minus(owned, this.#tenure.locked) : owned;
  }

  /** Somebody asks for space of `window` and all of ours there is hot. True when some of it will be cold soon. */
  makeCold(now: Millis, window: Range): boolean {
    if (!this.isInForce) return false;
    const hot = common(this.#tenure.locked, [window]);
    const free = minus(common(hot, this.#ledger.owned()), this.#space.busyRanges(now));
    if (sizeOf(free) === 0) return false;
    if (window.end - window.start === 1) this.#tenure.cool(now, window);
    else this.#tenure.shed();
    this.#adjusted = undefined;
    return true;
  }

  /** Our store is an old copy: what we granted in the time that it forgot is lost. */
  forgot(now: Millis): void {
    this.#succession.forget(now);
  }

  received(now: Millis, from: PeerKey, talk: LeaseTalk, mayGive: boolean): void {
    const mode = this.#mode;
    switch (talk.kind) {
      case "lease-request":
        this.#tell(now, from, this.#answer(now, from, talk, mayGive));
        return;
      case "lease-answer":
        if (mode) this.#tenure.answered(now, from, talk, mode);
        return;
      case "grants-question":
        if (mode && mayGive && this.#config === mode.config) this.#tellGrants(now, from, talk, mode);
        return;
      case "grants-answer":
        // What was granted under a decree before ours may be void by it.
        if (!mode || talk.config < mode.config || this.#config !== mode.config) return;
        for (const entry of talk.entries) this.#grants.merge(now, entry);
        this.#succession.answered(from, talk);
        return;
    }
  }

  #answer(now: Millis, from: PeerKey, talk: Told<"lease-request">, mayGive: boolean): Told<"lease-answer"> {
    const mode = this.#mode;
    const { number } = talk;
    const answer = { kind: "lease-answer", number, version: 0, held: [] } as const;
    const refuse = (refused: Told<"lease-answer">["refused"]) => ({ ...answer, refused, count: this.#grants.count });
    // What a decree means is drawn before anything is granted under it.
    const isCurrent = mode?.config === talk.config && mode.config === this.#config;
    if (!mode || !isCurrent || !votes(mode, mode.self)) return refuse("outdated");
    if (talk.seen > this.#grants.count) {
      this.#grants.raiseCount(talk.seen);
      this.#succession.forget(now);
      this.#outbox.event("warn", "lease-store-outdated", { source: from });
    }
    if (!mayGive) return refuse("unconfirmed");
    if (!this.#succession.isReady(mode)) {
      // Not granted, but known: what a voter that forgot goes on with.
      this.#grants.merge(now, { peer: from, ...talk, ageMs: 0, own: false });
      return refuse("not-ready");
    }
    return { ...answer, ...this.#grants.ask(now, from, talk), count: this.#grants.count };
  }

  #tellGrants(now: Millis, to: PeerKey, { number }: Told<"grants-question">, { config, since }: LeaseMode): void {
    const chunks: LeaseEntry[][] = [[]];
    let room = payloadBytesMax - 128;
    for (const entry of this.#grants.entries(now)) {
      const cost = 64 + 12 * entry.hot.length;
      if (cost > room || (chunks.at(-1)?.length ?? 0) >= entriesMax) {
        chunks.push([]);
        room = payloadBytesMax - 128;
      }
      chunks.at(-1)?.push(entry);
      room -= cost;
    }
    const ready = this.#succession.readyAt(since);
    chunks.forEach((entries, part) => {
      const more = part < chunks.length - 1;
      this.#tell(now, to, { kind: "grants-answer", number, config, ready, entries, part, more });
    });
  }

  /** As an acceptor of a takeover by lease. */
  promise(now: Millis, removes: PeerKey, instance: number): LeaseEntry | string {
    return this.#takeover.promise(now, this.#mode, removes, instance);
  }

  wish(now: Millis, instance: number): Wish | undefined {
    return this.#takeover.wish(now, this.#mode, instance);
  }

  wishAt(): Millis {
    return this.#takeover.wakeAt(this.#mode);
  }

  /** Whether voters hold ranges as hot for it: then it is not simply gone. */
  holdsHot(peer: PeerKey): boolean {
    return (this.#grants.of(peer)?.hot.length ?? 0) > 0;
  }

  /** We are a voter of our own: what we say to ourselves counts no sooner than it is durable, as all of a step. */
  #tell(now: Millis, to: PeerKey, talk: LeaseTalk): void {
    if (to === this.#ledger.identity.key) this.received(now, to, talk, true);
    else this.#outbox.talk(to, this.#ledger.meshId, talk);
  }

  status(now: Millis): LeaseStatus | undefined {
    const mode = this.#mode;
    if (!mode) return undefined;
    const hot = this.usable(now);
    const { renewedAt, validUntil } = this.#tenure;
    return {
      leaseMs: mode.terms.leaseMs,
      validUntil,
      valid: this.#tenure.isValid(now),
      validForMs: Math.max(0, validUntil - now),
      renewedAgoMs: renewedAt === undefined ? undefined : now - renewedAt,
      hot,
      hotFree: sizeOf(minus(hot, this.#space.busyRanges(now))),
      unsettled: this.#tenure.unsettledSince !== undefined,
      ready: votes(mode, mode.self) ? this.#succession.isReady(mode) : undefined,
      known: [...this.#grants.peers].map((key) => ({
        key,
        ageMs: this.#grants.ageOf(now, key),
        hot: sizeOf(this.#grants.of(key)?.hot ?? []),
      })),
    };
  }
}
