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
import type { Talk } from "./wire.ts";

const quorumPatienceMs: Millis = 5_000;
const turnMs: Millis = 2_000;
/** Between attempts that find no quorum, at most. */
const pauseMaxMs: Millis = 30_000;

export interface Boot {
  readonly quorum: number;
  readonly known: number;
}

export class FirstBoot {
  readonly #crypto: Crypto;
  readonly #random: Random;
  readonly #options: IpamOptions;
  readonly #election: Election;
  #present: ReadonlySet<PeerKey>;
  readonly #observers = new Set<PeerKey>();
  /** How many peers each promiser expected when it last said so. */
  #expectedBy: ReadonlyMap<PeerKey, number> = new Map();
  #attemptAt: Millis = never;
  #failures = 0;
  #complete = false;

  constructor(crypto: Crypto, random: Random, options: IpamOptions, election: Election) {
    this.#crypto = crypto;
    this.#random = random;
    this.#options = options;
    this.#election = election;
    this.#present = new Set([options.identity.key]);
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

  /** For people: the quorum that the last attempt asked for, as far as its promisers are still here. */
  boot(): Boot {
    const said = [...this.#expectedBy].filter(([key]) => this.#present.has(key)).map(([, expected]) => expected);
    return { quorum: majority(Math.max(this.expected(), ...said)), known: this.#candidates().length };
  }

  /** What we tell a proposer: how many peers there are as far as we know. */
  expected(): number {
    return Math.max(this.#configured(), this.#candidates().length);
  }

  setPresent(now: Millis, present: ReadonlySet<PeerKey>): void {
    const changed = present.size !== this.#present.size || [...present].some((key) => !this.#present.has(key));
    this.#present = present;
    for (const key of this.#observers) if (!present.has(key)) this.#observers.delete(key);
    if (changed) this.#failures = 0;
    this.#schedule(now);
  }

  /**
   * What somebody says of first boot tells whether it only observes. Acceptors learn it as proposers do, by a proposal
   * of their own: until then they count it, which delays and never divides.
   */
  heard(now: Millis, from: PeerKey, talk: Talk): void {
    if (!("instance" in talk) || talk.instance !== 0 || !this.#present.has(from)) return;
    const observes = talk.kind === "refused" && talk.reason === "observer";
    const counts = talk.kind !== "refused" || talk.reason === "promised";
    if (observes && !this.#observers.has(from)) this.#observers.add(from);
    else if (!counts || !this.#observers.delete(from)) return;
    this.#failures = 0;
    this.#schedule(now);
  }

  /** Proposes when it is time; `needed` when somebody waits for an address. */
  advance(now: Millis, needed: boolean): void {
    if (this.#election.running) return;
    const alone = this.#configured() === 1 && this.#candidates().length === 1;
    if (!(needed && alone) && now < this.#attemptAt) return;
    // A change of who is present makes a new attempt.
    this.#attemptAt = never;
    if (this.isObserver || this.#candidates().length < majority(this.expected()) || (alone && !needed)) return;
    this.#election.start(now, {
      instance: 0,
      invited: [...this.#present],
      removes: undefined,
      quorum: (proposal) => this.#quorumOf(proposal),
      build: (proposal) => this.#build(proposal),
    });
  }

  /** An attempt found no quorum. What others expect may change without our hearing of it: we ask again, ever less often. */
  failed(now: Millis, proposal: Proposal): void {
    this.#expectedBy = new Map([...proposal.promises].map(([key, { expected }]) => [key, expected]));
    const pause = Math.min(pauseMaxMs, turnMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#attemptAt = now + randomBelow(this.#random, pause);
  }

  decode(value: Uint8Array): Genesis | undefined {
    const genesis = decodeGenesis(this.#crypto, value);
    return genesis.ok ? genesis.value : undefined;
  }

  #configured(): number {
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
    const complete = candidates.length >= this.#configured() && candidates.length > 1;
    if (candidates.length < majority(this.expected())) this.#attemptAt = never;
    else if (this.#attemptAt === never || (complete && !this.#complete)) {
      const turn = candidates[0] === this.#options.identity.key ? 0 : turnMs + randomBelow(this.#random, turnMs);
      this.#attemptAt = now + turn + (complete ? 0 : quorumPatienceMs);
    }
    this.#complete = complete;
  }

  #quorumOf(proposal: Proposal): number {
    const said = [...proposal.promises.values()].map((promise) => promise.expected);
    return majority(Math.max(this.expected(), ...said));
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
