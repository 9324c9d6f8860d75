/** Addresses that containers bear: claimed until they are theirs, and what is in the way is said. */
import { expect, test } from "vitest";
import { type Cidr, parseAddressWithPrefix } from "../base/address.ts";
import type { EventOutput } from "../base/machine.ts";
import type { Attachment } from "../host/attachment.ts";
import type { IpamStatus } from "../ipam-crdt/ipam-types.ts";
import { type AdoptionPorts, adoptionOf } from "./adoption.ts";

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

function bears(containerId: string, ...addresses: string[]): Attachment {
  const parsed = addresses.map((text) => parseAddressWithPrefix(text) as Cidr);
  return { containerId, interface: "ethwe", hostInterface: "v", mac: "m", addresses: parsed, ipv6: [] };
}

/** Address management that refuses what `refuse` names. */
function world() {
  const refuse = new Map<string, string>();
  const allocations: IpamStatus["allocations"][number][] = [];
  const claims: string[] = [];
  const events: EventOutput[] = [];
  const ports = {
    request: async ({ owner, address }: { owner: IpamStatus["allocations"][number]["owner"]; address: Cidr }) => {
      claims.push(owner.container);
      const reason = refuse.get(owner.container);
      if (reason !== undefined) throw new Error(reason);
      allocations.push({ owner, addresses: [address] });
    },
    ipam: () => ({ allocations }),
    event: (event: EventOutput) => events.push(event),
  } as unknown as AdoptionPorts;
  return { refuse, allocations, claims, events, adoption: adoptionOf(ports) };
}

test("what is refused is said once, and claimed again until it is the container's", async () => {
  const { refuse, allocations, claims, events, adoption } = world();
  refuse.set("a", "it belongs to h9, which is not reachable");
  const attached = [bears("a", "10.32.0.5/12"), bears("b", "10.32.0.6/12", "192.168.1.1/24")];
  adoption.look(attached);
  await settled();
  expect(adoption.warnings()).toEqual([
    "container a bears 10.32.0.5, which is not its own here: it belongs to h9, which is not reachable",
  ]);
  expect(allocations.length).toBe(2);
  adoption.look(attached);
  await settled();
  expect(claims.toSorted()).toEqual(["a", "a", "b", "b"]);
  expect(events.length).toBe(1);
  refuse.clear();
  adoption.look(attached);
  await settled();
  expect(adoption.warnings()).toEqual([]);
  expect(allocations.length).toBe(3);
  adoption.look(attached);
  await settled();
  expect(claims.length).toBe(5);
});

test("what is detached while its claim waits is not claimed afterwards", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const adoption = adoptionOf({
    request: (_body: unknown, _timeoutMs: number, signal?: AbortSignal) => {
      signals.push(signal);
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("withdrawn"))));
    },
    ipam: () => ({ allocations: [] }),
    event: () => expect.unreachable(),
  } as unknown as AdoptionPorts);
  adoption.look([bears("a", "10.32.0.5/12"), bears("b", "10.32.0.6/12")]);
  expect(signals.length, "one does not wait for the other").toBe(2);
  adoption.forget({ container: "a", interface: "ethwe" });
  await settled();
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
  expect(adoption.warnings()).toEqual([]);
});

test("many are said in a few sentences, and a container that is gone is forgotten", async () => {
  const { refuse, adoption } = world();
  const attached = Array.from({ length: 200 }, (_, i) => bears(`c${i}`, `10.32.1.${i}/12`));
  for (const { containerId } of attached) refuse.set(containerId, "no");
  adoption.look(attached);
  await settled();
  await settled();
  expect(adoption.warnings().length).toBe(4);
  expect(adoption.warnings()[3]).toMatch(/^197 more/);
  adoption.look([]);
  expect(adoption.warnings()).toEqual([]);
});
