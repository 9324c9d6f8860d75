/** The ledger tells containers by host and name, through everything that a router forgets. */
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr, parseIpv4 } from "../../base/address.ts";
import { AddressLedger } from "./address-ledger.ts";

const range = parseCidr("10.32.0.0/12") as Cidr;
const address = parseIpv4("10.32.0.1") as number;
const [c1, c2] = [
  { host: 0, container: "c1" },
  { host: 0, container: "c2" },
];

describe("a container that runs on unseen", () => {
  it("keeps its address from others, and gets it again when it asks under its name", () => {
    const ledger = new AddressLedger();
    expect(ledger.give(0, c1, address, range, false)).toBeUndefined();
    ledger.orphan(0);
    expect(ledger.heldBy(c1)).toBeUndefined();
    expect(ledger.give(1, c2, address, range, false)).toMatch(/given to h1\/c2 while h1\/orphan 1 holds it/);
    expect(ledger.give(2, c1, address, range, false)).toBeUndefined();
    expect(ledger.heldBy(c1)).toBe(address);
  });
});

describe("a freed address", () => {
  it("rests before another container gets it, of whatever host", () => {
    const ledger = new AddressLedger();
    ledger.give(0, c1, address, range, false);
    ledger.release(1_000, c1);
    const elsewhere = { host: 1, container: "c1" };
    for (const other of [c2, elsewhere]) {
      expect(ledger.give(58_000, other, address, range, false)).toMatch(/was freed by h1\/c1 57000 ms ago/);
    }
    expect(ledger.give(61_000, c2, address, range, false)).toBeUndefined();
  });
});
