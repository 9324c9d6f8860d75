/** Records that a member signs for peers that do not exist: what they cost those that do. */
import { describe, expect, it } from "vitest";
import { concatBytes, utf8Encode } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { seededRandom } from "../base/random.ts";
import { type Identity, identityOf } from "../crypto/identity.ts";
import { standInCrypto } from "../crypto/stand-in.ts";
import { ConnectionMaker } from "./connection-maker.ts";
import { type PeerRecord, signRecord } from "./peer-record.ts";
import { failuresBurst, failuresPerSecond } from "./stranger-dials.ts";
import { type ToyHost, ToyWorld } from "./testing/toy-world.ts";
import { deltasOf } from "./topology.ts";
import { mesh } from "./wire.pb.js";

const crypto = standInCrypto;
const invented = Array.from({ length: 40 }, (_, i) => identityOf(crypto, seededRandom(500 + i).bytes(32)));

function content({ publicKey }: Identity, linkedTo: readonly PeerKey[]) {
  const links = linkedTo.map((peer, i) => ({ peer, remote: `10.9.9.${i + 1}:6783`, outbound: true }));
  return { publicKey, nickname: "x", shortId: 7, incarnation: 1, version: 1, port: 6783, links, withdrawn: false };
}

/** Linked to each other and to nobody else. */
function inventions(): readonly PeerRecord[] {
  const keys = invented.map(({ key }) => key);
  return invented.map((identity) =>
    signRecord(
      crypto,
      identity.seed,
      content(
        identity,
        keys.filter((key) => key !== identity.key),
      ),
      true,
    ),
  );
}

/** As a router of v0.1.0 signs: it does not say what it reads. */
function recordOfOldRouter(identity: Identity): Uint8Array {
  const body = new Uint8Array(mesh.PeerRecord.encode({ ...content(identity, []), links: [] }).finish());
  return concatBytes(crypto.sign(identity.seed, concatBytes(utf8Encode("weave peer record v1\0"), body)), body);
}

function threeHosts(connectionLimit: number): { readonly world: ToyWorld; readonly hosts: readonly ToyHost[] } {
  const world = new ToyWorld(3);
  const hosts = [1, 2, 3].map((i) =>
    world.launch({ host: `10.0.0.${i}`, identitySeed: i, connectionLimit, targets: i === 1 ? [] : ["10.0.0.1"] }),
  );
  world.run(10_000);
  return { world, hosts };
}

function tell(hosts: readonly ToyHost[], records: readonly Uint8Array[]): void {
  const [first] = hosts as [ToyHost];
  for (const host of hosts)
    for (const payload of deltasOf(records)) host.step({ kind: "topology", source: first.key, payload });
}

describe("peers that nobody is linked to", () => {
  it("are not dialled, and do not make a mesh sparse", () => {
    const { world, hosts } = threeHosts(10);
    const dialled: string[] = [];
    const dial = world.dial.bind(world);
    world.dial = (from, id, endpoint) => {
      dialled.push(endpoint.host);
      dial(from, id, endpoint);
    };
    tell(
      hosts,
      inventions().map(({ bytes }) => bytes),
    );
    world.run(20_000);
    expect(hosts[1]?.mesh.status().peers.size).toBe(3 + invented.length);
    expect(dialled.filter((host) => host.startsWith("10.9."))).toEqual([]);
    expect(hosts.map((host) => host.mesh.status().sparse)).toEqual([false, false, false]);
  });

  it("do not make everybody write as routers of v0.1.0 do", () => {
    const { world, hosts } = threeHosts(0);
    const published = hosts.map((host) => host.published);
    tell(hosts, [recordOfOldRouter(invented[0] as Identity)]);
    world.run(10_000);
    expect(hosts[1]?.mesh.status().peers.size).toBe(4);
    expect(hosts.map((host) => host.published)).toEqual(published);
  });
});

describe("dials to peers that never answered", () => {
  it("have a bound in all, become rare for each, and leave those that answer alone", () => {
    const peers = Array.from({ length: 600 }, (_, i) => identityOf(crypto, seededRandom(2_000 + i).bytes(32)).key);
    const answers = new Set(peers.slice(-5));
    const maker = new ConnectionMaker(
      {
        random: seededRandom(1),
        known: {
          locate: (peer) => [{ host: `10.9.${peers.indexOf(peer) >> 8}.${peers.indexOf(peer) & 255}`, port: 6783 }],
          wasLinked: (peer) => answers.has(peer),
        },
      },
      { self: invented[0]?.key as PeerKey, defaultPort: 6783, discovery: true },
    );
    maker.discover(0, new Set(peers));
    const dials = new Map<PeerKey, number>();
    let id = 1;
    const seconds = 600;
    for (let now = 0; now < seconds * 1_000; now += 50)
      for (const made of maker.wake(now, Number.POSITIVE_INFINITY)) {
        const peer = made.kind === "dial" ? made.destination.peer : undefined;
        if (made.kind !== "dial" || peer === undefined) continue;
        dials.set(peer, (dials.get(peer) ?? 0) + 1);
        maker.dialing(id, made.destination);
        maker.ended(now, id++, { code: "unreachable", message: "no answer", byRemote: false });
      }
    let toStrangers = 0;
    for (const [peer, count] of dials) if (!answers.has(peer)) toStrangers += count;
    expect(toStrangers).toBeLessThanOrEqual(failuresBurst + failuresPerSecond * seconds + 20);
    expect(maker.strangersHeld).toBeGreaterThan(0);
    expect(peers.filter((peer) => !dials.has(peer))).toEqual([]);
    for (const peer of answers) expect(dials.get(peer)).toBeGreaterThan(200);
  });
});
