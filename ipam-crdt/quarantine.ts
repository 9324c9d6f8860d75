/**
 * Is our store the newest? Before the first allocation of a launch we ask the peers that we see for what our ring lacks.
 * A record that we signed and our store does not know proves that the store is an old copy: the router is quarantined
 * until it has taken over everything that the others hold of it, and then goes on above it.
 *
 * Asked are up to `askedMax` peers, again and ever less often while they are silent or have no ring; enough is one
 * answer from a peer with a ring, and all answers or `stragglersMs`. Nobody answers in `patienceMs`: we go on, and
 * `status` says `unconfirmed`; who comes later is still asked. A router that knows of nobody, by targets or by its ring,
 * does not wait. So the guarantee needs one reachable neighbour that saw the newer record. A fenced router, whose twin may
 * write under the same key, gives and votes no more until its end.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";

const patienceMs: Millis = 10_000;
const stragglersMs: Millis = 2_000;
const askedMax = 8;
/** Questions and answers get lost, and a peer without a ring may have one later: repeats come after these pauses. */
const pauseMinMs: Millis = 250;
const pauseMaxMs: Millis = 16_000;

export type ConfirmationState = "confirming" | "quarantined" | "unconfirmed" | "confirmed";

/** Repeats of a question of which late answers still count. */
const repeatsMax = 8;

/** One part of an answer to the question `number`. */
export interface AnswerPart {
  readonly number: number;
  /** From 0 on. */
  readonly part: number;
  readonly more: boolean;
}

/** Parts of one answer that came; an answer counts when none is missing. */
interface Parts {
  readonly came: Set<number>;
  count: number | undefined;
}

interface Question {
  /** By number: each repeat has its own, since it is asked with a newer digest and answered in other parts. */
  readonly answers: Map<number, Parts>;
  againAt: Millis;
  pause: Millis;
  answer: "none" | "no-ring" | "ring";
}

export class Confirmation {
  #state: ConfirmationState = "confirmed";
  #fenced = false;
  #startedAt: Millis = 0;
  #firstAnswerAt: Millis | undefined;
  #number = 0;
  /** The question to each peer; answered ones are kept, so that nobody is asked again in a round. */
  #asked = new Map<PeerKey, Question>();

  get state(): ConfirmationState {
    return this.#state;
  }

  /** Own records may be written and addresses given. */
  get mayGive(): boolean {
    return !this.#fenced && (this.#state === "confirmed" || this.#state === "unconfirmed");
  }

  /** A twin lives: for good. */
  fence(): void {
    this.#fenced = true;
  }

  wakeAt(): Millis {
    if (this.#fenced || this.#state === "confirmed") return never;
    const open = [...this.#asked.values()].filter(({ answer }) => answer !== "ring");
    const again = Math.min(...open.map(({ againAt }) => againAt));
    if (this.#state === "unconfirmed") return again;
    const last = this.#firstAnswerAt === undefined ? never : this.#firstAnswerAt + stragglersMs;
    return Math.min(this.#startedAt + patienceMs, last, again);
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
    now: Millis,
    present: ReadonlySet<PeerKey>,
    self: PeerKey,
  ): readonly { readonly to: PeerKey; readonly number: number }[] {
    for (const key of this.#asked.keys()) if (!present.has(key)) this.#asked.delete(key);
    if (this.#fenced || this.#state === "confirmed") return [];
    const questions: { to: PeerKey; number: number }[] = [];
    for (const to of present) {
      if (to === self) continue;
      const question = this.#asked.get(to) ?? this.#newQuestion(now);
      if (!question || question.answer === "ring" || now < question.againAt) continue;
      this.#asked.set(to, question);
      question.againAt = now + question.pause;
      question.pause = Math.min(2 * question.pause, pauseMaxMs);
      questions.push({ to, number: this.#repeat(question) });
    }
    return questions;
  }

  #newQuestion(now: Millis): Question | undefined {
    if (this.#asked.size >= askedMax) return undefined;
    return { answers: new Map(), againAt: now, pause: pauseMinMs, answer: "none" };
  }

  #repeat(question: Question): number {
    this.#number++;
    question.answers.set(this.#number, { came: new Set(), count: undefined });
    const [oldest] = question.answers.keys();
    if (oldest !== undefined && question.answers.size > repeatsMax) question.answers.delete(oldest);
    return this.#number;
  }

  /** A part of an answer came and was merged. Peers without a ring know nothing of us. */
  answered(now: Millis, from: PeerKey, { number, part, more }: AnswerPart, hasRing: boolean): void {
    const asked = this.#asked.get(from);
    const parts = asked?.answers.get(number);
    if (!asked || !parts) return;
    parts.came.add(part);
    if (!more) parts.count = part + 1;
    if (parts.came.size !== parts.count) return;
    asked.answer = hasRing ? "ring" : "no-ring";
    if (hasRing) this.#firstAnswerAt ??= now;
  }

  /** Moves on when enough is known. True when the state changed. */
  advance(now: Millis): boolean {
    if (this.#fenced) return false;
    const before = this.#state;
    const answered = this.#firstAnswerAt !== undefined;
    if (this.#state === "unconfirmed") {
      if (answered) this.#state = "confirmed";
    } else if (!this.mayGive) {
      const waits = [...this.#asked.values()].some(({ answer }) => answer === "none");
      if (answered && (!waits || now >= (this.#firstAnswerAt as Millis) + stragglersMs)) this.#state = "confirmed";
      else if (now >= this.#startedAt + patienceMs) this.#state = answered ? "confirmed" : "unconfirmed";
    }
    return this.#state !== before;
  }
}
