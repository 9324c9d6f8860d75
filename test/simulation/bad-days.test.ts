/**
 * Days on which everything happens at once, each followed by quiet, in which within 30 s everybody reaches everybody and
 * is connected, containers reach each other, rings agree and nothing is left over: a power cut of all hosts, routers that
 * crash together, hosts without processor time, links that clog and let go. 12 hosts, 30 in the full run;
 * more of them boot at once in `test/scale/mass-restart.test.ts`.
 *
 * What gets no time is slow, and not dead: nobody may lose it from view, nor it anybody.
 */
import { expect, test } from "vitest";
import { type Cidr, parseCidr } from "../../base/address.ts";
import { randomBelow } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import { standInCrypto } from "../../crypto/stand-in.ts";
import { createRouterCore } from "../../router/core.ts";
import { checkAlways } from "./checkers.ts";
import type { Host } from "./host.ts";
import { checkSettled } from "./settled-checkers.ts";
import { strike } from "./strike.ts";
import { Workload } from "./workload.ts";
import { World } from "./world.ts";

const isFull = process.env["WEAVE_TEST_FULL"] === "1";
const hosts = isFull ? 30 : 12;
const bootMs: Millis = 15_000;
const convergedMsMax: Millis = 30_000;
/** What is bounded by it may take so long to be forgotten. */
const afterglowMs: Millis = 15_000;
const lookEveryMs: Millis = 100;
const seed = 7;

interface Day {
  readonly world: World;
  /** Lets time pass; `look` is called ten times a second. */
  readonly run: (ms: Millis, look?: () => void) => void;
}

/** A mesh that has settled, with containers that send. */
function dayBegins(restartWindowMs: Millis): Day {
  const range = parseCidr("10.32.0.0/16") as Cidr;
  const password = new Uint8Array(32).fill(9);
  const launches = Array.from({ length: hosts }, (_, index) => ({
    range,
    init: { kind: "consensus", peers: hosts } as const,
    password,
    restartWindowMs,
    discovery: true,
    connectionLimit: 0,
    targets: index === 0 ? [] : ["h1"],
  }));
  const world = new World({ seed, crypto: standInCrypto, launches, releases: () => createRouterCore });
  const { time } = world;
  time.afterEach = () => {
    world.ownership.check();
    if (time.ran % 1_000 === 0) checkAlways(world);
  };
  const run = (ms: Millis, look: () => void = () => {}) => {
    for (const end = time.now + ms; time.now < end; look()) time.runUntil(Math.min(end, time.now + lookEveryMs));
  };
  for (const host of world.hosts) host.start();
  new Workload(world).keepSending(bootMs);
  run(bootMs);
  expect(strangersOf(world)).toEqual([]);
  return { world, run };
}

/** Faults stop; returns how long it took until all were connected. */
function quiet({ world, run }: Day): Millis {
  const { time } = world;
  world.heal();
  const since = time.now;
  while (unconnected(world).length > 0 && time.now < since + convergedMsMax) run(lookEveryMs);
  const tookMs = time.now - since;
  expect(unconnected(world)).toEqual([]);
  run(afterglowMs);
  checkSettled(world);
  expect(world.violations).toEqual([]);
  return tookMs;
}

/** Which routers do not have whom in their view. */
function strangersOf(world: World, wanted: readonly Host[] = world.runningHosts): readonly string[] {
  return world.runningHosts.flatMap((host) => {
    const peers = host.router?.status().topology?.peers;
    const missing = wanted.filter((other) => peers?.get(other.identity.key)?.reachable !== true);
    return missing.map((other) => `${host.nickname} does not see ${other.nickname}`);
  });
}

/** By its own record, to which only its own judgement goes. */
function isLinked(host: Host, to: Host): boolean {
  const own = host.router?.status().topology?.peers.get(host.identity.key);
  return own?.connections.some(({ peer }) => peer === to.identity.key) === true;
}

function unconnected(world: World): readonly string[] {
  return world.runningHosts.flatMap((host) => {
    const connections = host.router?.status().mesh.connections ?? [];
    const established = connections.filter(({ state }) => state === "established").length;
    return established === world.runningHosts.length - 1 ? [] : [`${host.nickname} has ${established}`];
  });
}

const thirdOf = (world: World): readonly Host[] => world.hosts.filter(({ index }) => index % 3 === 1);

test("all hosts lose their power at once, and boot at once", { timeout: 300_000 }, () => {
  const day = dayBegins(12_000);
  const { hosts: all } = day.world;
  for (let round = 0; round < 3; round++) {
    for (const host of all) host.powerCut(round === 1);
    day.run(2_000);
    for (const host of all) host.start();
    const { time } = day.world;
    const since = time.now;
    while (unconnected(day.world).length > 0 && time.now < since + convergedMsMax) day.run(lookEveryMs);
    expect(unconnected(day.world), `after power cut ${round + 1}`).toEqual([]);
    console.info(`power cut ${round + 1} of ${hosts}: all connected after ${time.now - since} ms`);
  }
  console.info(`power cut of ${hosts}: quiet after ${quiet(day)} ms`);
});

test("all routers crash at once, again and again, while containers send", { timeout: 300_000 }, () => {
  const day = dayBegins(30_000);
  for (let round = 0; round < 5; round++) {
    for (const host of day.world.hosts) host.kill();
    day.run(300 * round);
    for (const host of day.world.hosts) host.start();
    day.run(700);
  }
  console.info(`crashes of ${hosts}: quiet after ${quiet(day)} ms`);
});

test("a third of the hosts has hardly any processor time for a minute: they are slow, and not dead", {
  timeout: 300_000,
}, () => {
  const day = dayBegins(12_000);
  const seen = new Set<string>();
  // Near to all of the time that a host has: with more it would fall behind without end.
  const stepMs = 500 / hosts;
  for (const host of thirdOf(day.world)) host.starve(stepMs);
  day.run(60_000, () => {
    for (const one of strangersOf(day.world)) seen.add(one);
  });
  expect([...seen]).toEqual([]);
  console.info(`starved third of ${hosts}: quiet after ${quiet(day)} ms`);
});

test("routers that stand still for 25 s are not declared dead, and declare nobody dead when they go on", {
  timeout: 300_000,
}, () => {
  const day = dayBegins(60_000);
  const { world } = day;
  const still = thirdOf(world);
  // One whose router is away meanwhile is kept by its datapath's word alone.
  const away = world.host(0);
  away.kill();
  day.run(1_000);
  const seen = new Set<string>();
  const look = () => {
    for (const one of strangersOf(world, world.hosts)) seen.add(one);
  };
  for (const host of still) host.stop(false, false);
  day.run(25_000, look);
  const before = world.eventCounts.get("connection-down") ?? 0;
  for (const host of still) host.resume();
  day.run(20_000, look);
  expect([...seen]).toEqual([]);
  const kept = still.filter((host) => isLinked(host, away));
  expect(kept.map(({ nickname }) => nickname)).toEqual(still.map(({ nickname }) => nickname));
  // Others gave the connections to them up; those between them are not to blame for what was not read.
  const givenUp = still.length * (hosts - 1 - still.length);
  const down = (world.eventCounts.get("connection-down") ?? 0) - before - givenUp;
  expect(down).toBeLessThan((still.length * (still.length - 1)) / 2);
  away.start();
  console.info(`stopped third of ${hosts}: quiet after ${quiet(day)} ms`);
});

test("links clog and let go for a minute, around hosts and between them", { timeout: 300_000 }, () => {
  const day = dayBegins(12_000);
  const random = day.world.random("clogs");
  for (let round = 0; round < 40; round++) {
    const [from, to] = [randomBelow(random, hosts), randomBelow(random, hosts)];
    const links = round % 4 === 0 || from === to ? { around: from } : { from, to, oneWay: round % 2 === 0 };
    strike(day.world, { kind: "clog", links, forMs: 500 + randomBelow(random, 15_000) });
    day.run(1_500);
  }
  console.info(`clogs of ${hosts}: quiet after ${quiet(day)} ms`);
});
