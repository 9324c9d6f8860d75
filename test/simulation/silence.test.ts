/**
 * A host that loses its power says nothing, and is gone for everybody within the time that silence may last, whatever
 * else happens at that moment in a mesh that rested for long. Late wake-ups of one's own excuse others' silence
 * (`mesh/connection.ts`); what has only now become due is none.
 */
import { expect, test } from "vitest";
import { type Cidr, parseCidr } from "../../base/address.ts";
import type { Millis } from "../../base/time.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { defaultConnectionLimits } from "../../mesh/connection.ts";
import type { Host } from "./host.ts";
import { loadReleases } from "./releases.ts";
import { World } from "./world.ts";

const releases = await loadReleases();
const restMs: Millis = 120_000;
const goneWithinMs: Millis = defaultConnectionLimits.silenceMs + 4_000;

test("who dies as a router of the earlier release joins is missed in time", () => {
  const launches = Array.from({ length: 4 }, (_, index) => ({
    range: parseCidr("10.32.0.0/16") as Cidr,
    init: { kind: "consensus", peers: 3 } as const,
    password: undefined,
    restartWindowMs: 60_000,
    discovery: true,
    connectionLimit: 0,
    targets: index === 0 ? [] : ["h1"],
  }));
  const world = new World({ seed: 5, crypto: standInCrypto, launches, releases });
  const [first, second, dead, old] = [0, 1, 2, 3].map((index) => world.host(index)) as [Host, Host, Host, Host];
  for (const host of [first, second, dead]) host.start();
  world.time.runUntil(restMs);
  dead.powerCut(false);
  old.release = "0.1.0";
  old.start();
  world.time.runUntil(restMs + goneWithinMs);
  const reaches = (other: Host) =>
    [first, second].map(({ router }) => router?.status().topology?.peers.get(other.identity.key)?.reachable ?? false);
  expect(reaches(old)).toEqual([true, true]);
  expect(reaches(dead)).toEqual([false, false]);
});
