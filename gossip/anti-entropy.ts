/**
 * Anti-entropy: neighbours compare what they know and send each other only what differs.
 *
 *   ours                              the neighbour
 *   summary (a hash a channel)  ->
 *                               <-    summary, answer: all that agree are done
 *                               <-    digest, round 1, of each channel that differs
 *   differences ... last        ->
 *   digest, round 2             ->                           (we may lack something as well)
 *                               <-    differences ... last
 *
 * An exchange starts each interval with about log2(n) random neighbours; at once with a new neighbour; when a slow one
 * has drained; and with as many soon after an exchange brought news, so that what met at one healed link spreads through
 * both sides in log(n) quick rounds. Idle, a pair costs two summaries an exchange, whatever the states' size. Answers
 * end: a digest is answered at most up to `roundsMax` (a state with `refine` uses rounds beyond 2), at most `asksMax`
 * neighbours are asked about a channel at a time, and a neighbour's questions are answered at a bounded rate; what is
 * put off stays marked dirty and is tried again. The idea is that of Demers et al., "Epidemic algorithms" (1987).
 */
import { bytesEqual } from "../base/bytes.ts";
import { type Random, randomFraction, shuffled } from "../base/random.ts";
import { type Millis, never } from "../base/time.ts";
import type { StateChannel } from "./channel.ts";
import type { Relay } from "./relay.ts";
import type { Neighbour } from "./sender.ts";
import type { ChannelHash, Exchange } from "./wire.ts";

export const roundsMax = 4;
/** What was put off is tried again after so long, jittered. */
export const retryMs: Millis = 250;
/** The end with the higher key waits so long for the other to begin. */
export const greetingMs: Millis = 1_000;
/** From news to the round that spreads it, jittered; and between two such rounds. */
export const newsDelayMs: Millis = 100;
export const newsSpacingMs: Millis = 1_000;

type Summary = Extract<Exchange, { kind: "summary" }>;
type Digest = Extract<Exchange, { kind: "digest" }>;
type Difference = Extract<Exchange, { kind: "difference" }>;

export class AntiEntropy {
  throttled = 0;
  readonly #relay: Relay;
  readonly #random: Random;
  readonly #channels: ReadonlyMap<string, StateChannel>;
  /** Neighbours with a dirty channel. */
  readonly #dirty = new Set<Neighbour>();
  #roundAt: Millis = never;
  #retryAt: Millis = never;
  #newsAt: Millis = never;
  #newsNotBefore: Millis = 0;
  #lacking = false;

  constructor(relay: Relay, random: Random, channels: ReadonlyMap<string, StateChannel>) {
    this.#relay = relay;
    this.#random = random;
    this.#channels = channels;
  }

  wakeAt(): Millis {
    return Math.min(this.#roundAt, this.#retryAt, this.#newsAt);
  }

  wake(now: Millis): void {
    if (now >= this.#roundAt) {
      this.#roundAt = now + this.#jittered(this.#relay.limits.intervalMs);
      this.#round(now);
    }
    if (now >= this.#newsAt) this.#spreadNews(now);
    if (now >= this.#retryAt) this.#retry(now);
  }

  /** One end begins at once, or both states would travel twice; the other waits a moment in case it does not. */
  neighbourUp(now: Millis, neighbour: Neighbour): void {
    if (this.#roundAt === never) this.#roundAt = now + this.#jittered(this.#relay.limits.intervalMs);
    if (this.#relay.self < neighbour.peer) {
      this.#begin(neighbour);
      return;
    }
    for (const channel of this.#channels.values()) neighbour.dirty.add(channel.name);
    this.#retryLater(neighbour, now + greetingMs);
  }

  neighbourDown(neighbour: Neighbour): void {
    this.#dirty.delete(neighbour);
    for (const channel of this.#channels.values()) channel.answered(neighbour.peer);
    if (this.#relay.sender.neighbours.size === 0) this.#roundAt = never;
  }

  /** A slow neighbour takes messages again: what it missed follows, merged. */
  drained(neighbour: Neighbour): void {
    if (neighbour.dirty.size > 0) this.#begin(neighbour);
  }

  receiveSummary(now: Millis, neighbour: Neighbour, summary: Summary): void {
    if (!summary.answer && !this.#mayQuestion(now, neighbour)) return;
    const ours: ChannelHash[] = [];
    const differing: StateChannel[] = [];
    for (const { channel: name, hash } of summary.channels) {
      const channel = this.#channels.get(name);
      if (!channel) continue;
      ours.push({ channel: name, hash: channel.hash() });
      const pair = neighbour.pair(name);
      pair.heardAt = now;
      if (channel.hash() === hash) {
        pair.agreedAt = now;
        neighbour.dirty.delete(name);
      } else {
        pair.mismatches++;
        differing.push(channel);
      }
    }
    if (summary.answer) return;
    for (const { channel } of ours) neighbour.dirty.delete(channel);
    this.#relay.sender.sendExchange(neighbour, { kind: "summary", channels: ours, answer: true });
    for (const channel of differing) this.#ask(now, neighbour, channel, firstQuestion(channel), 1);
  }

  receiveDigest(now: Millis, neighbour: Neighbour, { channel: name, digest, round }: Digest): void {
    const channel = this.#channels.get(name);
    if (!channel) {
      this.#relay.unknownChannel++;
      return;
    }
    if (!this.#mayQuestion(now, neighbour)) return;
    const pair = neighbour.pair(name);
    pair.heardAt = now;
    if (bytesEqual(digest, firstQuestion(channel)) || bytesEqual(digest, channel.state.digest())) {
      pair.agreedAt = now;
      this.#relay.sender.sendExchange(neighbour, { kind: "difference", channel: name, payload: undefined, last: true });
      return;
    }
    this.#answer(now, neighbour, channel, digest);
    if (round >= roundsMax) return;
    const question = nextQuestion(channel, digest, round);
    if (question) this.#ask(now, neighbour, channel, question, round + 1);
  }

  receiveDifference(now: Millis, neighbour: Neighbour, { channel: name, payload, last }: Difference): void {
    const channel = this.#channels.get(name);
    if (!channel) {
      this.#relay.unknownChannel++;
      return;
    }
    if (last) channel.answered(neighbour.peer);
    if (!payload) return;
    channel.hashBeforeNews ??= channel.hash();
    this.#newsSoon(now);
    channel.exchangesDelivered++;
    this.#relay.outbox.push({ kind: "deliver", channel: name, source: neighbour.peer, mode: "exchange", payload });
  }

  /** A round out of turn: what a channel's owner lacks is with some neighbour. */
  lacking(now: Millis): void {
    this.#lacking = true;
    this.#newsSoon(now);
  }

  #newsSoon(now: Millis): void {
    if (this.#newsAt === never) this.#newsAt = Math.max(now + this.#jittered(2 * newsDelayMs), this.#newsNotBefore);
  }

  /** The first message of an exchange, about all channels. */
  #begin(neighbour: Neighbour): void {
    neighbour.dirty.clear();
    this.#dirty.delete(neighbour);
    const channels = Array.from(this.#channels.values(), (channel) => ({
      channel: channel.name,
      hash: channel.hash(),
    }));
    if (channels.length > 0) this.#relay.sender.sendExchange(neighbour, { kind: "summary", channels, answer: false });
  }

  /** Sends `digest` as a question, unless enough are asked already or the neighbour could not take the answers' answer. */
  #ask(now: Millis, neighbour: Neighbour, channel: StateChannel, digest: Uint8Array, round: number): void {
    if (this.#relay.refusesOversized(now, channel.name, digest)) return;
    if (neighbour.slow || !channel.mayAsk(now, neighbour.peer)) {
      this.#putOff(now, neighbour, channel);
      return;
    }
    this.#relay.sender.sendExchange(neighbour, { kind: "digest", channel: channel.name, digest, round });
  }

  /** What the owner of `digest` lacks; when that is too much at a time the rest follows in another exchange. */
  #answer(now: Millis, neighbour: Neighbour, channel: StateChannel, digest: Uint8Array): void {
    const payloads = neighbour.slow ? [] : channel.state.diff(digest).filter((payload) => payload.length > 0);
    if (neighbour.slow) this.#putOff(now, neighbour, channel);
    const sent: Uint8Array[] = [];
    let bytes = 0;
    for (const payload of payloads) {
      if (this.#relay.refusesOversized(now, channel.name, payload)) continue;
      bytes += payload.length;
      if (sent.length > 0 && bytes > this.#relay.limits.exchangeBytesMax) {
        this.#putOff(now, neighbour, channel);
        break;
      }
      sent.push(payload);
    }
    const count = Math.max(sent.length, 1);
    for (let i = 0; i < count; i++) {
      const last = i === count - 1;
      this.#relay.sender.sendExchange(neighbour, { kind: "difference", channel: channel.name, payload: sent[i], last });
    }
  }

  #round(now: Millis): void {
    const awake = [...this.#relay.sender.neighbours.values()].filter((neighbour) => !neighbour.slow);
    for (const neighbour of shuffled(this.#random, awake).slice(0, fanOut(this.#relay.sender.neighbours.size)))
      this.#begin(neighbour);
    if (this.#dirty.size > 0) this.#retryAt = Math.min(this.#retryAt, now + this.#jittered(retryMs));
  }

  /** A round out of turn, when exchanges changed a state since the last look, or something is lacking. */
  #spreadNews(now: Millis): void {
    this.#newsAt = never;
    let changed = this.#lacking;
    this.#lacking = false;
    for (const channel of this.#channels.values()) {
      if (channel.hashBeforeNews === undefined) continue;
      if (channel.hash() !== channel.hashBeforeNews) changed = true;
      channel.hashBeforeNews = undefined;
    }
    if (!changed) return;
    this.#newsNotBefore = now + newsSpacingMs;
    this.#round(now);
  }

  #retry(now: Millis): void {
    this.#retryAt = never;
    const due = [...this.#dirty].filter((neighbour) => !neighbour.slow);
    const turn = fanOut(this.#relay.sender.neighbours.size);
    for (const neighbour of due.slice(0, turn)) {
      if (neighbour.dirty.size > 0) this.#begin(neighbour);
      else this.#dirty.delete(neighbour);
    }
    if (due.length > turn) this.#retryAt = now + this.#jittered(retryMs);
  }

  #putOff(now: Millis, neighbour: Neighbour, channel: StateChannel): void {
    neighbour.dirty.add(channel.name);
    this.#retryLater(neighbour, now + this.#jittered(retryMs));
  }

  #retryLater(neighbour: Neighbour, at: Millis): void {
    this.#dirty.add(neighbour);
    this.#retryAt = Math.min(this.#retryAt, at);
  }

  #mayQuestion(now: Millis, neighbour: Neighbour): boolean {
    if (neighbour.mayQuestion(now)) return true;
    this.throttled++;
    this.#relay.outbox.tell(now, "warn", "gossip-throttled", { peer: neighbour.peer });
    return false;
  }

  #jittered(mean: Millis): Millis {
    return mean * (0.75 + 0.5 * randomFraction(this.#random));
  }
}

function firstQuestion({ state }: StateChannel): Uint8Array {
  return state.question?.() ?? state.digest();
}

/** What we ask after we were asked: in detail where the owner can, else our digest, once. */
function nextQuestion(channel: StateChannel, digest: Uint8Array, round: number): Uint8Array | undefined {
  if (channel.state.refine) return channel.state.refine(digest);
  return round === 1 ? channel.state.digest() : undefined;
}

/** How many of `neighbours` a round goes to: about log2. */
export function fanOut(neighbours: number): number {
  return Math.ceil(Math.log2(neighbours + 1));
}
