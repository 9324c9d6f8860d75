/**
 * Routers of 0.1.0 and of today in one mesh, with real packets, plain and encrypted: every container reaches every other,
 * addresses are borrowed in both directions, and old hosts are upgraded one at a time while traffic goes on. A host whose
 * router alone is exchanged loses nothing, since its datapath process goes on; one that is stopped and launched anew is
 * away for as long as that takes, and only its own containers are.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { awaitRouter, clientOf, startRouter } from "../../lab/host-process.ts";
import type { LabView } from "../../lab/list.ts";
import { pingMatrix } from "../../lab/ping-matrix.ts";
import { labKill } from "../../lab/power.ts";
import { hostNamed, type Lab, readLab } from "../../lab/state.ts";
import { releaseCommand } from "../releases.ts";
import { answered, interfaceName, withoutPrefix } from "./allocation-load.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { longestGapMs, pingAllPairs, stopPings } from "./ping-stream.ts";

const old = ["h1", "h2"];
const all = ["h1", "h2", "h3", "h4"];
/** 16 addresses a host: the 17th is another host's. */
const range = "10.77.0.0/26";
const borrowed = 24;
/** Stopping and launching, on a machine that others use. */
const awayMsMax = 30_000;

describe.each([{ encrypt: false }, { encrypt: true }])(
  "2 hosts of 0.1.0 and 2 of today, encrypted: $encrypt",
  ({ encrypt }) => {
    const mesh = meshLab({
      hosts: 4,
      encrypt,
      launchFlags: [`--ipalloc-range=${range}`],
      launchers: () => Object.fromEntries(old.map((host) => [host, releaseCommand("0.1.0")])),
    });
    const client = (lab: Lab, host: string) => clientOf(hostNamed(lab, host), 20_000);
    const reached = async (view: LabView) => {
      for (const ipv6 of [false, true]) {
        const results = await pingMatrix(view, { ipv6, waitMs: 5_000 });
        expect(results.length).toBe(all.length * (all.length - 1));
        expect(results.filter(({ rttMs }) => rttMs === undefined)).toEqual([]);
      }
    };
    const connected = (lab: Lab) =>
      until(
        async () => {
          const counts = await Promise.all(
            all.map(async (host) => {
              const connections = await client(lab, host)
                .statusPart("connections")
                .catch(() => []);
              return connections.filter(({ state }) => state === "established").length;
            }),
          );
          return counts.every((count) => count === all.length - 1);
        },
        { what: "all routers to be connected", timeoutMs: 60_000 },
      );

    test("every container reaches every other by IPv4 and IPv6", async () => {
      await reached(mesh.view());
      // The old ones are old: today's router tells what its datapath takes.
      const lab = await readLab(mesh.name);
      for (const host of all) {
        const { suites } = await client(lab, host).statusPart("datapath");
        expect(suites === undefined, host).toBe(old.includes(host));
      }
    });

    test("hosts borrow addresses of each other, old of new and new of old, and none is given twice", async () => {
      const lab = await readLab(mesh.name);
      const given = new Map<string, string>();
      for (const host of ["h1", "h3"]) {
        for (let number = 0; number < borrowed; number++) {
          const container = `${host}-${number}`;
          const { addresses } = await answered(() => client(lab, host).allocate(container, interfaceName, {}));
          const address = withoutPrefix(addresses[0] as string);
          expect(given.get(address), address).toBe(undefined);
          given.set(address, container);
        }
      }
      const owned = await Promise.all(
        ["h1", "h3"].map(async (host) => (await client(lab, host).statusPart("ipam")).owners.find(({ self }) => self)),
      );
      for (const owner of owned) expect(owner?.addresses).toBeGreaterThanOrEqual(borrowed);
    });

    test("old hosts become new ones, one at a time, while traffic goes on", async () => {
      const before = await readLab(mesh.name);
      const today: Lab = { ...before, launchers: {} };
      const pings = await pingAllPairs(mesh, ["h1c1", "h2c1", "h3c1"]);
      const upgraded = async (name: string) => {
        const host = hostNamed(today, name);
        await startRouter(today, host);
        await awaitRouter(today, host, performance.now() + 60_000);
        await connected(today);
        expect((await client(today, name).statusPart("datapath")).suites, `${name} is of today`).not.toBe(undefined);
      };
      // The router alone, as a package's upgrade does.
      await labKill(mesh.name, "h1", "router");
      await upgraded("h1");
      // And router and datapath process.
      await mesh.ok("h2", "weave", "stop");
      await upgraded("h2");
      // The first frames of a process that just came may be lost; the streams below say for how long.
      await until(
        () =>
          reached(mesh.view()).then(
            () => true,
            () => false,
          ),
        {
          what: "every container to reach every other",
          timeoutMs: awayMsMax,
        },
      );
      // What is under way, and pings that wait for an address.
      await sleep(2_000);
      const counts = await stopPings(pings);
      for (const count of counts) {
        const gapMs = longestGapMs(count);
        if (gapMs > 0)
          console.info(`${count.pair}: ${count.lost.length} of ${count.sent} lost, the longest gap ${gapMs} ms`);
        if (count.pair.includes("h2")) expect(gapMs, count.pair).toBeLessThan(awayMsMax);
        else expect(count.lost, count.pair).toEqual([]);
        expect(count.lost.at(-1) ?? 0, `${count.pair} goes on at the end`).toBeLessThan(count.sent - 10);
      }
      await reached(mesh.view());
    });
  },
);
