/**
 * From no ring to a ring: decided together (`consensus`), known beforehand (`seed`), or waited for (`observer`). A
 * router that meets a ring adopts it, whatever it was told.
 *
 * A quorum is the majority of the largest number that anybody concerned expects or sees: our N, the N of whoever
 * promises, and the peers present that are no observers. So a router that was launched alone decides alone, at its first
 * need, only while it knows of nobody; and no two quorums of peers that know of each other decide apart. With all of N
 * present the peer of the lowest key proposes at once; with a mere quorum after `quorumPatienceMs`, the others later.
 */

import { networkOf } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { type Random, randomBelow } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { Proposal } from "./consensus.ts";
import type { Election } from "./election.ts";
import { decodeGenesis, type Genesis, proposeGenesis, seededGenesis } from "./genesis.ts";
import type { IpamOptions } from "./ipam-types.ts";

export const quorumPatienceMs: Millis = 5_000;
export const turnMs: Millis = 2_000;

export interface Boot {
  readonly quorum: number;
  readonly known: number;
}

export class FirstBoot {
  readonly #crypto: Crypto;
  readonly #random: Random;
  readonly #options: IpamOptions;
  readonly #election: Election;
  #present: ReadonlySet<PeerKey> = new Set();
  readonly #observers = new Set<PeerKey>();
  #attemptAt: Millis = never;
  #complete = false;
  #largestExpected = 0;

  constructor(crypto: Crypto, random: Random, options: IpamOptions, election: Election) {
    this.#crypto = crypto;
    this.#random = random;
    this.#options = options;
    this.#election = election;
  }

  /** The ring that a seed list gives without a word; undefined when there is another way. */
  seeded(): Genesis | undefined {
    const { init, range } = this.#options;
    return init.kind === "seed" ? seededGenesis(this.#crypto, range, init.peers) : undefined;
  }

  get isObserver(): boolean {
    return this.#options.init.kind === "observer";
  }

  wakeAt(): Millis {
    return this.#election.running ? never : this.#attemptAt;
  }

  boot(): Boot {
    const known = this.#candidates().length;
    return { quorum: majority(Math.max(this.#expected(), known, this.#largestExpected)), known };
  }

  /** What we tell a proposer: how many peers there are as far as we know. */
  expected(): number {
    return this.isObserver ? 0 : Math.max(this.#expected(), this.#candidates().length);
  }

  setPresent(now: Millis, present: ReadonlySet<PeerKey>): void {
    this.#present = present;
    for (const key of this.#observers) if (!present.has(key)) this.#observers.delete(key);
    this.#schedule(now);
  }

  /** It answered that it only observes. */
  sawObserver(now: Millis, key: PeerKey): void {
    if (!this.#present.has(key) || this.#observers.has(key)) return;
    this.#observers.add(key);
    this.#schedule(now);
  }

  /** Proposes when it is time; `needed` when somebody waits for an address. */
  advance(now: Millis, needed: boolean): void {
    if (this.#election.running) return;
    const alone = this.#expected() === 1 && this.#candidates().length === 1;
    if (!(needed && alone) && now < this.#attemptAt) return;
    // A change of who is present makes a new attempt.
    this.#attemptAt = never;
    if (this.isObserver || this.#candidates().length < this.boot().quorum || (alone && !needed)) return;
    this.#election.start(now, {
      instance: 0,
      invited: [...this.#present],
      removes: undefined,
      quorum: (proposal) => this.#quorumOf(proposal),
      build: (proposal) => this.#build(proposal),
    });
  }

  /** An attempt found no quorum. */
  failed(now: Millis, proposal: Proposal): void {
    for (const { expected } of proposal.promises.values()) {
      this.#largestExpected = Math.max(this.#largestExpected, expected);
    }
    for (const [key, reason] of proposal.refusals) if (reason === "observer") this.#observers.add(key);
    this.#attemptAt = now + randomBelow(this.#random, turnMs);
  }

  decode(value: Uint8Array): Genesis | undefined {
    const genesis = decodeGenesis(this.#crypto, value);
    return genesis.ok ? genesis.value : undefined;
  }

  #expected(): number {
    const { init, initialPeerCount } = this.#options;
    return Math.max(1, (init.kind === "consensus" ? init.peers : undefined) ?? initialPeerCount);
  }

  #candidates(): PeerKey[] {
    const candidates = new Set([...this.#present, this.#options.identity.key]);
    return [...candidates].filter((key) => !this.#observers.has(key)).toSorted();
  }

  #schedule(now: Millis): void {
    if (this.isObserver) return;
    const candidates = this.#candidates();
    const complete = candidates.length >= this.#expected() && candidates.length > 1;
    if (candidates.length < this.boot().quorum) this.#attemptAt = never;
    else if (this.#attemptAt === never || (complete && !this.#complete)) {
      const turn = candidates[0] === this.#options.identity.key ? 0 : turnMs + randomBelow(this.#random, turnMs);
      this.#attemptAt = now + turn + (complete ? 0 : quorumPatienceMs);
    }
    this.#complete = complete;
  }

  #quorumOf(proposal: Proposal): number {
    const expected = [...proposal.promises.values()].map((promise) => promise.expected);
    const refusing = [...proposal.refusals.values()].filter((reason) => reason === "observer").length;
    const present =
      new Set([...this.#present, this.#options.identity.key]).size - Math.max(refusing, this.#observers.size);
    return majority(Math.max(this.#expected(), present, ...expected));
  }

  #build(proposal: Proposal): Uint8Array {
    return proposeGenesis(this.#crypto, this.#random, this.#rangeFor(proposal), [...proposal.promises.keys()]).bytes;
  }

  /** A range that some user set goes before a default. */
  #rangeFor(proposal: Proposal): IpamOptions["range"] {
    const { range, rangeExplicit } = this.#options;
    if (rangeExplicit) return range;
    const said = [...proposal.promises.values()].map((promise) => promise.range);
    return said.find((cidr) => cidr && networkOf(cidr) === cidr.address) ?? range;
  }
}

function majority(count: number): number {
  return Math.floor(count / 2) + 1;
}
