/** The simulated underlay and disk keep the promises that routers rely on, and break exactly those that faults break. */
import { describe, expect, it } from "vitest";
import { utf8Encode } from "../../base/bytes.ts";
import type { DurableWrite } from "../../base/machine.ts";
import { seededRandom } from "../../base/random.ts";
import { AddressLedger } from "./address-ledger.ts";
import { Disk, OutputGate } from "./durable.ts";
import { EventQueue } from "./event-queue.ts";
import { addressOf, Network, routerPort, type TransportInput } from "./network.ts";

function twoHosts() {
  const time = new EventQueue();
  const network = new Network(time, seededRandom(1), 2);
  const inputs: TransportInput[][] = [[], []];
  network.start(0, (input) => inputs[0]!.push(input));
  network.start(1, (input) => inputs[1]!.push(input));
  const dial = () => network.dial(0, 1, { host: addressOf(1), port: routerPort });
  const textAt = (host: number) =>
    inputs[host]!.flatMap((input) => (input.kind === "bytes" ? [...input.bytes] : []))
      .map((byte) => String.fromCharCode(byte))
      .join("");
  const kindsAt = (host: number) => inputs[host]!.map((input) => input.kind);
  return { time, network, dial, textAt, kindsAt };
}

describe("a simulated connection", () => {
  it("carries bytes both ways, in order", () => {
    const { time, network, dial, textAt, kindsAt } = twoHosts();
    dial();
    time.runUntil(100);
    expect(kindsAt(0)).toEqual(["dialed"]);
    expect(kindsAt(1)).toEqual(["accepted"]);
    for (let i = 0; i < 50; i++) {
      network.write(0, 1, utf8Encode(`${i} `));
      time.runUntil(time.now + (i % 3));
    }
    network.write(1, 2, utf8Encode("back"));
    time.runUntil(1000);
    expect(textAt(1)).toBe(Array.from({ length: 50 }, (_, i) => `${i} `).join(""));
    expect(textAt(0)).toBe("back");
  });

  it("holds bytes back during a cut and delivers them after it", () => {
    const { time, network, dial, textAt } = twoHosts();
    dial();
    time.runUntil(100);
    network.setBlocked(0, 1, true);
    network.write(0, 1, utf8Encode("late"));
    time.runUntil(5000);
    expect(textAt(1)).toBe("");
    network.setBlocked(0, 1, false);
    time.runUntil(8000);
    expect(textAt(1)).toBe("late");
  });

  it("tells the other end of a close after what was written, and of a kill by a reset", () => {
    const { time, network, dial, textAt, kindsAt } = twoHosts();
    dial();
    time.runUntil(100);
    network.write(0, 1, utf8Encode("bye"));
    network.close(0, 1);
    time.runUntil(200);
    expect(textAt(1)).toBe("bye");
    expect(kindsAt(1).at(-1)).toBe("closed");
    network.dial(0, 3, { host: addressOf(1), port: routerPort });
    time.runUntil(300);
    network.end(1, "stopped");
    time.runUntil(400);
    expect(kindsAt(0).at(-1)).toBe("closed");
  });

  it("says nothing of a power cut, and resets what is written after the host came back", () => {
    const { time, network, dial, kindsAt } = twoHosts();
    dial();
    time.runUntil(100);
    network.end(1, "off");
    network.write(0, 1, utf8Encode("anybody?"));
    time.runUntil(30_000);
    expect(kindsAt(0)).toEqual(["dialed"]);
    network.start(1, () => undefined);
    network.write(0, 1, utf8Encode("anybody?"));
    time.runUntil(31_000);
    expect(kindsAt(0)).toEqual(["dialed", "closed"]);
  });

  it("is refused by a stopped host and times out at one that is off or cut", () => {
    const { time, network, dial, kindsAt } = twoHosts();
    network.end(1, "stopped");
    dial();
    time.runUntil(1000);
    expect(kindsAt(0)).toEqual(["dial-failed"]);
    network.end(1, "off");
    dial();
    time.runUntil(2000);
    expect(kindsAt(0)).toHaveLength(1);
    time.runUntil(20_000);
    expect(kindsAt(0)).toHaveLength(2);
  });
});

describe("the gate before the world", () => {
  const write = (value: number): DurableWrite[] => [{ key: "k", value: Uint8Array.of(value) }];
  type Output = { kind: "out"; name: string } | { kind: "persist"; writes: DurableWrite[] };

  it("holds what follows a persist until it is synced; a crash takes both, or neither", () => {
    const time = new EventQueue();
    const disk = new Disk();
    const left: string[] = [];
    const gate = new OutputGate<Output>(
      time,
      disk,
      () => 5,
      (output) => left.push(output.kind === "out" ? output.name : ""),
    );
    gate.take([
      { kind: "out", name: "a" },
      { kind: "persist", writes: write(1) },
      { kind: "out", name: "b" },
    ]);
    gate.take([
      { kind: "out", name: "c" },
      { kind: "persist", writes: write(2) },
      { kind: "out", name: "d" },
    ]);
    expect(left).toEqual(["a"]);
    time.runUntil(7);
    expect(left).toEqual(["a", "b", "c"]);
    expect(disk.get("k")).toEqual(Uint8Array.of(1));
    gate.close();
    disk.crash(seededRandom(3));
    time.runUntil(100);
    expect(left).toEqual(["a", "b", "c"]);
    expect([1, 2]).toContain(disk.get("k")?.[0]);
  });
});

describe("the ledger", () => {
  const range = { address: 0x0a200000, prefixLength: 16 };
  const [a, b] = [
    { host: 0, container: "c" },
    { host: 1, container: "c" },
  ];

  it("finds an address given twice, another address for the same owner, and a freed one given too soon", () => {
    const ledger = new AddressLedger();
    const address = range.address + 7;
    expect(ledger.give(0, a, address, range, false)).toBeUndefined();
    expect(ledger.give(1, a, address, range, false)).toBeUndefined();
    expect(ledger.give(2, b, address, range, false)).toMatch(/while h1\/c holds it/);
    expect(ledger.give(3, a, address + 1, range, false)).toMatch(/is lost/);
    expect(ledger.give(4, b, range.address, range, false)).toMatch(/no host's address/);
    ledger.release(5, a);
    expect(ledger.give(6, { host: 0, container: "d" }, address, range, false)).toMatch(/was freed by/);
    expect(ledger.give(7, b, address, range, false)).toMatch(/was freed by/);
    expect(ledger.give(60_005, b, address, range, false)).toBeUndefined();
  });
});
