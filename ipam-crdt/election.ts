/**
 * Drives Paxos (consensus.ts) over the mesh: one proposal at a time, to the peers that the caller invites, answered by
 * those that see it likewise. The caller says what a quorum is, which value to propose when none is inherited, and
 * what to do with the chosen one. A proposal that finds no quorum in `attemptMs` is given up; the caller tries again
 * after a random while, so that two proposers do not overtake each other for ever.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import { type Acceptors, type PromiseTalk, Proposal } from "./consensus.ts";
import type { LeaseEntry } from "./lease-wire.ts";
import type { Outbox } from "./outbox.ts";
import { type Ballot, type KnownTalk, roundMax, type Talk } from "./wire.ts";

const attemptMs: Millis = 3_000;
/** After a quorum has promised, so long we wait for the others: who promised gets a share of the range. */
const stragglersMs: Millis = 500;

/** Who is asked, and what for. */
export interface Electorate {
  readonly instance: number;
  readonly invited: readonly PeerKey[];
  readonly removes: PeerKey | undefined;
  /** A takeover by lease, with our own word on it: only promises that bring their acceptor's word count. */
  readonly lease?: LeaseEntry | undefined;
  quorum(proposal: Proposal): number;
  /** The value to propose; undefined gives up. */
  build(proposal: Proposal): Uint8Array | undefined;
}

export type ElectionOutcome =
  | { readonly kind: "chosen"; readonly value: Uint8Array; readonly proposal: Proposal }
  | { readonly kind: "failed"; readonly proposal: Proposal };

/** What an acceptor adds to its answers. */
export interface Seat {
  readonly self: PeerKey;
  readonly meshId: () => Uint8Array | undefined;
  /** First boot: peers expected, and the range that the user set. */
  readonly expected: () => number;
  readonly range: PromiseTalk["range"];
  /** Proves an acceptance to third parties. */
  sign(instance: number, ballot: Ballot, value: Uint8Array): Uint8Array;
}

export class Election {
  readonly #acceptors: Acceptors;
  readonly #outbox: Outbox;
  readonly #seat: Seat;
  #running: { readonly electorate: Electorate; readonly proposal: Proposal; readonly deadline: Millis } | undefined;
  #quorumAt: Millis | undefined;
  #roundSeen = 0;

  constructor(acceptors: Acceptors, outbox: Outbox, seat: Seat) {
    this.#acceptors = acceptors;
    this.#outbox = outbox;
    this.#seat = seat;
  }

  get running(): Proposal | undefined {
    return this.#running?.proposal;
  }

  wakeAt(): Millis {
    if (!this.#running) return never;
    const { deadline, proposal } = this.#running;
    const waits = this.#quorumAt !== undefined && !proposal.value;
    return waits ? Math.min(deadline, (this.#quorumAt ?? never) + stragglersMs) : deadline;
  }

  start(now: Millis, electorate: Electorate): void {
    const { instance, invited, removes, lease } = electorate;
    const round = 1 + Math.max(this.#roundSeen, this.#acceptors.at(instance).promised?.round ?? 0);
    if (round > roundMax) return;
    const ballot = { round, proposer: this.#seat.self };
    this.#running = { electorate, proposal: new Proposal(instance, ballot), deadline: now + attemptMs };
    this.#quorumAt = undefined;
    for (const peer of invited)
      this.#tell(peer, { kind: "prepare", instance, ballot, removes, byLease: lease !== undefined });
  }

  stop(): void {
    this.#running = undefined;
  }

  /** Goes as far as the answers allow; what came of it once it is over. */
  advance(now: Millis): ElectionOutcome | undefined {
    if (!this.#running) return undefined;
    const { electorate, proposal, deadline } = this.#running;
    if (!proposal.value && !this.#propose(now, electorate, proposal)) return this.#end({ kind: "failed", proposal });
    if (proposal.value && proposal.accepted.size >= electorate.quorum(proposal)) {
      return this.#end({ kind: "chosen", value: proposal.value, proposal });
    }
    return now >= deadline ? this.#end({ kind: "failed", proposal }) : undefined;
  }

  /** False when there is nothing to propose. */
  #propose(now: Millis, electorate: Electorate, proposal: Proposal): boolean {
    if (proposal.promises.size < electorate.quorum(proposal)) {
      this.#quorumAt = undefined; // more peers than before may be present: what was a quorum is none any more
      return true;
    }
    this.#quorumAt ??= now;
    const answered = proposal.promises.size + proposal.refusals.size;
    if (answered < electorate.invited.length && now < this.#quorumAt + stragglersMs) return true;
    const value = proposal.inherited() ?? electorate.build(proposal);
    if (!value) return false;
    proposal.value = value;
    const { instance, ballot } = proposal;
    for (const peer of electorate.invited) this.#tell(peer, { kind: "accept", instance, ballot, value });
    return true;
  }

  #end(outcome: ElectionOutcome): ElectionOutcome {
    this.#roundSeen = Math.max(this.#roundSeen, outcome.proposal.overtakenBy?.round ?? 0);
    this.#running = undefined;
    this.#quorumAt = undefined;
    return outcome;
  }

  /** Answers to our proposal. */
  received(from: PeerKey, talk: Extract<Talk, { readonly kind: "promise" | "accepted" | "refused" }>): void {
    if (!this.#running?.proposal.isFor(talk.instance, talk.ballot)) return;
    const { electorate, proposal } = this.#running;
    if (!electorate.invited.includes(from)) return;
    if (talk.kind === "promise" && electorate.lease && !talk.lease) proposal.refuse(from, "leased", undefined);
    else if (talk.kind === "promise") proposal.promises.set(from, talk);
    else if (talk.kind === "refused") proposal.refuse(from, talk.reason, talk.promised);
    else if (proposal.value) proposal.accepted.set(from, talk.signature);
  }

  /** As an acceptor that may answer; `lease` is its word where a lease is asked about. */
  answer(from: PeerKey, talk: Extract<Talk, { readonly kind: "prepare" | "accept" }>, lease?: LeaseEntry): void {
    const { instance, ballot } = talk;
    this.#roundSeen = Math.max(this.#roundSeen, ballot.round);
    if (talk.kind === "prepare") {
      const state = this.#acceptors.prepare(instance, ballot);
      if ("refusedBy" in state) {
        this.refuse(from, talk, "promised", state.refusedBy);
        return;
      }
      const expected = this.#seat.expected();
      const { accepted } = state;
      this.#tell(from, { kind: "promise", instance, ballot, accepted, expected, range: this.#seat.range, lease });
    } else {
      const promised = this.#acceptors.accept(instance, ballot, talk.value);
      if (promised) {
        this.refuse(from, talk, "promised", promised);
        return;
      }
      const signature = this.#seat.sign(instance, ballot, talk.value);
      this.#tell(from, { kind: "accepted", instance, ballot, signature });
    }
  }

  refuse(
    from: PeerKey,
    { instance, ballot }: { readonly instance: number; readonly ballot: Ballot },
    reason: string,
    promised?: Ballot,
  ): void {
    this.#tell(from, { kind: "refused", instance, ballot, promised, reason });
  }

  /** We are our own acceptor and answer at once; the answer counts no sooner than it is durable, as all of a step. */
  #tell(to: PeerKey, talk: KnownTalk): void {
    if (to !== this.#seat.self) {
      this.#outbox.talk(to, this.#seat.meshId(), talk);
      return;
    }
    if (talk.kind === "prepare" || talk.kind === "accept") this.answer(to, talk, this.#running?.electorate.lease);
    else if (talk.kind === "promise" || talk.kind === "accepted" || talk.kind === "refused") this.received(to, talk);
  }
}
