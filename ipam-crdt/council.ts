/**
 * Decrees being made: `rmpeer` for a user, and the list of voters kept in step with who owns space. The clerk, which is
 * the present voter of the lowest key, adds owners that do not vote yet and drops voters that are gone and own nothing;
 * so a joiner votes a moment after it owns space, and proposers seldom meet. A voter answers for the next decree only,
 * while it knows its own record to be the newest, and not against a peer that it sees.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomBelow } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Proposal } from "./consensus.ts";
import { addedMax, type DecreeValue, encodeDecreeValue } from "./decree.ts";
import type { Election, ElectionOutcome } from "./election.ts";
import type { LeaseEntry } from "./lease-wire.ts";
import type { Leasing } from "./leasing.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";
import { sizeOf } from "./range.ts";
import { votesMax } from "./token.ts";
import type { Talk } from "./wire.ts";

const clerkEveryMs: Millis = 5_000;
/** Between looks at what is to be decided about leases. */
const leaseEveryMs: Millis = 5_000;
/** A removal that found no majority by then is given up. */
const removalMs: Millis = 15_000;
const removalsMax = 64;
const noVote = "this router has no vote: run it on a host that has owned addresses for a while";
/** Votes fit into one record. */
const votersMax: number = votesMax;

interface Removal {
  readonly request: number;
  readonly peer: PeerKey;
  readonly deadline: Millis;
  /** Addresses that it owned when we last looked before the decree. */
  owned: number;
  reason: string;
}

export class Council {
  readonly #ledger: Ledger;
  readonly #election: Election;
  readonly #outbox: Outbox;
  readonly #random: Random;
  readonly #leasing: Leasing;
  #removals: Removal[] = [];
  #clerkAt: Millis = 0;
  #leaseAt: Millis = 0;
  #mayVote = false;
  #attemptAt: Millis = 0;
  #present: ReadonlySet<PeerKey> = new Set();

  constructor(ledger: Ledger, election: Election, outbox: Outbox, random: Random, leasing: Leasing) {
    this.#ledger = ledger;
    this.#leasing = leasing;
    this.#election = election;
    this.#outbox = outbox;
    this.#random = random;
  }

  wakeAt(): Millis {
    if (!this.#ledger.ring) return never;
    const removal = Math.min(...this.#removals.map((pending) => pending.deadline));
    if (this.#election.running || !this.#mayVote) return removal;
    if (this.#removals.length > 0) return Math.min(removal, this.#attemptAt);
    const leases = this.#isVoter() ? Math.max(this.#attemptAt, this.#leaseAt, this.#leasing.wishAt()) : never;
    return Math.min(this.#isClerk() ? this.#clerkAt : never, leases);
  }

  setPresent(present: ReadonlySet<PeerKey>): void {
    this.#present = present;
  }

  /** `rmpeer`. Replies once the decree stands, or says why it does not. */
  remove(now: Millis, request: number, peer: PeerKey, force: boolean): void {
    const refused = this.#refusal(peer, force);
    if (refused) {
      this.#refuse(request, ...refused);
      return;
    }
    const owned = this.#ownedBy(peer);
    if (owned === 0 && !this.#votes(peer) && !this.#leasing.holdsHot(peer)) {
      this.#outbox.reply(request, { ok: true, takenOver: 0 });
      return;
    }
    if (force) {
      this.#force(request, peer, owned);
      return;
    }
    const self = this.#ledger.identity.key;
    // Who owns addresses is given a vote in a moment; nobody else's proposal is ever answered.
    if (!this.#votes(self) && this.#ownedBy(self) === 0) {
      this.#refuse(request, "IPAM_NO_VOTER", noVote);
      return;
    }
    if (this.#removals.length >= removalsMax) {
      this.#refuse(request, "IPAM_BUSY", "too many removals are under way; try again");
      return;
    }
    this.#removals.push({ request, peer, deadline: now + removalMs, owned, reason: "" });
    this.#attemptAt = now;
  }

  #refusal(peer: PeerKey, force: boolean): readonly [string, string] | undefined {
    if (!this.#ledger.ring) return ["IPAM_NO_RING", "no ring exists yet, so no peer owns addresses"];
    if (peer === this.#ledger.identity.key) {
      return ["IPAM_REMOVE_SELF", "a router cannot remove itself: use `weave reset`"];
    }
    if (this.#present.has(peer) && !force) {
      return ["IPAM_PEER_SEEN", "the peer is reachable: stop it first, or use --force"];
    }
    if (force && !this.#votes(this.#ledger.identity.key)) {
      return ["IPAM_NO_VOTER", noVote];
    }
    return undefined;
  }

  cancel(request: number): void {
    this.#removals = this.#removals.filter((removal) => removal.request !== request);
  }

  pending(): readonly number[] {
    return this.#removals.map((removal) => removal.request);
  }

  #force(request: number, peer: PeerKey, owned: number): void {
    const value = { removed: peer, heir: this.#ledger.identity.key, added: [] };
    this.#record(this.#nextNumber(), encodeDecreeValue(value), [], true);
    this.#outbox.event("warn", "peer-removed-by-force", { peer, addresses: owned });
    this.#outbox.reply(request, { ok: true, takenOver: owned });
  }

  /** Proposes what is due; `mayVote` once our own record is confirmed. */
  advance(now: Millis, mayVote: boolean): void {
    this.#mayVote = mayVote;
    this.#settleRemovals(now);
    if (!mayVote || this.#election.running) return;
    const [removal] = this.#removals;
    if (removal && now >= this.#attemptAt) {
      this.#proposeRemoval(now, removal);
      return;
    }
    if (removal) return;
    if (now >= this.#clerkAt && this.#isClerk()) this.#proposeVoters(now);
    if (!this.#election.running && now >= Math.max(this.#attemptAt, this.#leaseAt) && this.#isVoter())
      this.#proposeForLeases(now);
  }

  /** Not without a majority: who is cut off would only bind itself. */
  #proposeForLeases(now: Millis): void {
    const { keys, majority } = this.#voters();
    const present = [...keys].filter((key) => this.#present.has(key)).length;
    const wish = present < majority ? undefined : this.#leasing.wish(now, this.#nextNumber());
    this.#leaseAt = now + leaseEveryMs;
    if (wish) this.#elect(now, wish.removes, wish.lease, (proposal) => wish.build(proposal));
  }

  #settleRemovals(now: Millis): void {
    const open: Removal[] = [];
    for (const removal of this.#removals) {
      const { request, peer, owned } = removal;
      const isRemoved = this.#ownedBy(peer) === 0 && !this.#votes(peer) && !this.#leasing.holdsHot(peer);
      if (isRemoved) this.#outbox.reply(request, { ok: true, takenOver: owned });
      else if (now >= removal.deadline) this.#giveUp(removal);
      else open.push(removal);
    }
    this.#removals = open;
  }

  #giveUp({ request, reason }: Removal): void {
    if (reason === "seen") {
      this.#refuse(request, "IPAM_PEER_SEEN", "another peer still sees it: stop it first, or use --force");
    } else if (!this.#votes(this.#ledger.identity.key)) {
      this.#refuse(request, "IPAM_NO_VOTER", noVote);
    } else {
      const { majority } = this.#voters();
      const message = `no majority of voters (${majority}) could be reached: bring them back, or use --force`;
      this.#refuse(request, "IPAM_NO_MAJORITY", message);
    }
  }

  #proposeRemoval(now: Millis, removal: Removal): void {
    removal.owned = Math.max(removal.owned, this.#ownedBy(removal.peer));
    const value = { removed: removal.peer, heir: this.#ledger.identity.key, added: [] };
    this.#propose(now, value, removal.peer);
  }

  #proposeVoters(now: Millis): void {
    this.#clerkAt = now + clerkEveryMs;
    const { keys } = this.#voters();
    const owners = [...(this.#ledger.view()?.owned.keys() ?? [])];
    const room = Math.max(0, votersMax - keys.size);
    const added = owners.filter((key) => this.#present.has(key) && !keys.has(key)).slice(0, Math.min(addedMax, room));
    const isGone = (key: PeerKey) =>
      !this.#present.has(key) && this.#ownedBy(key) === 0 && !this.#leasing.holdsHot(key);
    const gone = [...keys].find(isGone);
    if (added.length === 0 && !gone) return;
    this.#propose(now, { removed: gone, heir: gone ? this.#ledger.identity.key : undefined, added }, gone);
  }

  #propose(now: Millis, value: DecreeValue, removes: PeerKey | undefined): void {
    this.#elect(now, removes, undefined, () => encodeDecreeValue(value));
  }

  #elect(
    now: Millis,
    removes: PeerKey | undefined,
    lease: LeaseEntry | undefined,
    build: (proposal: Proposal) => Uint8Array,
  ): void {
    const voters = this.#voters();
    this.#election.start(now, {
      instance: this.#nextNumber(),
      invited: [...voters.keys].filter((key) => this.#present.has(key)),
      removes,
      lease,
      quorum: () => voters.majority,
      build,
    });
  }

  /** An election of a decree ended. */
  ended(now: Millis, outcome: ElectionOutcome): void {
    this.#attemptAt = now + 500 + randomBelow(this.#random, 1_500);
    const { proposal } = outcome;
    if (outcome.kind === "chosen") {
      const votes = [...proposal.accepted].map(([voter, signature]) => ({ voter, ballot: proposal.ballot, signature }));
      this.#record(proposal.instance, outcome.value, votes, false);
      this.#attemptAt = now;
      return;
    }
    const reason = [...proposal.refusals.values()].find((said) => said === "seen") ?? "";
    for (const removal of this.#removals) removal.reason = reason;
  }

  /** As a voter. The ring's newest decrees reach a proposer that lacks them by anti-entropy. */
  received(
    now: Millis,
    from: PeerKey,
    talk: Extract<Talk, { readonly kind: "prepare" | "accept" }>,
    mayVote: boolean,
  ): void {
    const { keys } = this.#voters();
    if (!mayVote) this.#election.refuse(from, talk, "unconfirmed");
    else if (talk.instance !== this.#nextNumber()) this.#election.refuse(from, talk, "outdated");
    else if (!keys.has(this.#ledger.identity.key) || !keys.has(from)) this.#election.refuse(from, talk, "no-voter");
    else if (talk.kind === "prepare" && talk.removes && this.#present.has(talk.removes)) {
      this.#election.refuse(from, talk, "seen");
    } else if (talk.kind === "prepare" && talk.removes && talk.byLease) {
      const lease = this.#leasing.promise(now, talk.removes, talk.instance);
      if (typeof lease === "string") this.#election.refuse(from, talk, lease);
      else this.#election.answer(from, talk, lease);
    } else this.#election.answer(from, talk);
  }

  #record(
    number: number,
    value: Uint8Array,
    votes: readonly {
      readonly voter: PeerKey;
      readonly ballot: { readonly round: number; readonly proposer: PeerKey };
      readonly signature: Uint8Array;
    }[],
    forced: boolean,
  ): void {
    this.#ledger.writeFixed(number, { kind: "decree", number, value, votes, forced });
  }

  #refuse(request: number, code: string, message: string): void {
    this.#outbox.reply(request, { ok: false, code, message });
  }

  #voters(): { readonly keys: ReadonlySet<PeerKey>; readonly majority: number } {
    return this.#ledger.view()?.decrees.voters ?? { keys: new Set(), majority: 1 };
  }

  #votes(peer: PeerKey): boolean {
    return this.#voters().keys.has(peer);
  }

  #nextNumber(): number {
    return (this.#ledger.view()?.decrees.decrees.length ?? 0) + 1;
  }

  #ownedBy(peer: PeerKey): number {
    return sizeOf(this.#ledger.view()?.claims.filter((claim) => claim.owner === peer) ?? []);
  }

  #isVoter(): boolean {
    return this.#votes(this.#ledger.identity.key);
  }

  #isClerk(): boolean {
    const { keys } = this.#voters();
    const self = this.#ledger.identity.key;
    if (!keys.has(self) || !this.#present.has(self)) return false;
    for (const key of keys) if (key < self && this.#present.has(key)) return false;
    return true;
  }
}
