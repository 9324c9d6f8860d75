/**
 * Is our store the newest? Before the first allocation of a launch we ask the peers that we see for what our ring lacks.
 * A record that we signed and our store does not know proves that the store is an old copy: the router is quarantined
 * until it has taken over everything that the others hold of it, and then goes on above it.
 *
 * Asked are up to `askedMax` peers; enough is one answer from a peer with a ring, and all answers or `stragglersMs`.
 * Nobody answers in `patienceMs`: we go on, and `status` says `unconfirmed`; who comes later is still asked. A router
 * that knows of nobody, by targets or by its ring, does not wait. So the guarantee needs one reachable neighbour that
 * saw the newer record.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";

const patienceMs: Millis = 10_000;
const stragglersMs: Millis = 2_000;
const askedMax = 8;

export type ConfirmationState = "confirming" | "quarantined" | "unconfirmed" | "confirmed";

export class Confirmation {
  #state: ConfirmationState = "confirmed";
  #startedAt: Millis = 0;
  #firstAnswerAt: Millis | undefined;
  #number = 0;
  /** Questions by peer; answered ones are kept, so that nobody is asked twice in a round. */
  #asked = new Map<PeerKey, { readonly number: number; answered: boolean }>();

  get state(): ConfirmationState {
    return this.#state;
  }

  /** Own records may be written and addresses given. */
  get mayGive(): boolean {
    return this.#state === "confirmed" || this.#state === "unconfirmed";
  }

  wakeAt(): Millis {
    if (this.mayGive) return never;
    const last = this.#firstAnswerAt === undefined ? never : this.#firstAnswerAt + stragglersMs;
    return Math.min(this.#startedAt + patienceMs, last);
  }

  begin(now: Millis): void {
    this.#state = "confirming";
    this.#startNewRound(now);
  }

  /** Records of ours came that our store does not know. True when that is news. */
  quarantine(now: Millis): boolean {
    if (this.#state === "quarantined") return false;
    const wasAsking = this.#state === "confirming";
    this.#state = "quarantined";
    if (!wasAsking) this.#startNewRound(now);
    return true;
  }

  #startNewRound(now: Millis): void {
    this.#startedAt = now;
    this.#firstAnswerAt = undefined;
    this.#asked = new Map();
  }

  /** Whom to ask now, with the number of the question. */
  questions(
    present: ReadonlySet<PeerKey>,
    self: PeerKey,
  ): readonly { readonly to: PeerKey; readonly number: number }[] {
    for (const key of this.#asked.keys()) if (!present.has(key)) this.#asked.delete(key);
    if (this.#state === "confirmed") return [];
    const questions: { to: PeerKey; number: number }[] = [];
    for (const to of present) {
      if (to === self || this.#asked.has(to)) continue;
      if (this.#asked.size >= askedMax) break;
      this.#number++;
      this.#asked.set(to, { number: this.#number, answered: false });
      questions.push({ to, number: this.#number });
    }
    return questions;
  }

  /** The last part of an answer. Peers without a ring know nothing of us. */
  answered(now: Millis, from: PeerKey, number: number, hasRing: boolean): void {
    const asked = this.#asked.get(from);
    if (asked?.number !== number) return;
    asked.answered = true;
    if (hasRing) this.#firstAnswerAt ??= now;
  }

  /** Moves on when enough is known. True when the state changed. */
  advance(now: Millis): boolean {
    const before = this.#state;
    const answered = this.#firstAnswerAt !== undefined;
    if (this.#state === "unconfirmed") {
      if (answered) this.#state = "confirmed";
    } else if (!this.mayGive) {
      const waits = [...this.#asked.values()].some((question) => !question.answered);
      if (answered && (!waits || now >= (this.#firstAnswerAt as Millis) + stragglersMs)) this.#state = "confirmed";
      else if (now >= this.#startedAt + patienceMs) this.#state = answered ? "confirmed" : "unconfirmed";
    }
    return this.#state !== before;
  }
}
