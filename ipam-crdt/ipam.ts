/**
 * Address management as one machine: the ring, this host's space in it, first boot, decrees, and the requests of users.
 *
 * A step takes its input (what peers say goes through conversation.ts), then settles: elections, adoption, confirmation, upkeep of our tokens, waiting requests, block
 * records. Whatever became durable leaves in front of every answer and message of the step (outbox.ts). Nothing of ours
 * is written, given or donated before the store is confirmed (quarantine.ts). Driven by `router/core.ts`, which also
 * hands `channelState` to gossip as the channel `ring`. Cost: O(1) for an allocation from own space but for the space's
 * pick, O(tokens) when the ring's tokens changed.
 */
import { formatCidr, type Ipv4, networkOf } from "../base/address.ts";
import type { DurableState, Machine } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { ChannelState } from "../gossip/gossip-types.ts";
import { Allocator, type Moment } from "./allocator.ts";
import { Borrowing } from "./borrowing.ts";
import { Acceptors } from "./consensus.ts";
import { Conversation } from "./conversation.ts";
import { Council } from "./council.ts";
import { signVote } from "./decree.ts";
import { Departure } from "./departure.ts";
import { Election } from "./election.ts";
import { FirstBoot } from "./first-boot.ts";
import type { Genesis } from "./genesis.ts";
import { statusOf } from "./ipam-status.ts";
import type { IpamInput, IpamOptions, IpamOutput, IpamRequest, IpamState, IpamStatus } from "./ipam-types.ts";
import { Leasing } from "./leasing.ts";
import { Ledger } from "./ledger.ts";
import { Nicknames } from "./nicknames.ts";
import { Outbox } from "./outbox.ts";
import { Confirmation } from "./quarantine.ts";
import { deltasOf, digestOf, isOfOtherMesh, lackedRecords } from "./ring-digest.ts";
import { Space } from "./space.ts";
import { Strangers } from "./strangers.ts";
import { Tending } from "./tending.ts";

export interface IpamPorts {
  readonly random: Random;
  readonly crypto: Crypto;
  readonly durable: DurableState;
}

/** Addresses that we hold and do not own are asked for again after so long. */
const reclaimEveryMs: Millis = 5_000;
const reclaimsMax = 32;

export class Ipam implements Machine<IpamInput, IpamOutput, IpamStatus> {
  readonly #options: IpamOptions;
  readonly #durable: DurableState;
  readonly #self: PeerKey;
  readonly #outbox: Outbox;
  readonly #ledger: Ledger;
  readonly #space: Space;
  readonly #acceptors: Acceptors;
  readonly #election: Election;
  readonly #firstBoot: FirstBoot;
  readonly #council: Council;
  readonly #confirmation = new Confirmation();
  readonly #borrowing: Borrowing;
  readonly #allocator: Allocator;
  readonly #tending: Tending;
  readonly #departure: Departure;
  readonly #leasing: Leasing;
  readonly #nicknames: Nicknames;
  readonly #conversation: Conversation;
  readonly #strangers = new Strangers();
  #started = false;
  /** Of the last step. */
  #now: Millis = 0;
  #announced = false;
  #present: ReadonlySet<PeerKey>;
  #reclaimAt: Millis = 0;

  constructor({ random, crypto, durable }: IpamPorts, options: IpamOptions) {
    this.#options = options;
    this.#durable = durable;
    const { identity, range, rangeExplicit } = options;
    this.#self = identity.key;
    this.#present = new Set([identity.key]);
    this.#outbox = new Outbox();
    this.#ledger = new Ledger(crypto, identity, this.#outbox);
    this.#space = new Space(this.#outbox);
    this.#acceptors = new Acceptors(this.#outbox);
    this.#election = new Election(this.#acceptors, this.#outbox, {
      self: identity.key,
      meshId: () => this.#ledger.meshId,
      expected: () => this.#firstBoot.expected(),
      range: rangeExplicit ? { address: networkOf(range), prefixLength: range.prefixLength } : undefined,
      sign: (instance, ballot, value) => {
        const { meshId } = this.#ledger;
        return meshId ? signVote(crypto, identity, meshId, { instance, ballot, value }) : new Uint8Array(0);
      },
    });
    this.#firstBoot = new FirstBoot(crypto, random, options, this.#election);
    this.#leasing = new Leasing(this.#ledger, this.#space, this.#outbox, random, options.leaseMs);
    this.#council = new Council(this.#ledger, this.#election, this.#outbox, random, this.#leasing);
    this.#borrowing = new Borrowing(this.#outbox);
    this.#allocator = new Allocator(this.#ledger, this.#space, this.#leasing, this.#borrowing, this.#outbox, {
      range,
      defaultSubnet: options.defaultSubnet,
      nameOf: (peer) => this.#nicknames.shown(peer),
    });
    this.#tending = new Tending(this.#ledger, this.#space, this.#outbox, options);
    this.#departure = new Departure(this.#ledger, this.#space, this.#outbox, this.#leasing);
    this.#nicknames = new Nicknames(crypto, this.#outbox);
    this.#conversation = new Conversation({
      ledger: this.#ledger,
      space: this.#space,
      outbox: this.#outbox,
      election: this.#election,
      firstBoot: this.#firstBoot,
      council: this.#council,
      confirmation: this.#confirmation,
      borrowing: this.#borrowing,
      departure: this.#departure,
      strangers: this.#strangers,
      leasing: this.#leasing,
      adopt: (genesis) => this.#becomePrimed(genesis),
    });
    this.#ledger.open(durable);
    this.#acceptors.open(durable);
    this.#tending.open(durable);
    this.#nicknames.open(durable);
  }

  /** The readable side of the channel `ring`. */
  get channelState(): ChannelState {
    return {
      digest: () => digestOf(this.#ledger.ring),
      diff: (remote) => {
        const { ring } = this.#ledger;
        if (!ring) return [];
        const lacked = lackedRecords(ring, remote);
        const isTold = lacked.length > 0 || remote.length === 0 || isOfOtherMesh(ring, remote);
        return isTold ? deltasOf(ring, lacked) : [];
      },
    };
  }

  step(now: Millis, input: IpamInput): readonly IpamOutput[] {
    this.#now = now;
    if (!this.#started) this.#start(now);
    switch (input.kind) {
      case "wake":
        break;
      case "peers":
        this.#setPresent(now, input.present, input.nicknames);
        break;
      case "ring":
        this.#conversation.ringDelta(now, input.source, input.payload);
        break;
      case "unicast":
        this.#conversation.unicast(now, input.source, input.payload);
        break;
      case "fenced":
        this.#confirmation.fence();
        break;
      case "request":
        this.#request(now, input.request, input.body);
        break;
      case "cancel":
        this.#allocator.cancel(input.request);
        this.#council.cancel(input.request);
        this.#departure.cancel(input.request);
        break;
    }
    this.#settle(now);
    return this.#outbox.flush(this.#ledger.ring);
  }

  wakeAt(): Millis {
    if (!this.#started) return 0;
    const { ring } = this.#ledger;
    return Math.min(
      this.#election.wakeAt(),
      ring ? never : this.#firstBoot.wakeAt(),
      ring ? this.#council.wakeAt() : never,
      this.#confirmation.wakeAt(),
      this.#borrowing.wakeAt(),
      this.#departure.wakeAt(),
      this.#confirmation.mayGive ? this.#leasing.wakeAt() : never,
      this.#mayReclaim() ? this.#reclaimAt : never,
    );
  }

  status(): IpamStatus {
    return statusOf({
      now: this.#now,
      state: this.#state(),
      self: this.#self,
      ledger: this.#ledger,
      space: this.#space,
      boot: this.#ledger.ring ? undefined : this.#firstBoot.boot(),
      present: this.#present,
      nicknames: this.#nicknames,
      defaultSubnet: this.#options.defaultSubnet,
      strangers: this.#strangers,
      lease: this.#leasing.status(this.#now),
      pending: [
        ...[...this.#allocator.pending].map(([request, { kind }]) => ({ request, kind })),
        ...this.#council.pending().map((request) => ({ request, kind: "remove-peer" as const })),
        ...this.#departure.pending().map((request) => ({ request, kind: "leave" as const })),
      ],
    });
  }

  #state(): IpamState {
    if (this.#departure.left) return "left";
    if (!this.#ledger.ring) {
      const waits = this.#allocator.pending.size > 0 || this.#election.running !== undefined;
      return waits || this.#options.initialPeerCount > 1 ? "awaiting-consensus" : "idle";
    }
    const { state } = this.#confirmation;
    return state === "confirmed" ? "ready" : state;
  }

  #start(now: Millis): void {
    this.#started = true;
    this.#space.open(this.#durable, now);
    this.#leasing.open(this.#durable, now);
    const { range, rangeExplicit } = this.#options;
    const ring = this.#ledger.ring;
    const seeded = ring ? undefined : this.#firstBoot.seeded();
    if (seeded) this.#becomePrimed(seeded);
    const otherSeeds = (seeded?.members.length ?? 0) > 1;
    // Without a store we may be a seed's new machine: others know what was given away under its name.
    if (otherSeeds || (seeded && this.#options.initialPeerCount > 1)) this.#confirmation.begin(now);
    if (!ring) return;
    if (rangeExplicit && formatCidr(range) !== formatCidr(ring.genesis.cidr)) {
      const facts = { configured: formatCidr(range), ring: formatCidr(ring.genesis.cidr) };
      this.#outbox.event("warn", "range-ignored", facts);
    }
    if (this.#options.initialPeerCount > 1 || this.#tending.knowsOthers()) this.#confirmation.begin(now);
  }

  #setPresent(now: Millis, present: ReadonlySet<PeerKey>, nicknames: ReadonlyMap<PeerKey, string>): void {
    this.#present = new Set([...present, this.#self]);
    this.#nicknames.learn(nicknames);
    this.#firstBoot.setPresent(now, this.#present);
    this.#council.setPresent(this.#present);
    this.#strangers.keepPresent(this.#present);
    this.#leasing.setPresent(this.#present);
    this.#conversation.setPresent(this.#present);
  }

  #becomePrimed(genesis: Genesis): void {
    this.#ledger.adopt(genesis);
    this.#acceptors.forgetUpTo(0);
    if (this.#election.running?.instance === 0) this.#election.stop();
    this.#outbox.event("info", "ring-known", { range: formatCidr(genesis.cidr), members: genesis.members.length });
  }

  #request(now: Millis, request: number, body: IpamRequest): void {
    switch (body.kind) {
      case "remove-peer":
        this.#council.remove(now, request, body.peer, body.force);
        return;
      case "leave":
        this.#departure.request(request);
        return;
      case "allocate":
      case "claim":
      case "lookup":
      case "release":
      case "prime":
        this.#allocator.add(request, body);
        return;
    }
  }

  #settle(now: Millis): void {
    this.#elect(now);
    if (!this.#ledger.ring) {
      this.#firstBoot.advance(now, this.#isNeeded());
      this.#elect(now);
    }
    if (this.#ledger.ring) this.#settlePrimed(now);
    this.#departure.advance(now, this.#confirmation.mayGive, this.#strangers.without(this.#present));
    this.#allocator.serve(this.#moment(now));
    this.#borrowing.forgetIdle(now);
    if (this.#ledger.ring && this.#confirmation.mayGive && !this.#departure.left) this.#tending.writeBlocks();
  }

  #settlePrimed(now: Millis): void {
    this.#announce();
    this.#noticeNewerOwn(now);
    this.#conversation.askForRecords(now, this.#self);
    if (this.#confirmation.advance(now)) {
      const { state } = this.#confirmation;
      this.#outbox.event(state === "unconfirmed" ? "warn" : "info", `store-${state}`);
      if (this.#confirmation.mayGive) this.#tending.reviewBlocks();
    }
    const mayGive = this.#confirmation.mayGive && !this.#departure.left;
    if (mayGive) {
      this.#tending.claimSeed();
      this.#tending.tend(now);
    }
    if (this.#confirmation.mayGive) this.#leasing.advance(now, this.#departure.left);
    this.#council.advance(now, mayGive);
    this.#elect(now);
    if (mayGive) {
      this.#tending.tend(now);
      this.#reclaim(now);
    }
  }

  #elect(now: Millis): void {
    const outcome = this.#election.advance(now);
    if (!outcome) return;
    if (outcome.proposal.instance > 0) {
      if (this.#ledger.ring) this.#council.ended(now, outcome);
      return;
    }
    const genesis = outcome.kind === "chosen" ? this.#firstBoot.decode(outcome.value) : undefined;
    if (!genesis) {
      this.#firstBoot.failed(now, outcome.proposal);
      return;
    }
    if (this.#ledger.ring) return;
    this.#becomePrimed(genesis);
    this.#outbox.announceRing();
  }

  #announce(): void {
    const genesis = this.#ledger.ring?.genesis;
    if (!genesis || this.#announced) return;
    this.#announced = true;
    const { meshId, cidr, ipv6Prefix } = genesis;
    this.#outbox.output({ kind: "mesh", meshId, range: cidr, ipv6Prefix });
  }

  #noticeNewerOwn(now: Millis): void {
    const newer = this.#ledger.takeNewerOwn();
    if (newer.length === 0) return;
    this.#leasing.forgot(now);
    const withheld = this.#tending.withholdForgotten(now, newer, this.#confirmation.mayGive);
    if (this.#confirmation.quarantine(now)) {
      this.#outbox.event("warn", "store-outdated", { records: newer.length, withheld });
    }
  }

  /** Containers of ours hold addresses that a decree moved to another: ask for them one by one. */
  #reclaim(now: Millis): void {
    if (now < this.#reclaimAt) return;
    const foreign = this.#foreignAllocations();
    if (foreign.length === 0) return;
    this.#reclaimAt = now + reclaimEveryMs;
    for (const address of foreign.slice(0, reclaimsMax)) this.#allocator.reclaim(this.#moment(now), address);
  }

  #mayReclaim(): boolean {
    return this.#confirmation.mayGive && !this.#departure.left && this.#foreignAllocations().length > 0;
  }

  #foreignAllocations(): readonly Ipv4[] {
    return this.#tending.foreignAllocations();
  }

  #isNeeded(): boolean {
    for (const { kind } of this.#allocator.pending.values()) {
      if (kind === "allocate" || kind === "claim" || kind === "prime") return true;
    }
    return false;
  }

  #moment(now: Millis): Moment {
    return { now, mayGive: this.#confirmation.mayGive, left: this.#departure.left, present: this.#present };
  }
}
