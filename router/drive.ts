/**
 * Drives the router without I/O (`core.ts`) on a real host: feeds it what sockets, the datapath process, callers and the
 * clock bring, one input at a time, and carries out the outputs in their order. `persist` is written and synced before
 * anything behind it is carried out. There is one timer, for `wakeAt`, on the monotonic clock.
 *
 * An exception out of a step is a broken invariant: the last inputs go to `broken`, which ends the process. Limits:
 * `requestsMax` callers wait at a time; the last `inputsKept` inputs are remembered.
 */
import { apiError } from "../api/error.ts";
import { WeaveError } from "../base/error.ts";
import type { EventOutput, Machine, PersistOutput } from "../base/machine.ts";
import { type Millis, never } from "../base/time.ts";
import type { FastPathKernel } from "../datapath/fast-path-types.ts";
import type { ToProcess } from "../datapath/process-messages.ts";
import type { IpamReply } from "../ipam-crdt/ipam-types.ts";
import type { RouterInput, RouterOutput, RouterRequest } from "./core-types.ts";
import { routerError } from "./error.ts";

export type TransportOutput = Extract<RouterOutput, { readonly kind: "dial" | "resolve" | "write" | "close" }>;

/** What the driver needs of the machine; `Status` is `RouterStatus` in the product. */
export type DrivenCore<Status> = Machine<RouterInput, RouterOutput, Status>;

export interface DrivePorts {
  /** Monotonic milliseconds. */
  now(): Millis;
  transport(output: TransportOutput): void;
  process(message: ToProcess): void;
  fastPath(kernel: FastPathKernel): void;
  /** Durable when it returns. An exception ends the router: nothing may leave that is not durable. */
  persist(writes: PersistOutput["writes"]): void;
  event(event: EventOutput): void;
  /** How long a step, with what it brought about, held the process up. */
  took(ms: Millis): void;
  /** A step threw, or a write did not become durable. Does not return to the caller's work. */
  broken(error: unknown, lastInputs: readonly RememberedInput[]): void;
}

/** An input as a dump shows it. */
export interface RememberedInput {
  readonly at: Millis;
  readonly input: unknown;
}

export interface Drive<Status> {
  /** First step; then the timer runs. */
  start(): void;
  /** Hands over an input, now or right after the step that is under way. */
  feed(input: RouterInput): void;
  /**
   * Asks the machines, and waits for their reply at most `timeoutMs`.
   * @throws the reply's code, IPAM_TIMEOUT, API_TOO_MANY_REQUESTS, API_ROUTER_ENDING
   */
  request<R extends RouterRequest>(body: R, timeoutMs?: Millis, signal?: AbortSignal): Promise<ReplyOf<R>>;
  status(): Status;
  /** No timer, no inputs any more; callers that wait get API_ROUTER_ENDING. */
  end(): void;
}

type Granted = Extract<IpamReply, { readonly ok: true }>;
/** The shape of a reply follows from what was asked. */
export type ReplyOf<R extends RouterRequest> = R extends { readonly kind: "allocate" | "claim" | "lookup" }
  ? Extract<Granted, { readonly addresses: unknown }>
  : R extends { readonly kind: "remove-peer" }
    ? Extract<Granted, { readonly takenOver: unknown }>
    : Granted;

/** A host that attaches more containers than this at once waits in its callers. */
const requestsMax = 1_024;
const inputsKept = 64;
/** An address may need a peer's donation, and first boot other hosts. */
const requestTimeoutMs: Millis = 55_000;
/** Node's timers hold 31 bits; waking for nothing once an hour costs nothing. */
const sleepMsMax = 3_600_000;

export function drive<Status>(core: DrivenCore<Status>, ports: DrivePorts): Drive<Status> {
  return new Driver(core, ports);
}

interface Waiting {
  readonly resolve: (reply: Granted) => void;
  readonly reject: (error: Error) => void;
}

class Driver<Status> implements Drive<Status> {
  readonly #core: DrivenCore<Status>;
  readonly #ports: DrivePorts;
  readonly #waiting = new Map<number, Waiting>();
  readonly #last: RememberedInput[] = [];
  #inputs: RouterInput[] = [];
  #stepping = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt: Millis = never;
  #nextRequest = 1;

  constructor(core: DrivenCore<Status>, ports: DrivePorts) {
    this.#core = core;
    this.#ports = ports;
  }

  start(): void {
    this.feed({ kind: "wake" });
  }

  feed(input: RouterInput): void {
    if (this.#ended) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let at = 0; at < this.#inputs.length && !this.#ended; at++) this.#step(this.#inputs[at] as RouterInput);
    } finally {
      this.#inputs = [];
      this.#stepping = false;
    }
    this.#setTimer();
  }

  request<R extends RouterRequest>(
    body: R,
    timeoutMs: Millis = requestTimeoutMs,
    signal?: AbortSignal,
  ): Promise<ReplyOf<R>> {
    if (this.#ended) return Promise.reject(endingError());
    if (signal?.aborted === true) return Promise.reject(goneError());
    if (this.#waiting.size >= requestsMax) {
      return Promise.reject(
        apiError("API_TOO_MANY_REQUESTS", `${requestsMax} requests wait already; try again later`, {
          limit: requestsMax,
        }),
      );
    }
    const request = this.#nextRequest++;
    return new Promise<Granted>((resolve, reject) => {
      const giveUp = (error: Error) => {
        if (!this.#waiting.has(request)) return;
        settled();
        this.feed({ kind: "cancel", request });
        reject(error);
      };
      const timer = setTimeout(() => giveUp(timeoutError(body, timeoutMs)), timeoutMs);
      const abandoned = () => giveUp(goneError());
      const settled = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abandoned);
        this.#waiting.delete(request);
      };
      this.#waiting.set(request, {
        resolve: (reply) => {
          settled();
          resolve(reply);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      signal?.addEventListener("abort", abandoned, { once: true });
      this.feed({ kind: "request", request, body });
    }) as Promise<ReplyOf<R>>;
  }

  status(): Status {
    return this.#core.status();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const waiting of Array.from(this.#waiting.values())) waiting.reject(endingError());
  }

  #step(input: RouterInput): void {
    const now = this.#ports.now();
    this.#remember(now, input);
    try {
      for (const output of this.#core.step(now, input)) this.#carryOut(output);
    } catch (error) {
      this.end();
      this.#ports.broken(error, this.#last);
    }
    this.#ports.took(this.#ports.now() - now);
  }

  #carryOut(output: RouterOutput): void {
    switch (output.kind) {
      case "persist":
        this.#ports.persist(output.writes);
        break;
      case "event":
        this.#ports.event(output);
        break;
      case "process":
        this.#ports.process(output.message);
        break;
      case "fast-path":
        this.#ports.fastPath(output.kernel);
        break;
      case "reply":
        this.#reply(output.request, output.reply);
        break;
      case "dial":
      case "resolve":
      case "write":
      case "close":
        this.#ports.transport(output);
    }
  }

  #reply(request: number, reply: IpamReply): void {
    const waiting = this.#waiting.get(request);
    if (waiting === undefined) return; // given up, and the machine was told
    if (reply.ok) waiting.resolve(reply);
    else waiting.reject(new WeaveError(reply.code, reply.message));
  }

  #remember(at: Millis, input: RouterInput): void {
    this.#last.push({ at, input });
    if (this.#last.length > inputsKept) this.#last.shift();
  }

  #setTimer(): void {
    if (this.#ended) return;
    const wakeAt = this.#core.wakeAt();
    if (wakeAt === this.#timerAt && this.#timer !== undefined) return;
    clearTimeout(this.#timer);
    this.#timerAt = wakeAt;
    if (wakeAt === never) {
      this.#timer = undefined;
      return;
    }
    // Rounded up, or the timer fires just before the deadline and the machine has nothing to do yet.
    const delay = Math.min(sleepMsMax, Math.max(0, Math.ceil(wakeAt - this.#ports.now())));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.feed({ kind: "wake" });
    }, delay);
  }
}

function endingError(): Error {
  return apiError("API_ROUTER_ENDING", "the router is ending");
}

function goneError(): Error {
  return apiError("API_TIMEOUT", "the caller went away");
}

function timeoutError(body: RouterRequest, timeoutMs: Millis): Error {
  return routerError(
    "IPAM_TIMEOUT",
    `no answer to ${body.kind} within ${timeoutMs / 1000} s: this host waits for others; weave status ipam says for whom`,
    { request: body.kind },
  );
}
