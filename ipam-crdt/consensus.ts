/**
 * Single-decree Paxos (Lamport, "Paxos made simple", 2001), one instance for first boot (0) and one a decree.
 *
 * `Acceptors` is the durable half: a promise or an acceptance is persisted in the step that answers it, hence before
 * the answer leaves. `Proposal` is one attempt of one proposer; it may be forgotten at any time. Invariant: once a
 * quorum has accepted a value in some ballot, every later proposal finds it in one of its promises and carries it on.
 * That needs quorums that meet: the callers say how large one is, and an acceptor answers only who it may.
 */
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Outbox } from "./outbox.ts";
import { hex8 } from "./token.ts";
import { type Ballot, decodeAcceptor, encodeAcceptor, type StoredAcceptor, type Talk } from "./wire.ts";

export type PromiseTalk = Extract<Talk, { readonly kind: "promise" }>;

const acceptorPrefix = "ipam/acceptor/";
const nothing: StoredAcceptor = { promised: undefined, accepted: undefined };

function compareBallots(a: Ballot, b: Ballot): number {
  return a.round - b.round || (a.proposer < b.proposer ? -1 : a.proposer > b.proposer ? 1 : 0);
}

/** What we promised and accepted, by instance. */
export class Acceptors {
  readonly #outbox: Outbox;
  readonly #states = new Map<number, StoredAcceptor>();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  open(durable: DurableState): void {
    for (const key of durable.keys(acceptorPrefix)) {
      const stored = decodeAcceptor(durable.get(key) ?? new Uint8Array(0));
      if (stored.ok) this.#states.set(Number.parseInt(key.slice(acceptorPrefix.length), 16), stored.value);
    }
  }

  at(instance: number): StoredAcceptor {
    return this.#states.get(instance) ?? nothing;
  }

  /** Promises to take no older ballot; what was accepted before, or the higher ballot that forbids it. */
  prepare(instance: number, ballot: Ballot): StoredAcceptor | { readonly refusedBy: Ballot } {
    const state = this.at(instance);
    if (state.promised && compareBallots(ballot, state.promised) < 0) return { refusedBy: state.promised };
    this.#store(instance, { ...state, promised: ballot });
    return state;
  }

  /** Accepts unless something newer was promised, which is then returned. */
  accept(instance: number, ballot: Ballot, value: Uint8Array): Ballot | undefined {
    const { promised } = this.at(instance);
    if (promised && compareBallots(ballot, promised) < 0) return promised;
    this.#store(instance, { promised: ballot, accepted: { ballot, value } });
    return undefined;
  }

  /** The outcome of these instances is known to everybody we answer; their state is no longer asked for. */
  forgetUpTo(instance: number): void {
    for (const known of this.#states.keys()) {
      if (known > instance) continue;
      this.#states.delete(known);
      this.#outbox.persist(acceptorPrefix + hex8(known), undefined);
    }
  }

  #store(instance: number, state: StoredAcceptor): void {
    this.#states.set(instance, state);
    this.#outbox.persist(acceptorPrefix + hex8(instance), encodeAcceptor(state));
  }
}

/** One attempt. Answers for another ballot are ignored; those of one peer count once. */
export class Proposal {
  readonly instance: number;
  readonly ballot: Ballot;
  readonly promises = new Map<PeerKey, PromiseTalk>();
  /** Acceptances, with what proves them. */
  readonly accepted = new Map<PeerKey, Uint8Array>();
  readonly refusals = new Map<PeerKey, string>();
  value: Uint8Array | undefined;
  /** The highest ballot that stood in our way. */
  overtakenBy: Ballot | undefined;

  constructor(instance: number, ballot: Ballot) {
    this.instance = instance;
    this.ballot = ballot;
  }

  isFor(instance: number, ballot: Ballot): boolean {
    return instance === this.instance && compareBallots(ballot, this.ballot) === 0;
  }

  /** The value that must be carried on: that of the highest ballot which a promiser accepted. */
  inherited(): Uint8Array | undefined {
    let best: PromiseTalk["accepted"];
    for (const { accepted } of this.promises.values()) {
      if (accepted && (!best || compareBallots(accepted.ballot, best.ballot) > 0)) best = accepted;
    }
    return best?.value;
  }

  refuse(from: PeerKey, reason: string, promised: Ballot | undefined): void {
    this.refusals.set(from, reason);
    if (promised && (!this.overtakenBy || compareBallots(promised, this.overtakenBy) > 0)) this.overtakenBy = promised;
  }
}
