/** Draws what users do: containers come and go all the time, and press where a host is about to crash; operators name hosts. */
import type { Cidr } from "../../base/address.ts";
import { type Random, randomBelow, randomFraction } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { between, chance, pick, some } from "./draw.ts";
import type { Step } from "./scenario.ts";
import type { Work } from "./workload.ts";

const containersPerHost = 6;
/** A crash strikes so soon after a request: about what a sync takes. */
const crashWithinMs: Millis = 5;
const crashedRequests = 3;
const operatedShare = 0.25;
const connectsMax = 3;

export function drawWork(random: Random, hosts: number, range: Cidr): Work {
  const host = randomBelow(random, hosts);
  const container = `c${randomBelow(random, containersPerHost)}`;
  const kind = pick(random, ["attach", "attach", "attach", "detach", "claim"] as const);
  if (kind !== "claim") return { kind, host, container };
  // Few enough, so that two hosts want the same one now and then.
  const offset = 1 + randomBelow(random, 200);
  const address = { address: range.address + offset, prefixLength: range.prefixLength };
  return { kind: "claim", host, container: `k${offset}`, address };
}

/** In a part of the scenarios, from a stream of their own: an operator connects hosts, and forgets what the launch did not name. */
export function drawOperators(random: Random, targets: readonly (readonly string[])[], until: Millis): Step[] {
  if (!chance(random, operatedShare)) return [];
  return Array.from({ length: between(random, 1, connectsMax) }, () => {
    const [host = 0, other = 1] = some(random, targets.length, 2);
    const target = `h${other + 1}`;
    const at = between(random, 3_000, until);
    const connect: Step = { at, work: { kind: "connect", host, target } };
    const isNamed = targets[host]?.includes(target) === true;
    const forget: Step = { at: at + between(random, 500, 8_000), work: { kind: "forget", host, target } };
    return isNamed || chance(random, 0.4) ? [connect] : [connect, forget];
  }).flat();
}

/** Requests whose answers the crash at `at` meets on their way, asked again when the host is back, and others then. */
export function drawWorkAround(random: Random, crash: { host: number; forMs: Millis }, at: Millis): Step[] {
  const { host, forMs } = crash;
  const container = (index: number) => `c${(index + randomBelow(random, 2)) % containersPerHost}`;
  const before = Array.from({ length: crashedRequests }, (_, index) => {
    const work = { kind: "attach", host, container: container(2 * index) } as const;
    return { at: at - (4 * index + randomFraction(random) * crashWithinMs), work };
  });
  const after = Array.from({ length: containersPerHost }, (_, index) => {
    const work = { kind: "attach", host, container: `c${index}` } as const;
    return { at: at + forMs + 4_000 + randomBelow(random, 4_000), work };
  });
  return [...before, ...after];
}
