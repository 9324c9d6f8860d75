/**
 * A neighbour that speaks nonsense to gossip: mutants of every message, from a kept corpus, fed to a whole machine. It
 * never throws, its answers stay bounded, its memory within its limits, and honest messages still pass afterwards.
 * `WEAVE_FUZZ_RUNS` sets the number of frames, `WEAVE_FUZZ_SEED` the seed.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fromHex, utf8Encode } from "../../base/bytes.ts";
import { seededRandom } from "../../base/random.ts";
import { Gossip } from "../../gossip/gossip.ts";
import { type GossipOutput, type GossipRoutes, gossipDefaults } from "../../gossip/gossip-types.ts";
import { eventSpacingMs } from "../../gossip/outbox.ts";
import { keyOfIndex } from "../../gossip/testing/toy-network.ts";
import { ToySet } from "../../gossip/testing/toy-set.ts";
import { decodeFrame, encodeBroadcast, encodeBroadcastFrame } from "../../gossip/wire.ts";
import { mutant } from "./mutate.ts";

const runs = Number(process.env["WEAVE_FUZZ_RUNS"] ?? 20_000);
const seed = Number(process.env["WEAVE_FUZZ_SEED"] ?? 1);
const strangeSourcesMax = 100;
const peers = [0, 1, 2].map(keyOfIndex);
const stepMs = 10;

const corpus = readFileSync(new URL("corpus/gossip.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => fromHex(line) ?? new Uint8Array(0));

function machine() {
  const set = new ToySet();
  set.add("member");
  const gossip = new Gossip(
    { random: seededRandom(seed), channels: new Map([["ring", set]]) },
    {
      self: keyOfIndex(0),
      bootNonce: new Uint8Array(8),
      unicastChannels: ["ipam"],
      limits: { ...gossipDefaults, strangeSourcesMax },
    },
  );
  const routes: GossipRoutes = {
    nextHop: (to) => (peers.includes(to) ? to : undefined),
    broadcastHops: () => [keyOfIndex(1), keyOfIndex(2)],
  };
  gossip.step(0, { kind: "routes", routes });
  for (const index of [1, 2]) gossip.step(0, { kind: "neighbour-up", peer: keyOfIndex(index) });
  return { gossip, set };
}

it("the corpus decodes, so that mutants get far", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(8);
  for (const frame of corpus) expect(decodeFrame(frame).ok).toBe(true);
});

it(`survives ${runs} mutants from seed ${seed}, bounded, and still serves`, () => {
  const { gossip, set } = machine();
  const random = seededRandom(seed);
  let events = 0;
  let now = 0;
  for (let i = 0; i < runs; i++) {
    now += stepMs;
    const bytes = mutant(random, corpus);
    const outputs: GossipOutput[] = [...gossip.step(now, { kind: "received", from: keyOfIndex(1), bytes })];
    if (gossip.wakeAt() <= now) outputs.push(...gossip.step(now, { kind: "wake" }));
    expect(outputs.length).toBeLessThan(20);
    for (const output of outputs) {
      if (output.kind === "event") events++;
      if (output.kind === "deliver" && output.channel === "ring") set.merge(output.payload);
    }
  }
  const { counters, neighbours } = gossip.status();
  expect(counters.malformed).toBeGreaterThan(runs / 20);
  expect(neighbours[0]?.malformed).toBe(counters.malformed);
  expect(counters.sources).toBeLessThanOrEqual(strangeSourcesMax + peers.length);
  // Nine names of events, each told once a second at most.
  expect(events).toBeLessThanOrEqual(9 * (Math.floor((runs * stepMs) / eventSpacingMs) + 1));
  const original = encodeBroadcast({
    source: keyOfIndex(2),
    epoch: "00".repeat(8),
    sequence: 1,
    channel: "ring",
    payload: utf8Encode("honest"),
  });
  const bytes = encodeBroadcastFrame(original, 5, undefined);
  const honest = gossip.step(now, { kind: "received", from: keyOfIndex(2), bytes });
  expect(honest.map(({ kind }) => kind)).toContain("deliver");
});
