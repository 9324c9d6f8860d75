/** The tables: what an overlay asks for, the difference to what is there, and what is kept of a router before us. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { OverlayPeer } from "./datapath-types.ts";
import type { FloodEntry, PeerEntry } from "./process-messages.ts";
import {
  differences,
  emptyTables,
  entriesPerMessageMax,
  joinInherited,
  type Overlay,
  peerHopsMax,
  type Tables,
  tablesOf,
} from "./tables.ts";

const key = (n: number) => n.toString(16).padStart(64, "0") as PeerKey;

function peer(n: number, hops: readonly number[] = [n]): OverlayPeer {
  const name = `02:00:00:00:00:0${n % 10}` as PeerName;
  return {
    key: key(n),
    name,
    shortId: n,
    underlay: { host: "10.0.0.1", port: 6783 },
    hops: hops.map(key),
    linked: true,
  };
}

function overlay(peers: readonly OverlayPeer[], floods: readonly [number, readonly number[]][] = []): Overlay {
  return { self: peer(1), peers, floods: new Map(floods.map(([source, hops]) => [key(source), hops.map(key)])) };
}

/** What a process has after it was told `messages`. */
function applied(tables: Tables, messages: ReturnType<typeof differences>): Tables {
  let { shortId, requireSealed } = tables;
  const peers = new Map(tables.peers);
  const floods = new Map(tables.floods);
  for (const message of messages) {
    if (message.kind === "configure") ({ shortId, requireSealed } = message);
    if (message.kind === "peers") {
      for (const id of message.remove) peers.delete(id);
      for (const entry of message.set) peers.set(entry.shortId, entry);
    }
    if (message.kind === "floods") {
      for (const id of message.remove) floods.delete(id);
      for (const entry of message.set) floods.set(entry.source, entry);
    }
  }
  return { shortId, requireSealed, peers, floods };
}

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
const anyTables: fc.Arbitrary<Tables> = fc.record({
  shortId: fc.nat(5),
  requireSealed: fc.boolean(),
  peers: ids
    .chain((list) =>
      fc.tuple(
        ...list.map((shortId) => ids.map((hops): PeerEntry => ({ shortId, name: "n", endpoint: undefined, hops }))),
      ),
    )
    .map((entries) => new Map(entries.map((entry) => [entry.shortId, entry]))),
  floods: ids
    .chain((list) => fc.tuple(...list.map((source) => ids.map((hops): FloodEntry => ({ source, hops })))))
    .map((entries) => new Map(entries.map((entry) => [entry.source, entry]))),
});

describe("tables of an overlay", () => {
  it("name peers by short ids, with few hops, and flood for ourselves under our own id", () => {
    const many = Array.from({ length: 30 }, (_, i) => i + 2);
    const tables = tablesOf(
      overlay(
        [peer(2, many), ...many.slice(1).map((n) => peer(n))],
        [
          [1, [2, 3]],
          [2, []],
        ],
      ),
      true,
    );
    expect(tables.shortId).toBe(1);
    expect(tables.peers.get(2)!.hops).toEqual(many.slice(0, peerHopsMax));
    expect([...tables.floods.values()]).toEqual([
      { source: 1, hops: [2, 3] },
      { source: 2, hops: [] },
    ]);
  });

  it("leave out peers without a short id, or with one that is ours or an earlier peer's", () => {
    const taken = { ...peer(9), shortId: 2 };
    const tables = tablesOf(overlay([taken, peer(2), { ...peer(3), shortId: 0 }, { ...peer(4), shortId: 1 }]), true);
    expect([...tables.peers.values()].map(({ shortId, hops }) => [shortId, hops])).toEqual([[2, [2]]]);
    expect(tables.peers.get(2)!.name).toBe(peer(2).name);
  });
});

describe("differences", () => {
  it("lead from any tables to any others, and are none between the same", () => {
    fc.assert(
      fc.property(anyTables, anyTables, (known, desired) => {
        const messages = differences(known, desired);
        expect(applied(known, messages)).toEqual(desired);
        expect(differences(desired, structuredClone(desired))).toEqual([]);
      }),
    );
  });

  it("do not see a change in the order of fields or an absent endpoint", () => {
    const entry: PeerEntry = { shortId: 2, name: "n", endpoint: undefined, hops: [2] };
    const asJson = { hops: [2], name: "n", shortId: 2 } as unknown as PeerEntry;
    const one = { ...emptyTables, peers: new Map([[2, entry]]) };
    expect(differences({ ...emptyTables, peers: new Map([[2, asJson]]) }, one)).toEqual([]);
  });

  it("come in messages of bounded size", () => {
    const peers = Array.from({ length: 600 }, (_, i) => peer(i + 2));
    const messages = differences(emptyTables, tablesOf(overlay(peers), true));
    const sizes = messages.flatMap((message) => (message.kind === "peers" ? [message.set.length] : []));
    expect(sizes).toEqual([entriesPerMessageMax, entriesPerMessageMax, 600 - 2 * entriesPerMessageMax]);
  });
});

describe("what is inherited", () => {
  it("is joined and never taken away", () => {
    fc.assert(
      fc.property(anyTables, anyTables, (desired, inherited) => {
        const both = joinInherited(desired, inherited);
        for (const [id, { hops }] of inherited.floods)
          expect(both.floods.get(id)!.hops).toEqual(expect.arrayContaining([...hops]));
        for (const [id, { hops }] of desired.peers) {
          expect(both.peers.get(id)!.hops.slice(0, hops.length)).toEqual(hops.slice(0, peerHopsMax));
        }
        for (const id of inherited.peers.keys()) expect(both.peers.has(id)).toBe(true);
      }),
    );
  });
});
