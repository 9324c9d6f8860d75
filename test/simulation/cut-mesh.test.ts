/**
 * A mesh that stays cut for longer than any fault of a random scenario: each part finds its own truth (who is there, which
 * links stand, routes over relays, broadcasts), and the whole one when the cut ends.
 */
import { describe, expect, it } from "vitest";
import { type Cidr, parseCidr } from "../../base/address.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { createRouterCore } from "../../router/core.ts";
import type { LaunchOptions } from "./host-ports.ts";
import { checkReach } from "./settled-checkers.ts";
import { World } from "./world.ts";

const hosts = 7;

function launchedMesh(seed: number, connectionLimit: number): World {
  const launches = Array.from({ length: hosts }, (_, index): LaunchOptions => {
    return {
      range: parseCidr("10.32.0.0/12") as Cidr,
      init: { kind: "consensus", peers: hosts },
      password: undefined,
      restartWindowMs: 6_000,
      discovery: true,
      connectionLimit,
      targets: index === 0 ? [] : ["h1"],
    };
  });
  const world = new World({ seed, crypto: standInCrypto, launches, releases: () => createRouterCore });
  for (const host of world.hosts) host.start();
  world.time.runUntil(10_000);
  return world;
}

/** Both directions between every two hosts that `isCut` names. */
function cut(world: World, isCut: (a: number, b: number) => boolean): void {
  for (const { index: a } of world.hosts) {
    for (const { index: b } of world.hosts) if (a !== b && isCut(Math.min(a, b), Math.max(a, b))) world.cut(a, b);
  }
}

const shapes: readonly (readonly [name: string, isCut: (a: number, b: number) => boolean])[] = [
  ["in two parts", (a, b) => a < 3 && b >= 3],
  ["in two parts that one host hears both of", (a, b) => a < 3 && b > 3],
  ["to a line", (a, b) => b - a > 1],
  ["to a star", (a) => a > 0],
  ["in three parts, one of them a single host", (a, b) => (a < 3 && b >= 3) || b === 6],
];

/** Of a full mesh, and of one whose hosts hold fewer links than it has hosts; the star's middle takes all the headroom. */
const limits = [0, 4];
const cases = shapes.flatMap(([name, isCut]) => limits.map((limit) => [name, limit, isCut] as const));

describe("a mesh that is cut", () => {
  it.each(cases)(
    "%s, with a limit of %i, comes to rest as it is, and again when the cut ends",
    {
      timeout: 180_000,
    },
    (_, limit, isCut) => {
      const world = launchedMesh(shapes.findIndex(([, shape]) => shape === isCut) + 1, limit);
      cut(world, isCut);
      world.time.runUntil(70_000);
      checkReach(world);
      world.heal();
      world.time.runUntil(world.time.now + 40_000);
      checkReach(world);
      expect(world.violations).toEqual([]);
    },
  );

  it("is not taken for a whole one", () => {
    const world = launchedMesh(9, 0);
    cut(world, (a, b) => a < 3 && b >= 3);
    checkReach(world);
    expect(world.violations.join()).toMatch(/holds a link to h\d that is cut|reaches h\d, who is gone/);
  });
});
