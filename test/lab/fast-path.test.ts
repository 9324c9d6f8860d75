/**
 * The kernel's own path between hosts: used where nothing is encrypted, left and taken again when VXLAN, the sleeve or one
 * direction fails, also while a router is away, and closed to strangers. Streams of numbered
 * datagrams tell that nothing arrives twice or comes back, and how long nothing arrived.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { DatapathView } from "../../api/types.ts";
import { run } from "../../host/run.ts";
import {
  addressOf,
  awaitCarried,
  backMsMax,
  counter,
  cut,
  expectClean,
  netnsOf,
  peerOf,
  sentTo,
  sleevePort,
  vxlanPort,
  vxlanSender,
} from "./fast-path-lab.ts";
import { type MeshLab, meshLab, until } from "./mesh-lab.ts";
import { sendNumbered } from "./numbered-datagrams.ts";

type Pair = readonly [from: string, to: string];

describe("a mesh without encryption", () => {
  const lab = meshLab({ hosts: 4 });
  let port = 7_000;

  /** A stream that the kernel carries. */
  async function carried([from, to]: Pair) {
    const stream = await sendNumbered(lab, `${from}c1`, `${to}c1`, { port: ++port });
    await awaitCarried(lab, [from, to], true);
    return stream;
  }

  describe.concurrent("of whose pairs each loses something else", () => {
    // Each pair has one scenario, so that no flap of another one damps it; cut at the second host.
    test.each([
      { pair: ["h1", "h2"], what: "both ways", directions: ["from", "to"], isOneWayBack: false },
      { pair: ["h1", "h3"], what: "on the stream's way", directions: ["from"], isOneWayBack: false },
      { pair: ["h2", "h4"], what: "on the way back", directions: ["to"], isOneWayBack: true },
    ] as const)(
      "goes on by the sleeve when VXLAN is cut $what, and back",
      async ({ pair, directions, isOneWayBack }) => {
        const stream = await carried(pair);
        const heal = await cut(lab, [pair[1], pair[0]], vxlanPort, directions);
        const leftMs = await awaitCarried(lab, pair, false);
        // Longer than the damping of one death.
        await sleep(1_000);
        await heal();
        const takenMs = await awaitCarried(lab, pair, true);
        const outcome = await stream.stop();
        expectClean(outcome);
        expect(leftMs).toBeLessThan(backMsMax);
        expect(takenMs).toBeLessThan(backMsMax);
        expect(outcome.gapMs).toBeLessThan(isOneWayBack ? 500 : backMsMax);
        if (process.env["WEAVE_TEST_FIGURES"]) console.info(pair.join("-"), { leftMs, takenMs, ...outcome });
      },
    );

    test.each([
      { pair: ["h3", "h4"], what: "both ways", directions: ["from", "to"] },
      { pair: ["h2", "h3"], what: "one way", directions: ["from"] },
    ] as const)("notices nothing when the sleeve is cut $what", async ({ pair, directions }) => {
      const stream = await carried(pair);
      const heal = await cut(lab, [pair[1], pair[0]], sleevePort, directions);
      await until(async () => (await peerOf(lab, pair[0], pair[1]))?.candidates[1]?.state !== "ready", {
        what: "the sleeve to be found dead",
        everyMs: 500,
      });
      await awaitCarried(lab, pair, true);
      await heal();
      const outcome = await stream.stop();
      expectClean(outcome);
      expect(outcome.lost).toBe(0);
    });

    test("takes a path that flaps back later each time", async () => {
      const pair = ["h1", "h4"] as const;
      const stream = await carried(pair);
      let takenMs = 0;
      for (let flap = 0; flap < 3; flap++) {
        const heal = await cut(lab, [pair[1], pair[0]], vxlanPort, ["from", "to"]);
        await awaitCarried(lab, pair, false);
        await heal();
        takenMs = await awaitCarried(lab, pair, true);
      }
      // Twelve answers in a row, 200 ms apart.
      expect(takenMs).toBeGreaterThan(2_000);
      expectClean(await stream.stop());
    });
  });

  test("tells what the kernel carries, and the sleeve counts none of it", async () => {
    const before = await peerOf(lab, "h3", "h1");
    await lab.ok("h3c1", "ping", "-q", "-c200", "-i0.002", "-s1300", lab.address("h1c1"));
    // Listings serve for a second.
    await sleep(1_000);
    const after = await peerOf(lab, "h3", "h1");
    expect(after?.path).toBe("fast");
    expect((after?.framesOut ?? 0) - (before?.framesOut ?? 0)).toBeLessThan(10);
    for (const direction of ["In", "Out"] as const) {
      const grown = (after?.fast?.[`bytes${direction}`] ?? 0) - (before?.fast?.[`bytes${direction}`] ?? 0);
      expect(grown).toBeGreaterThanOrEqual(200 * 1_350);
    }
    expect(after?.fast).toMatchObject({ mtu: 1_376 + 50, probes: expect.any(Number), rttMicros: expect.any(Number) });
    expect(await lab.ok("h3", "weave", "status", "connections")).toMatch(/plain +fast .* vxlan-in=\d/);
  });

  describe.concurrent("of which parts die", () => {
    test("loses nothing when a router dies, and leaves a dead path without it", async () => {
      const pair = ["h1", "h2"] as const;
      const quiet = await carried(pair);
      await lab.lab("kill", "h1");
      await sleep(1_000);
      await awaitCarried(lab, pair, true);
      const undisturbed = await quiet.stop();
      expect(undisturbed.lost).toBe(0);

      const stream = await carried(pair);
      const heal = await cut(lab, ["h2", "h1"], vxlanPort, ["from", "to"]);
      await awaitCarried(lab, pair, false);
      await heal();
      await lab.lab("start", "h1");
      await awaitCarried(lab, pair, true);
      const outcome = await stream.stop();
      expectClean(outcome);
      expect(outcome.gapMs).toBeLessThan(backMsMax);
    });

    test("is back after its rules were flushed, and after its datapath process died", async () => {
      const pair = ["h3", "h4"] as const;
      const stream = await carried(pair);
      await run("nft", ["flush", "ruleset"], { netns: netnsOf(lab, "h3") });
      await awaitCarried(lab, pair, false);
      await awaitCarried(lab, pair, true);
      await lab.lab("kill", "h3", "--datapath");
      await awaitCarried(lab, pair, true);
      const outcome = await stream.stop();
      expectClean(outcome);
      expect(outcome.gapMs).toBeLessThan(backMsMax);
    });
  });

  test("follows a MAC that moves to another host", async () => {
    const stream = await carried(["h3", "h1"]);
    const [{ address: mac }] = JSON.parse(await lab.ok("h1c1", "ip", "-j", "link", "show", "ethwe")) as [
      { address: string },
    ];
    const address = lab.address("h1c1");
    await lab.ok("h1c1", "ip", "link", "set", "ethwe", "down");
    // As a container that another host has restored: the same interface, behind the other host's bridge.
    await lab.ok("h2", "ip", "netns", "add", movedName(lab));
    try {
      const moved = (...words: readonly string[]) => lab.ok("h2", "ip", ...words);
      const peer = ["type", "veth", "peer", "name", "ethwe", "address", mac, "netns", movedName(lab)];
      await moved("link", "add", "moved", ...peer);
      await moved("link", "set", "moved", "master", "weave", "up");
      await moved("-n", movedName(lab), "addr", "add", `${address}/12`, "dev", "ethwe");
      await moved("-n", movedName(lab), "link", "set", "ethwe", "up");
      const before = await sentTo(lab, "h3", addressOf(lab, "h2"));
      const movedAt = performance.now();
      await moved("netns", "exec", movedName(lab), "ping", "-n", "-c1", "-W5", lab.address("h3c1"));
      await awaitCarried(lab, ["h3", "h2"], true);
      expect(performance.now() - movedAt).toBeLessThan(backMsMax);
      expect(await sentTo(lab, "h3", addressOf(lab, "h2"))).toBeGreaterThan(before);
      expect(await awaitCarried(lab, ["h3", "h1"], false)).toBeLessThan(backMsMax);
    } finally {
      await lab.exec("h2", "ip", "netns", "del", movedName(lab));
      await lab.ok("h1c1", "ip", "link", "set", "ethwe", "up");
      await stream.stop();
    }
  });

  test("takes no VXLAN from strangers", async () => {
    const device = /^\d+: (\S+)\s+inet 10\.99\./m.exec(await lab.ok("h3", "ip", "-o", "addr"))?.[1] ?? "";
    await lab.ok("h3", "ip", "addr", "replace", "10.99.0.77/24", "dev", device);
    const before = await counter(lab, "h1", "strangers");
    await lab.ok("h3", "python3", "-c", vxlanSender("10.99.0.77", addressOf(lab, "h1"), vxlanPort));
    expect(await counter(lab, "h1", "strangers")).toBe(before + 1);
    await until(
      async () => (await lab.json<DatapathView>("h1", "status", "datapath")).fastPath?.strangers === before + 1,
      { what: "the status to count the stranger's datagram" },
    );
  });

  test("stops with the router, and goes with a reset", async () => {
    await lab.ok("h3", "weave", "stop");
    const elements = await lab.ok("h3", "nft", "list", "table", "inet", "weave_fast_path");
    expect(elements).not.toContain("elements");
    await lab.ok("h3", "weave", "reset", "--force");
    for (const device of ["weave-vxlan", "weave-vxlan6"]) {
      expect((await lab.exec("h3", "ip", "link", "show", device)).status).not.toBe(0);
    }
    expect(await lab.ok("h3", "nft", "list", "tables")).not.toContain("weave_fast_path");
  });
});

function movedName(lab: MeshLab): string {
  return `${lab.name}-moved`;
}
