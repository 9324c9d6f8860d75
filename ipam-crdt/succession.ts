/**
 * Carries what voters granted over a change of voters. After decree n a voter is *ready* when it holds all that was
 * granted under the decrees before; only then does it grant, or promise a takeover.
 *
 * It asks the others what they granted. Who answers knows decree n and so grants nothing more under earlier ones. It is
 * ready by one answer of somebody who is; or, where the best of those that answered (itself included) was ready at
 * decree m, by answers of a majority of the voters of each of the decrees m to n - 1: whatever a majority of those
 * granted, one of them told. A voter whose store proved to be an old copy counts for nothing itself, and needs so many
 * ready others that they meet every majority it was of. Two such voters may each lack the other: then, when all living
 * owners have had a lease and more to say again what is hot, it takes each other's word as well. Readiness is durable, as the grants are. Cost: one exchange a decree and voter.
 */
import type { DurableState } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import { bytesOf, numberIn } from "./grants.ts";
import type { LeaseMode } from "./lease-mode.ts";
import type { Outbox } from "./outbox.ts";
import type { Voters } from "./voters.ts";

const readyKey = "ipam/lease/ready";
const forgotKey = "ipam/lease/forgot";
/** Between questions to one peer. */
const againMs: Millis = 1_000;

interface Question {
  number: number;
  askedAt: Millis;
  came: Set<number>;
  parts: number | undefined;
  /** Of a whole answer: the decrees that its sender knew and was ready at. */
  answer: { readonly config: number; readonly ready: number } | undefined;
}

export class Succession {
  readonly #outbox: Outbox;
  #ready = 0;
  #forgot = false;
  #forgotAt: Millis = 0;
  #number = 0;
  readonly #questions = new Map<PeerKey, Question>();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  open(durable: DurableState, now: Millis): void {
    this.#ready = numberIn(durable.get(readyKey));
    this.#forgotAt = now;
    this.#forgot = durable.get(forgotKey) !== undefined;
  }

  /** The decree up to which all grants of those before are held; 0 when some are lost. */
  readyAt(since: number): number {
    return this.#forgot ? 0 : Math.max(this.#ready, since);
  }

  isReady({ config, since }: LeaseMode): boolean {
    return !this.#forgot && this.readyAt(since) >= config;
  }

  /** Our store is an old copy: what we granted since is lost. */
  forget(now: Millis): void {
    this.#questions.clear();
    if (this.#forgot) return;
    this.#forgot = true;
    this.#forgotAt = now;
    this.#outbox.persist(forgotKey, Uint8Array.of(1));
  }

  /** Whom to ask now, with the number of the question: those who voted since we were ready, and who vote now. */
  questions(
    now: Millis,
    mode: LeaseMode,
    present: ReadonlySet<PeerKey>,
  ): readonly { readonly to: PeerKey; readonly number: number }[] {
    if (this.isReady(mode)) {
      this.#questions.clear();
      return [];
    }
    const concerned = new Set<PeerKey>();
    for (let decree = Math.max(mode.since, this.readyAt(mode.since)); decree <= mode.config; decree++) {
      for (const key of mode.votersAt(decree).keys) concerned.add(key);
    }
    const questions: { to: PeerKey; number: number }[] = [];
    for (const to of concerned) {
      const question = this.#questions.get(to);
      const isAnswered = question?.answer !== undefined && question.answer.config >= mode.config;
      const isEnough = isAnswered && !this.#forgot;
      if (to === mode.self || !present.has(to) || isEnough || now < (question?.askedAt ?? -againMs) + againMs) {
        continue;
      }
      const number = ++this.#number;
      this.#questions.set(to, {
        number,
        askedAt: now,
        came: new Set(),
        parts: undefined,
        answer: question?.answer,
      });
      questions.push({ to, number });
    }
    return questions;
  }

  /** A part of an answer came and was merged. */
  answered(
    from: PeerKey,
    part: {
      readonly number: number;
      readonly part: number;
      readonly more: boolean;
      readonly config: number;
      readonly ready: number;
    },
  ): void {
    const question = this.#questions.get(from);
    if (question?.number !== part.number) return;
    question.came.add(part.part);
    if (!part.more) question.parts = part.part + 1;
    if (question.came.size === question.parts) question.answer = { config: part.config, ready: part.ready };
  }

  /** Becomes ready where the answers suffice. True when it just did. */
  advance(now: Millis, mode: LeaseMode): boolean {
    if (this.isReady(mode) || !this.#suffices(now, mode)) return false;
    this.#ready = mode.config;
    this.#outbox.persist(readyKey, bytesOf(this.#ready));
    if (this.#forgot) this.#outbox.persist(forgotKey, undefined);
    this.#forgot = false;
    this.#questions.clear();
    return true;
  }

  #suffices(now: Millis, mode: LeaseMode): boolean {
    const { self, config, since, voters } = mode;
    const answers = new Map<PeerKey, number>();
    for (const [peer, { answer }] of this.#questions) {
      if (answer && answer.config >= config) answers.set(peer, answer.ready);
    }
    if (this.#forgot) {
      const takesAll = now >= this.#forgotAt + mode.terms.takeoverMs;
      const ready = [...answers].filter(
        ([key, at]) => voters.keys.has(key) && (at >= config || (takesAll && at === 0)),
      );
      const all = voters.keys.size + voters.unresolved;
      return ready.length >= Math.min(all - voters.majority + 1, all - 1);
    }
    const sound = [...answers].filter(([, ready]) => ready > 0);
    const best = Math.max(this.readyAt(since), ...sound.map(([, ready]) => ready));
    const told = new Set([self, ...sound.map(([key]) => key)]);
    for (let decree = best; decree < config; decree++) if (!isMajority(mode.votersAt(decree), told)) return false;
    return true;
  }
}

function isMajority({ keys, majority }: Voters, of: ReadonlySet<PeerKey>): boolean {
  let count = 0;
  for (const key of keys) if (of.has(key)) count++;
  return count >= majority;
}
