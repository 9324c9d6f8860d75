/**
 * Allocations through the API of several hosts at once, as fast as their routers answer, and the ledger of what was
 * answered: who holds which address by the routers' own word. A call that gets no answer is repeated until it gets one,
 * as a container runtime does, so that routers may be killed under it. What contradicts the ledger becomes a violation,
 * a sentence: two holders of one address, an owner with another address than before, or one given again too soon.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { WeaveClient } from "../../api/client.ts";
import type { WeaveError } from "../../base/error.ts";

export interface LoadOptions {
  readonly clients: ReadonlyMap<string, WeaveClient>;
  /** How many allocations each host has under way. */
  readonly workers?: number;
  /** Every so many allocations a worker gives its oldest address back; never when absent. */
  readonly releaseEvery?: number;
  /** How long a worker rests between two calls; not at all when absent. */
  readonly pauseMs?: number;
}

export interface Holder {
  readonly host: string;
  readonly container: string;
}

export const interfaceName = "eth0";
/** A freed address rests for 60 s; some less, for clocks that start at different moments. */
const restMs = 55_000;
/** What a killed or ending router makes of a call. */
const unanswered = /^API_(UNREACHABLE|TIMEOUT|ROUTER_ENDING|TOO_MANY_REQUESTS)$/;

export class AllocationLoad {
  readonly violations: string[] = [];
  /** By host: how many allocations were answered. */
  readonly answers = new Map<string, number>();
  readonly #held = new Map<string, Holder>();
  readonly #freedAt = new Map<string, number>();
  readonly #options: LoadOptions;
  readonly #workers: Promise<void>[] = [];
  #isEnding = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    for (const [host, client] of options.clients) {
      this.answers.set(host, 0);
      for (let worker = 1; worker <= (options.workers ?? 4); worker++) {
        this.#workers.push(this.#work(host, client, `w${worker}`));
      }
    }
  }

  /** Holders by address, as of now. */
  held(): ReadonlyMap<string, Holder> {
    return new Map(this.#held);
  }

  /** Lets the calls under way come to their end, and starts no other. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#workers);
  }

  /** Everything that a host's router answered before, it still says. Other things may be going on meanwhile. */
  async check(host: string): Promise<void> {
    const before = this.held();
    const client = this.#options.clients.get(host) as WeaveClient;
    const listed = new Map((await answered(() => client.containers())).map((one) => [one.id, one.addresses]));
    for (const [address, holder] of before) {
      if (holder.host !== host || this.#held.get(address) !== holder) continue;
      const said = listed.get(`api:${holder.container}`)?.map(withoutPrefix);
      if (said?.length === 1 && said[0] === address) continue;
      this.violations.push(`${host} gave ${address} to ${holder.container} and now lists ${said?.join(", ")}`);
    }
  }

  /** Asks again for some of what a host gave: the answers are the same. */
  async repeat(host: string, count: number): Promise<void> {
    const client = this.#options.clients.get(host) as WeaveClient;
    const own = [...this.held()].filter(([, holder]) => holder.host === host);
    for (const [address, holder] of own.slice(-count)) {
      const again = await answered(() => client.allocate(holder.container, interfaceName, {}));
      const seen = await answered(() => client.addresses(holder.container, interfaceName));
      // Given back by its worker meanwhile, and so given anew.
      if (this.#held.get(address) !== holder) continue;
      for (const { addresses } of [again, seen]) {
        if (addresses.map(withoutPrefix).join() !== address) {
          this.violations.push(`${host} gave ${address} to ${holder.container}, and says ${addresses.join()} now`);
        }
      }
    }
  }

  async #work(host: string, client: WeaveClient, worker: string): Promise<void> {
    const own: { readonly address: string; readonly container: string }[] = [];
    for (let number = 1; !this.#isEnding; number++) {
      const container = `${host}-${worker}-${number}`;
      try {
        const { addresses } = await answered(() => client.allocate(container, interfaceName, {}));
        const [address = ""] = addresses.map(withoutPrefix);
        if (addresses.length !== 1) this.violations.push(`${host} gave ${container} ${addresses.length} addresses`);
        this.#record(address, { host, container });
        own.push({ address, container });
        const { releaseEvery = Number.POSITIVE_INFINITY } = this.#options;
        const oldest = number % releaseEvery === 0 ? own.shift() : undefined;
        if (oldest !== undefined) {
          this.#held.delete(oldest.address);
          await answered(() => client.release(oldest.container, interfaceName));
          this.#freedAt.set(oldest.address, performance.now());
        }
      } catch (error) {
        this.violations.push(`${host} answered ${container} with ${(error as Error).message}`);
        return;
      }
      await sleep(this.#options.pauseMs ?? 0);
    }
  }

  #record(address: string, holder: Holder): void {
    this.answers.set(holder.host, (this.answers.get(holder.host) ?? 0) + 1);
    const other = this.#held.get(address);
    if (other !== undefined) {
      const both = `${other.container} of ${other.host} and ${holder.container} of ${holder.host}`;
      this.violations.push(`${address} was given twice: to ${both}`);
    }
    const agoMs = performance.now() - (this.#freedAt.get(address) ?? Number.NEGATIVE_INFINITY);
    if (agoMs < restMs) this.violations.push(`${address} was given again ${Math.round(agoMs)} ms after it was freed`);
    this.#held.set(address, holder);
  }
}

/** Repeats a call until a router answers it. Another error than "no answer" is an answer. */
export async function answered<Answer>(call: () => Promise<Answer>, timeoutMs = 60_000): Promise<Answer> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!unanswered.test((error as WeaveError).code) || performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

export function withoutPrefix(address: string): string {
  return address.split("/")[0] as string;
}
