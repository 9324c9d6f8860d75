/** The window of sequences against a set that forgets nothing, and the memory of sources at its limits. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peerKeyOf } from "../base/peer-name.ts";
import { BroadcastMemory, epochIdleMs, epochsPerSourceMax, sourceIdleMs } from "./broadcast-memory.ts";
import { SequenceWindow, windowWidth } from "./sequence-window.ts";

const source = peerKeyOf(new Uint8Array(32).fill(1));
const another = peerKeyOf(new Uint8Array(32).fill(2));

const memoryOf = (sourcesMax: number) => new BroadcastMemory({ sourcesMax, strangersMax: 10 }, () => true);

describe("the sequence window", () => {
  it("agrees with a set that remembers everything, inside its width", () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: -300, max: 40 }), fc.integer({ min: 0, max: 100_000 })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (offsets) => {
        const window = new SequenceWindow();
        const seen = new Set<number>();
        let highest = 0;
        for (const offset of offsets) {
          const sequence = Math.max(1, highest + offset);
          const expected = !seen.has(sequence) && sequence > highest - windowWidth;
          expect(window.admit(sequence)).toBe(expected);
          seen.add(sequence);
          highest = Math.max(highest, sequence);
        }
      }),
    );
  });

  it("takes numbers up to 2^53 - 1", () => {
    const window = new SequenceWindow();
    const last = 2 ** 53 - 1;
    expect([last, last, last - 1, 1].map((sequence) => window.admit(sequence))).toEqual([true, false, true, false]);
  });
});

describe("the memory of broadcasts", () => {
  it("keeps epochs apart and admits each number once in each", () => {
    const memory = memoryOf(10);
    const admitted = [
      memory.admit(0, source, "a", 1),
      memory.admit(0, source, "b", 1),
      memory.admit(0, source, "a", 1),
    ];
    expect(admitted).toEqual(["new", "new", "repeat"]);
    expect(memory.admit(0, another, "a", 1)).toBe("new");
    expect(memory.size).toBe(2);
  });

  it("refuses one epoch too many until an old one has been silent long enough", () => {
    const memory = memoryOf(10);
    for (let epoch = 0; epoch < epochsPerSourceMax; epoch++) memory.admit(0, source, `${epoch}`, 1);
    expect(memory.admit(epochIdleMs - 1, source, "next", 1)).toBe("full");
    expect(memory.admit(epochIdleMs, source, "next", 1)).toBe("new");
    expect(memory.admit(epochIdleMs, source, "7", 1)).toBe("repeat");
  });

  it("refuses one source too many and forgets those that are silent for long", () => {
    const memory = memoryOf(1);
    memory.admit(0, source, "a", 1);
    expect(memory.admit(1, another, "a", 1)).toBe("full");
    memory.forgetIdle(sourceIdleMs - 1);
    expect(memory.size).toBe(1);
    memory.forgetIdle(sourceIdleMs);
    expect(memory.admit(sourceIdleMs, another, "a", 1)).toBe("new");
  });

  it("keeps room for peers when strangers fill theirs, and gives a stranger's room back once it is a peer", () => {
    const peers = new Set([source]);
    const memory = new BroadcastMemory({ sourcesMax: 10, strangersMax: 2 }, (key) => peers.has(key));
    const strangers = [3, 4, 5, 6].map((byte) => peerKeyOf(new Uint8Array(32).fill(byte))) as [
      typeof source,
      ...(typeof source)[],
    ];
    const admitAll = (now: number) => strangers.map((stranger) => memory.admit(now, stranger, "a", now + 1));
    expect(admitAll(0)).toEqual(["new", "new", "full", "full"]);
    expect(memory.admit(0, source, "a", 1)).toBe("new");
    peers.add(strangers[0]);
    expect(admitAll(5_000)).toEqual(["new", "new", "new", "full"]);
    expect(memory.admit(5_000, strangers[0], "a", 5_001)).toBe("repeat");
  });
});
