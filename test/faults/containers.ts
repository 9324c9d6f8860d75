/**
 * Containers that come and go on a host all the while: network namespaces, attached and detached through the router's API
 * as a runtime does it. A call without an answer is repeated until there is one, so routers may be killed under it; what a
 * host without power had is gone, and is attached again or given back when it boots.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { WeaveError } from "../../base/error.ts";
import { type Random, randomBelow } from "../../base/random.ts";
import { netnsOfName } from "../../host/netns.ts";
import { run } from "../../host/run.ts";
import type { Lab } from "../../lab/state.ts";
import type { FaultyHost } from "./faulty-host.ts";
import type { FaultContainer, Ledger } from "./ledger.ts";

export interface ContainerLoad {
  /** Ends when `isEnding` says so, with all calls answered. */
  run(isEnding: () => boolean): Promise<void>;
  /** The one that is there all the time; attaches it. */
  attachWitness(): Promise<FaultContainer | undefined>;
  /** Detaches all but the one that is always there and one more: what is left is asked for by everybody. */
  trim(): Promise<void>;
  /** One of them ends without a word to the router, which finds out. */
  loseOne(): Promise<void>;
  /** The host has no power any more: its containers are gone. Returns what they were. */
  loseAll(): Promise<readonly LostContainer[]>;
  /** What a runtime does after a boot: some it starts again, of the others it says that they are gone. */
  recover(lost: readonly LostContainer[]): Promise<void>;
}

export interface LostContainer {
  readonly name: string;
  readonly address: string | undefined;
}

export const networkInterface = "ethwe";
const atOnceMax = 4;
const pauseMs = [300, 1_100] as const;
/** What a killed or ending router makes of a call. */
const unanswered = /^API_(UNREACHABLE|TIMEOUT|ROUTER_ENDING|TOO_MANY_REQUESTS)$/;
/** No space here, and nobody in reach to get it from. */
const refused = /^IPAM_(NO_SPACE|UNREACHABLE_OWNERS|TIMEOUT|BUSY)$/;

export function containerLoad(lab: Lab, host: FaultyHost, ledger: Ledger, random: Random): ContainerLoad {
  let made = 0;

  async function attach(isWitness: boolean, name = `wl-${lab.name}-${host.host.name}c${++made}`) {
    const { life } = host;
    const container: FaultContainer = { name, host: host.number, isWitness, held: undefined };
    ledger.containers.set(name, container);
    await run("ip", ["netns", "add", name]);
    try {
      const answer = await answered(host, life, () => host.client().attach({ container: netnsOfName(name) }, 10_000));
      if (answer === undefined) return await abandon(container);
      if (answer.id !== name) ledger.violation(`${name} was attached as ${answer.id}`);
      if (answer.addresses.length !== 1 || answer.ipv6.length !== 1 || answer.mac === null) {
        ledger.violation(`${name} was given ${[...answer.addresses, ...answer.ipv6].join(", ") || "no address"}`);
        return undefined;
      }
      const [address, ipv6] = [...answer.addresses, ...answer.ipv6].map(withoutPrefix);
      ledger.give(container, { address: address as string, ipv6: ipv6 as string, mac: answer.mac });
      return container;
    } catch (error) {
      if (host.life !== life) return await abandon(container);
      if (refused.test((error as WeaveError).code)) ledger.refusals += 1;
      else ledger.violation(`${host.host.name} answered the attachment of ${name} with ${(error as Error).message}`);
      await remove(container);
      return undefined;
    }
  }

  async function detach(container: FaultContainer): Promise<void> {
    const { life } = host;
    const before = container.held;
    container.held = undefined;
    try {
      const answer = await answered(host, life, () => host.client().detach(container.name));
      if (answer === undefined) return;
      ledger.answers += 1;
    } catch (error) {
      // Done by a call whose answer was lost, or never attached before its host lost power.
      if (host.life === life && !/^(HOST_)?CONTAINER_UNKNOWN$/.test((error as WeaveError).code))
        ledger.violation(
          `${host.host.name} answered the end of ${container.name} (${before?.address}) with ${(error as Error).message}`,
        );
    }
    if (host.life === life) await remove(container);
  }

  /** Its host lost power while its namespace was being made. */
  async function abandon(container: FaultContainer): Promise<undefined> {
    if (ledger.containers.get(container.name) === container) await remove(container);
    else await run("ip", ["netns", "del", container.name], { acceptStatus: [0, 1] });
    return undefined;
  }

  async function remove({ name }: FaultContainer): Promise<void> {
    ledger.containers.delete(name);
    await run("ip", ["netns", "del", name], { acceptStatus: [0, 1] });
  }

  return {
    attachWitness: () => attach(true),

    async run(isEnding) {
      for (; !isEnding(); await sleep(pauseMs[0] + randomBelow(random, pauseMs[1] - pauseMs[0]))) {
        if (!host.isUp) continue;
        const own = ledger.ofHost(host.number).filter((one) => !one.isWitness && one.held !== undefined);
        const [oldest] = own;
        const wantsMore = own.length < atOnceMax && randomBelow(random, 2) === 0;
        if (oldest === undefined || wantsMore) await attach(false);
        else await detach(oldest);
      }
    },

    async trim() {
      const own = ledger.ofHost(host.number).filter((one) => !one.isWitness && one.held !== undefined);
      for (const container of own.slice(1)) await detach(container);
    },

    async loseOne() {
      const [lost] = ledger.ofHost(host.number).filter((one) => !one.isWitness && one.held !== undefined);
      if (lost !== undefined) await remove(lost);
    },

    async loseAll() {
      const lost = ledger.ofHost(host.number);
      for (const { name } of lost) ledger.containers.delete(name);
      for (const { name } of lost) await run("ip", ["netns", "del", name], { acceptStatus: [0, 1] });
      return lost.map(({ name, held }) => ({ name, address: held?.address }));
    },

    async recover(lost) {
      for (const { name, address } of lost) {
        if (address !== undefined && randomBelow(random, 2) === 0) {
          const again = await attach(false, name);
          if (again?.held !== undefined && again.held.address !== address)
            ledger.violation(
              `${name} had ${address} and was given ${again.held.address} after its host had lost power`,
            );
        } else {
          await detach({ name, host: host.number, isWitness: false, held: undefined });
        }
      }
    },
  };
}

/** Repeats a call until the router answers it; undefined when the host lost its power meanwhile. */
async function answered<Answer>(
  host: FaultyHost,
  life: number,
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  for (;;) {
    try {
      const answer = await call();
      return host.life === life ? answer : undefined;
    } catch (error) {
      if (host.life !== life) return undefined;
      if (!unanswered.test((error as WeaveError).code)) throw error;
      await sleep(100);
    }
  }
}

export function withoutPrefix(address: string): string {
  return address.split("/")[0] as string;
}
