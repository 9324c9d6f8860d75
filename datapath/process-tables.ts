/**
 * What we know of the datapath process: whether it is there, which tables and sessions it has, and what it is yet to be
 * told. After a connection it is greeted and asked; nothing is pushed before it answered and before there is an overlay,
 * so an empty view never empties its tables. See tables.ts for what is inherited from a router before us.
 */
import { type Millis, never } from "../base/time.ts";
import { type FromProcess, processProtocolVersion, type SessionEntry, type ToProcess } from "./process-messages.ts";
import { type DataSuite, suitesOfOldProcess } from "./suite.ts";
import { differences, emptyTables, joinInherited, parts, settleMs, type Tables } from "./tables.ts";

const askAgainAfterMs = 2_000;

type State = Extract<FromProcess, { readonly kind: "state" }>;

export class ProcessTables {
  readonly #requireSealed: boolean;
  #connection: "down" | "asking" | "up" = "down";
  #asksAgainAt: Millis = never;
  #settlesAt: Millis = never;
  #state: State | undefined;
  #known: Tables = emptyTables;
  #desired: Tables | undefined;
  #inherited: Tables | undefined;
  #isFirstState = true;
  #isDirty = false;
  #greeting: ToProcess[] = [];
  readonly #sessionsSet = new Map<number, SessionEntry>();
  readonly #sessionsRemove = new Set<number>();

  constructor(requireSealed: boolean) {
    this.#requireSealed = requireSealed;
  }

  /** It is there and has said what it has. */
  get isUp(): boolean {
    return this.#connection === "up";
  }

  /** What it said last; undefined while it is not there. */
  get facts(): State | undefined {
    return this.isUp ? this.#state : undefined;
  }

  /** Of `suites` those that the process has, in their order; all of them while it is not there. */
  possible(suites: readonly DataSuite[]): readonly DataSuite[] {
    if (!this.facts) return suites;
    const there: readonly string[] = this.facts.suites ?? suitesOfOldProcess;
    return suites.filter((suite) => there.includes(suite));
  }

  /** When what was inherited is given up; never when there is nothing. */
  get settlesAt(): Millis {
    return this.#settlesAt;
  }

  wakeAt(): Millis {
    return Math.min(this.#asksAgainAt, this.#settlesAt);
  }

  connected(now: Millis): void {
    this.#connection = "asking";
    this.#asksAgainAt = now + askAgainAfterMs;
    this.#greeting = [{ kind: "hello", protocol: processProtocolVersion }];
  }

  disconnected(): void {
    this.#connection = "down";
    this.#asksAgainAt = never;
    this.#greeting = [];
    this.#sessionsSet.clear();
    this.#sessionsRemove.clear();
  }

  /** Takes what the process says it has. `unasked`: the answer to a question that was asked twice says nothing new. */
  stateReceived(now: Millis, state: State): "taken" | "unasked" | "other-protocol" {
    if (state.protocol !== processProtocolVersion) return "other-protocol";
    if (this.#connection !== "asking") return "unasked";
    this.#connection = "up";
    this.#asksAgainAt = never;
    this.#state = state;
    this.#known = {
      shortId: state.shortId,
      requireSealed: !this.#requireSealed, // not told: so it is configured in any case
      peers: new Map(state.peers.map((entry) => [entry.shortId, entry])),
      floods: new Map(state.floods.map((entry) => [entry.source, entry])),
    };
    if (this.#isFirstState && (state.peers.length > 0 || state.sessions.length > 0)) {
      this.#inherited = this.#known;
      this.#settlesAt = now + settleMs;
    }
    this.#isFirstState = false;
    this.#isDirty = true;
    return "taken";
  }

  /** From now on only what our overlay shows is right. */
  settle(): void {
    this.#inherited = undefined;
    this.#settlesAt = never;
    this.#isDirty = true;
  }

  desire(tables: Tables): void {
    this.#desired = tables;
    this.#isDirty = true;
  }

  setSession(entry: SessionEntry): void {
    if (this.isUp) this.#sessionsSet.set(entry.localIndex, entry);
  }

  removeSession(localIndex: number): void {
    if (this.isUp && !this.#sessionsSet.delete(localIndex)) this.#sessionsRemove.add(localIndex);
  }

  /** What the process is to be told now, in order. */
  flush(now: Millis): ToProcess[] {
    const messages = this.#greeting;
    this.#greeting = [];
    if (this.#asksAgainAt <= now) {
      this.#asksAgainAt = now + askAgainAfterMs;
      messages.push({ kind: "query" });
    }
    if (!this.isUp) return messages;
    if (this.#isDirty && this.#desired) {
      const target = this.#inherited ? joinInherited(this.#desired, this.#inherited) : this.#desired;
      messages.push(...differences(this.#known, target));
      this.#known = target;
      this.#isDirty = false;
    }
    return [...messages, ...this.#flushSessions()];
  }

  #flushSessions(): ToProcess[] {
    const changes = { set: [...this.#sessionsSet.values()], remove: [...this.#sessionsRemove] };
    this.#sessionsSet.clear();
    this.#sessionsRemove.clear();
    return parts(changes).map(({ set, remove }) => ({ kind: "sessions", set, remove }));
  }
}
