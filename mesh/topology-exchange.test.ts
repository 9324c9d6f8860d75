/**
 * What one changed record among 1,000 costs two neighbours, in bytes at the socket: every frame of the exchange between
 * two gossip machines, sealed and framed, in both directions.
 */
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { identityOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { Gossip } from "../gossip/gossip.ts";
import { type GossipInput, gossipDefaults } from "../gossip/gossip-types.ts";
import { type PeerRecord, signRecord } from "./peer-record.ts";
import { Topology } from "./topology.ts";
import { decodeTopologyDelta, encodeControl } from "./wire.ts";

const crypto = standInCrypto;
const peers = 1_000;
const identities = Array.from({ length: peers }, (_, i) => identityOf(crypto, seededRandom(9_000 + i).bytes(32)));
const everybody = new Set(identities.map(({ key }) => key));
/** Length and seal of a frame. */
const frameOverhead = 20;

/** Linked to the hundred that follow, as a host of a sparse mesh of 1,000 is. Those that stay need none for this. */
function recordOf(peer: number, version: number, linked: number): PeerRecord {
  const { seed, publicKey } = identities[peer] as (typeof identities)[0];
  const links = Array.from({ length: linked }, (_, i) => {
    const other = (peer + 1 + i) % peers;
    const host = `192.168.${other >> 8}.${other & 255}`;
    return {
      peer: (identities[other] as (typeof identities)[0]).key,
      remote: i % 2 ? host : `${host}:6783`,
      outbound: i % 2 === 0,
    };
  });
  const rest = { nickname: `node-${peer}.example`, shortId: peer + 1, incarnation: 3, port: 6783, withdrawn: false };
  return signRecord(crypto, seed, { publicKey, version, links, ...rest }, true);
}

class Neighbour {
  readonly key: PeerKey;
  readonly topology: Topology;
  readonly gossip: Gossip;
  bytesOut = 0;

  constructor(self: number, records: readonly PeerRecord[]) {
    const { key } = identities[self] as (typeof identities)[0];
    this.key = key;
    this.topology = new Topology(crypto, { self: key, collectAfterMs: 1_000 });
    for (const record of records)
      if (record.key === key) this.topology.setOwn(record, undefined);
      else this.topology.merge(record.bytes);
    this.topology.settle(0, everybody);
    this.gossip = new Gossip(
      { random: seededRandom(self + 1), channels: new Map([["topology", this.topology]]) },
      { self: key, bootNonce: new Uint8Array(8), unicastChannels: [], limits: gossipDefaults },
    );
  }

  step(input: GossipInput, other: Neighbour): void {
    for (const output of this.gossip.step(0, input)) {
      if (output.kind === "deliver") {
        const delta = decodeTopologyDelta(output.payload);
        for (const bytes of delta.ok ? delta.value.records : []) this.topology.merge(bytes);
        this.topology.settle(0, everybody);
      }
      if (output.kind !== "send") continue;
      this.bytesOut += encodeControl({ kind: "gossip", bytes: output.bytes }).length + frameOverhead;
      other.step({ kind: "received", from: this.key, bytes: output.bytes }, this);
    }
  }
}

describe("two neighbours that agree but for one record among 1,000", () => {
  const records = identities.map((_, peer) => recordOf(peer, 1, peer === 500 ? 100 : 0));
  const changed = recordOf(500, 2, 100);

  it.each([0, 1])(
    "find and repair it with less than 4 KB in both directions together, whoever is behind (%i)",
    (late) => {
      const newer = records.with(500, changed);
      const pair = [
        new Neighbour(0, late === 0 ? records : newer),
        new Neighbour(1, late === 1 ? records : newer),
      ] as const;
      for (const [at, one] of pair.entries())
        one.step({ kind: "neighbour-up", peer: pair[1 - at]!.key }, { step: () => undefined } as unknown as Neighbour);
      for (const one of pair) one.bytesOut = 0;
      const [low, high] = pair[0].key < pair[1].key ? pair : [pair[1], pair[0]];
      low.step({ kind: "neighbour-up", peer: high.key }, high);
      expect(pair[late]!.topology.records.get(changed.key)?.version).toBe(2);
      expect(changed.bytes.length).toBeGreaterThan(1_200);
      expect(pair[0].bytesOut + pair[1].bytesOut).toBeLessThan(4_096);
    },
  );
});
