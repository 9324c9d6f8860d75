/**
 * One router's allocations against a model that is a plain table: who holds what, and when each address was freed.
 * Random allocations, claims, releases, look-ups, restarts and waits in a small range; every answer must be one that
 * the model allows: nothing held twice, repeats equal, refusals only when they are true, 60 s of rest kept.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cidr, cidrSize, type Ipv4, parseCidr } from "../base/address.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import type { IpamReply, IpamRequest } from "./ipam-types.ts";
import { restMs } from "./space.ts";
import { World } from "./testing/world.ts";

const range = parseCidr("10.9.0.0/28") as Cidr;
const subnet = parseCidr("10.9.0.8/30") as Cidr;
const first = range.address + 1;
const last = range.address + 14;

type Act =
  | { readonly kind: "allocate"; readonly owner: string; readonly inSubnet: boolean }
  | { readonly kind: "claim"; readonly owner: string; readonly offset: number }
  | { readonly kind: "release"; readonly owner: string }
  | { readonly kind: "lookup"; readonly owner: string }
  | { readonly kind: "restart" }
  | { readonly kind: "wait"; readonly ms: number };

const owner = fc.integer({ min: 1, max: 18 }).map((n) => `c${n}`);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("allocate" as const), owner, inSubnet: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("claim" as const), owner, offset: fc.nat(17) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("release" as const), owner }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lookup" as const), owner }) },
  { weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 30_000, 61_000) }),
  },
);

/** The dumb twin. */
class Table {
  readonly holder = new Map<Ipv4, string>();
  /** Of the subnet that each was asked for in. */
  readonly prefixLength = new Map<Ipv4, number>();
  readonly freedAt = new Map<Ipv4, number>();

  of(who: string): Ipv4[] {
    return [...this.holder]
      .filter(([, held]) => held === who)
      .map(([address]) => address)
      .toSorted((a, b) => a - b);
  }

  /** Addresses that may be given between `from` and `to`, both included. */
  free(now: number, from: Ipv4, to: Ipv4): Ipv4[] {
    const found: Ipv4[] = [];
    for (let address = from; address <= to; address++) {
      const rested = now >= (this.freedAt.get(address) ?? -restMs) + restMs;
      if (!this.holder.has(address) && rested) found.push(address);
    }
    return found;
  }
}

class Trial {
  readonly #world = new World(1, standInCrypto, 1, () => ({
    init: { kind: "consensus", peers: undefined },
    initialPeerCount: 1,
    range,
  }));
  readonly #table = new Table();

  constructor() {
    this.#world.start(this.#world.node(0));
    this.#world.runFor(1_000);
  }

  #ask(body: IpamRequest): IpamReply {
    let answer: IpamReply = { ok: false, code: "NONE", message: "" };
    this.#world.request(this.#world.node(0), body, (reply) => {
      answer = reply;
    });
    return answer;
  }

  play(act: Act): void {
    switch (act.kind) {
      case "allocate":
        this.#allocate(act.owner, act.inSubnet);
        return;
      case "claim":
        this.#claim(act.owner, range.address + act.offset);
        return;
      case "release":
        this.#release(act.owner);
        return;
      case "lookup": {
        const reply = this.#ask({ kind: "lookup", owner: { container: act.owner, interface: "" } });
        expect(addressesIn(reply)).toEqual(this.#table.of(act.owner));
        return;
      }
      case "restart":
        this.#world.crash(this.#world.node(0));
        this.#world.start(this.#world.node(0));
        // Rests begin anew, since how much time passed is not known.
        for (const address of this.#table.freedAt.keys()) this.#table.freedAt.set(address, this.#world.now);
        return;
      case "wait":
        this.#world.runFor(act.ms);
    }
  }

  #allocate(container: string, inSubnet: boolean): void {
    const asked = inSubnet ? subnet : undefined;
    const reply = this.#ask({ kind: "allocate", owner: { container, interface: "eth0" }, subnet: asked });
    const [from, to] = inSubnet ? [subnet.address + 1, subnet.address + 2] : [first, last];
    const { address: start, prefixLength } = asked ?? range;
    const held = this.#table
      .of(container)
      .filter((address) => address >= start && address < start + cidrSize(prefixLength))
      .filter((address) => this.#table.prefixLength.get(address) === prefixLength);
    const free = this.#table.free(this.#world.now, from, to);
    if (!reply.ok) {
      expect(reply.code).toBe("IPAM_NO_SPACE");
      expect([...held, ...free]).toEqual([]);
      return;
    }
    const [address] = addressesIn(reply) as [Ipv4];
    expect(held.length > 0 ? held : free).toContain(address);
    this.#hold(address, container, prefixLength);
  }

  #claim(container: string, address: Ipv4): void {
    const asked = { address, prefixLength: range.prefixLength };
    const reply = this.#ask({ kind: "claim", owner: { container, interface: "eth0" }, address: asked });
    const held = this.#table.holder.get(address);
    const isEdge = (address & 15) === 0 || (address & 15) === 15;
    if (isEdge) expect(reply).toMatchObject({ ok: false, code: "IPAM_ADDRESS_RESERVED" });
    else if (held !== undefined && held !== container) {
      expect(reply).toMatchObject({ ok: false, code: "IPAM_ADDRESS_IN_USE" });
    } else {
      expect(addressesIn(reply)).toEqual([address]);
      if (held === undefined) this.#hold(address, container, range.prefixLength);
    }
  }

  #release(container: string): void {
    const held = this.#table.of(container);
    const owner = { container, interface: "eth0" };
    expect(addressesIn(this.#ask({ kind: "release", owner, address: undefined }))).toEqual(held);
    for (const address of held) {
      this.#table.holder.delete(address);
      this.#table.freedAt.set(address, this.#world.now);
    }
  }

  #hold(address: Ipv4, container: string, prefixLength: number): void {
    this.#table.holder.set(address, container);
    this.#table.prefixLength.set(address, prefixLength);
    this.#table.freedAt.delete(address);
  }
}

function addressesIn(reply: IpamReply): Ipv4[] {
  if (!reply.ok || !("addresses" in reply)) throw new Error(JSON.stringify(reply));
  return reply.addresses.map(({ address }) => address);
}

describe("a router's allocations", () => {
  it("are what a plain table allows", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120, size: "max" }), (acts) => {
        const trial = new Trial();
        for (const step of acts) trial.play(step);
      }),
      { numRuns: 150 },
    );
  });
});
