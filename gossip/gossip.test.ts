/** Broadcast, unicast and what a neighbour may send, case by case. */
import { describe, expect, it } from "vitest";
import { toHex, utf8Encode } from "../base/bytes.ts";
import { seededRandom } from "../base/random.ts";
import { Gossip } from "./gossip.ts";
import { type GossipOutput, type GossipRoutes, gossipDefaults, payloadBytesMax } from "./gossip-types.ts";
import { keyOfIndex, ToyNetwork } from "./testing/toy-network.ts";
import { ToySet } from "./testing/toy-set.ts";
import { decodeFrame, encodeBroadcast, encodeBroadcastFrame, encodeUnicast, encodeUnicastFrame } from "./wire.ts";

const self = keyOfIndex(0);
const near = keyOfIndex(1);
const other = keyOfIndex(2);
const far = keyOfIndex(9);
const epoch = "0102030405060708";

/** One machine with two neighbours; `far` is behind `other`. */
function gossipAlone(routes: Partial<GossipRoutes> = {}, limits = {}) {
  const set = new ToySet();
  const gossip = new Gossip(
    { random: seededRandom(1), channels: new Map([["set", set]]) },
    { self, bootNonce: new Uint8Array(8), unicastChannels: ["talk"], limits: { ...gossipDefaults, ...limits } },
  );
  gossip.step(0, {
    kind: "routes",
    routes: { nextHop: (to) => (to === far ? other : to), broadcastHops: () => [near, other], ...routes },
  });
  gossip.step(0, { kind: "neighbour-up", peer: near });
  gossip.step(0, { kind: "neighbour-up", peer: other });
  return { gossip, set };
}

function broadcastBytes(sequence: number, { source = far, channel = "set", hopLimit = 5, payload = "x" } = {}) {
  const original = encodeBroadcast({ source, epoch, sequence, channel, payload: utf8Encode(payload) });
  return encodeBroadcastFrame(original, hopLimit, undefined);
}

function sends(outputs: readonly GossipOutput[]) {
  return outputs.filter((output) => output.kind === "send").map(({ to, bytes }) => ({ to, frame: decodeFrame(bytes) }));
}

const delivers = (outputs: readonly GossipOutput[]) => outputs.filter((output) => output.kind === "deliver");
const events = (outputs: readonly GossipOutput[]) => outputs.filter((output) => output.kind === "event");

describe("broadcast", () => {
  it("is passed along as the source's bytes with one hop less, not back to where it came from", () => {
    const { gossip } = gossipAlone();
    const outputs = gossip.step(1, { kind: "received", from: near, bytes: broadcastBytes(1) });
    expect(delivers(outputs)).toMatchObject([{ channel: "set", source: far, mode: "broadcast" }]);
    const [passed, ...more] = sends(outputs);
    expect(more).toEqual([]);
    expect(passed?.to).toBe(other);
    expect(passed?.frame).toMatchObject({ ok: true, value: { kind: "broadcast", hopLimit: 4, root: undefined } });
  });

  it("is dropped and counted when it comes again", () => {
    const { gossip } = gossipAlone();
    gossip.step(1, { kind: "received", from: near, bytes: broadcastBytes(1) });
    expect(gossip.step(2, { kind: "received", from: other, bytes: broadcastBytes(1) })).toEqual([]);
    expect(gossip.status().channels.find(({ channel }) => channel === "set")?.repeats).toBe(1);
  });

  it("of ours is a repeat when it comes back, but one of our former life is delivered", () => {
    const { gossip } = gossipAlone();
    const published = gossip.step(1, { kind: "publish", channel: "set", payload: utf8Encode("a") });
    const own = published.find((output) => output.kind === "send");
    expect(own).toBeDefined();
    if (own) expect(gossip.step(2, { kind: "received", from: near, bytes: own.bytes })).toEqual([]);
    const former = broadcastBytes(1, { source: self });
    expect(delivers(gossip.step(3, { kind: "received", from: near, bytes: former }))).toHaveLength(1);
  });

  it("names us as the root when its source is not in our routes", () => {
    const { gossip } = gossipAlone({ nextHop: (to) => (to === far ? undefined : to) });
    const [passed] = sends(gossip.step(1, { kind: "received", from: near, bytes: broadcastBytes(1) }));
    expect(passed?.frame).toMatchObject({ ok: true, value: { kind: "broadcast", root: self } });
  });

  it("of an unknown channel is not delivered, but passed along and counted", () => {
    const { gossip } = gossipAlone();
    const bytes = broadcastBytes(1, { channel: "of-tomorrow" });
    const outputs = gossip.step(1, { kind: "received", from: near, bytes });
    expect(delivers(outputs)).toEqual([]);
    expect(sends(outputs)).toHaveLength(1);
    expect(gossip.status().counters.unknownChannel).toBe(1);
  });

  it("ends at its hop limit, delivered and told", () => {
    const { gossip } = gossipAlone();
    const outputs = gossip.step(1, { kind: "received", from: near, bytes: broadcastBytes(1, { hopLimit: 0 }) });
    expect(delivers(outputs)).toHaveLength(1);
    expect(sends(outputs)).toEqual([]);
    expect(events(outputs)).toMatchObject([{ name: "gossip-hop-limit" }]);
  });

  it("of one source too many is refused, told, and remembered sources go on", () => {
    const { gossip } = gossipAlone({}, { sourcesMax: 1 });
    gossip.step(1, { kind: "received", from: near, bytes: broadcastBytes(1) });
    const outputs = gossip.step(2, {
      kind: "received",
      from: near,
      bytes: broadcastBytes(1, { source: keyOfIndex(7) }),
    });
    expect(outputs).toMatchObject([{ kind: "event", name: "gossip-sources-full" }]);
    expect(delivers(gossip.step(3, { kind: "received", from: near, bytes: broadcastBytes(2) }))).toHaveLength(1);
    expect(gossip.status().counters).toMatchObject({ sources: 1, sourcesFull: 1 });
  });

  it("of ours that is too large is refused and told", () => {
    const { gossip } = gossipAlone();
    const payload = new Uint8Array(payloadBytesMax + 1);
    const outputs = gossip.step(1, { kind: "publish", channel: "set", payload });
    expect(outputs).toMatchObject([{ kind: "event", level: "error", name: "gossip-oversized" }]);
    expect(sends(gossip.step(2, { kind: "publish", channel: "set", payload: payload.slice(1) }))).toHaveLength(2);
  });

  it("of a restarted source is delivered though its sequence starts anew", () => {
    const network = new ToyNetwork({ seed: 3, peers: 3 });
    network.link(0, 1);
    network.link(1, 2);
    network.runUntil(1_500);
    network.publish(0, "before");
    network.runUntil(2_000);
    network.restart(0);
    network.runUntil(4_000);
    network.publish(0, "after");
    network.runUntil(4_200);
    expect([1, 2].map((index) => network.broadcastsOf(index, "before"))).toEqual([1, 1]);
    expect([1, 2].map((index) => network.broadcastsOf(index, "after"))).toEqual([1, 1]);
  });

  it("of a newcomer whom only its neighbour's routes could know reaches everyone once, at one message a peer", () => {
    const network = new ToyNetwork({ seed: 4, peers: 9 });
    for (let a = 0; a < 8; a++) for (let b = 0; b < a; b++) network.link(a, b);
    network.runUntil(3_000);
    network.frozenRoutes = true;
    network.link(0, 8);
    network.feed(8, { kind: "routes", routes: { nextHop: (to) => to, broadcastHops: () => [keyOfIndex(0)] } });
    network.runUntil(4_500);
    network.publish(8, "hello");
    network.runUntil(4_600);
    for (let index = 0; index < 8; index++) expect(network.broadcastsOf(index, "hello")).toBe(1);
    for (const { gossip } of network.peers)
      expect(gossip.status().channels.map(({ repeats }) => repeats)).toEqual([0, 0]);
  });
});

describe("unicast", () => {
  const unicast = (destination = far, channel = "talk") =>
    encodeUnicast({ source: near, destination, channel, payload: utf8Encode("hi") });

  it("to us is delivered, to others passed along with one hop less", () => {
    const { gossip } = gossipAlone();
    const here = gossip.step(1, { kind: "received", from: near, bytes: encodeUnicastFrame(unicast(self), 0) });
    expect(here).toMatchObject([{ kind: "deliver", channel: "talk", source: near, mode: "unicast" }]);
    const on = sends(gossip.step(1, { kind: "received", from: near, bytes: encodeUnicastFrame(unicast(), 3) }));
    expect(on).toMatchObject([{ to: other, frame: { ok: true, value: { kind: "unicast", hopLimit: 2 } } }]);
  });

  it("to ourselves is delivered without a neighbour", () => {
    const { gossip } = gossipAlone();
    const outputs = gossip.step(1, { kind: "unicast", channel: "talk", to: self, payload: utf8Encode("hi") });
    expect(outputs).toMatchObject([{ kind: "deliver", source: self, mode: "unicast" }]);
  });

  it("crosses a line of peers", () => {
    const network = new ToyNetwork({ seed: 5, peers: 5 });
    for (let index = 1; index < 5; index++) network.link(index - 1, index);
    network.feed(0, { kind: "unicast", channel: "talk", to: keyOfIndex(4), payload: utf8Encode("hi") });
    network.runUntil(500);
    expect(network.peer(4).delivered).toContainEqual({
      mode: "unicast",
      source: keyOfIndex(0),
      payload: "hi",
      channel: "talk",
    });
  });

  it("without a route is dropped, counted each time, and told once a second with what was left out", () => {
    const { gossip } = gossipAlone({ nextHop: () => undefined });
    const send = (now: number) =>
      gossip.step(now, { kind: "unicast", channel: "talk", to: far, payload: utf8Encode("hi") });
    const told = [1, 2, 3, 1_500].flatMap((now) => events(send(now)));
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({ name: "gossip-unroutable", facts: { leftOut: 2 } });
    expect(gossip.status().counters.unroutable).toBe(4);
  });

  it("ends at its hop limit when routes loop", () => {
    const network = new ToyNetwork({ seed: 6, peers: 3 });
    network.link(0, 1);
    network.runUntil(2_000);
    const before = network.sentFrames;
    network.feed(0, { kind: "routes", routes: { nextHop: () => keyOfIndex(1), broadcastHops: () => [] } });
    network.feed(1, { kind: "routes", routes: { nextHop: () => keyOfIndex(0), broadcastHops: () => [] } });
    network.feed(0, { kind: "unicast", channel: "talk", to: keyOfIndex(2), payload: utf8Encode("hi") });
    network.runUntil(3_700);
    expect(network.sentFrames - before).toBeLessThanOrEqual(gossipDefaults.hopsMax + 2);
    expect(network.events).toMatchObject([{ name: "gossip-hop-limit" }]);
  });
});

describe("what a neighbour sends", () => {
  it("is dropped, counted and told when it does not decode", () => {
    const { gossip } = gossipAlone();
    const outputs = gossip.step(1, { kind: "received", from: near, bytes: Uint8Array.of(255, 255, 255) });
    expect(outputs).toMatchObject([{ kind: "event", name: "gossip-malformed", facts: { peer: near } }]);
    expect(gossip.status().neighbours.find(({ peer }) => peer === near)?.malformed).toBe(1);
  });

  it("is skipped when it is of a newer kind", () => {
    const { gossip } = gossipAlone();
    expect(gossip.step(1, { kind: "received", from: near, bytes: Uint8Array.of(0xf8, 0x01, 1) })).toEqual([]);
    expect(gossip.status().counters).toMatchObject({ unknownMessages: 1, malformed: 0 });
  });

  it("is dropped when it is no neighbour", () => {
    const { gossip } = gossipAlone();
    expect(gossip.step(1, { kind: "received", from: far, bytes: broadcastBytes(1) })).toEqual([]);
    expect(gossip.status().counters.strangers).toBe(1);
  });
});

it("sets no deadline while it has no neighbour", () => {
  const { gossip } = gossipAlone();
  expect(gossip.wakeAt()).toBeLessThan(10_000);
  gossip.step(1, { kind: "neighbour-down", peer: near });
  gossip.step(1, { kind: "neighbour-down", peer: other });
  expect(gossip.wakeAt()).toBe(Number.POSITIVE_INFINITY);
});

it("shows channels, neighbours and pairs", () => {
  const network = new ToyNetwork({ seed: 9, peers: 2 });
  network.link(0, 1);
  network.publish(0, "a");
  network.runUntil(20_000);
  const status = network.peer(0).gossip.status();
  expect(status.channels.map(({ channel }) => channel)).toEqual(["talk", "set"]);
  const [pair] = status.pairs;
  expect(pair).toMatchObject({ channel: "set", peer: keyOfIndex(1), dirty: false });
  expect(pair?.lagMs).toBeLessThan(7_000);
  expect(pair?.bytesOut).toBeGreaterThan(0);
  expect(status.neighbours).toMatchObject([{ peer: keyOfIndex(1), slow: false, malformed: 0 }]);
  expect(toHex(network.peer(1).set.digest())).toBe(toHex(network.peer(0).set.digest()));
});
