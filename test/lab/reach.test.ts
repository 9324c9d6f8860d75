/**
 * A full mesh is one Ethernet: in labs of 3 and of 8 hosts every container reaches every other by IPv4 ping, TCP, UDP
 * broadcast and IPv6 link-local multicast, plain and encrypted.
 */
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { PingResult } from "../../lab/ping-matrix.ts";
import { meshLab, until } from "./mesh-lab.ts";
import type { Heard } from "./reach-program.ts";

const program = fileURLToPath(new URL("reach-program.ts", import.meta.url));

describe.each([
  { hosts: 3, encrypt: false },
  { hosts: 8, encrypt: true },
])("$hosts hosts, encrypted: $encrypt", ({ hosts, encrypt }) => {
  const lab = meshLab({ hosts, encrypt });
  const names = () => lab.containers().map((container) => container.name);

  test("every container has an address of its own, and every pair of routers is connected", async () => {
    expect(new Set(names().map((name) => lab.address(name))).size).toBe(hosts);
    const peers = await lab.json<{ connections: { established: boolean }[] }[]>("h1", "status", "peers");
    const established = peers.flatMap((peer) => peer.connections.filter((connection) => connection.established));
    expect(established.length).toBe(hosts * (hosts - 1));
  });

  test("by IPv4 ping", async () => {
    const results = JSON.parse(await lab.lab("ping", "--json")) as PingResult[];
    expect(results.length).toBe(hosts * (hosts - 1));
    expect(results.filter((result) => result.rttMs === undefined)).toEqual([]);
  });

  test("by TCP, UDP broadcast, and IPv6 multicast to all nodes and to a group", async () => {
    const addresses = names().map((name) => `${name}=${lab.address(name)}`);
    const programs = names().map((name) => lab.start(name, execPath, program, name, ...addresses));
    const all = names().map((name) => names().filter((other) => other !== name));
    const expected = all.map((others) => ({ broadcast: others, allNodes: others, group: others, tcp: others }));
    const isComplete = (lines: readonly string[]) => lines.at(-1)?.match(/"h\d+c1"/g)?.length === 4 * (hosts - 1);
    const linesOf = (index: number) => programs[index]?.stdout().trim().split("\n") ?? [];
    await until(async () => programs.every((_, index) => isComplete(linesOf(index))), {
      what: "all to hear all",
      timeoutMs: 45_000,
    }).catch(() => {});
    const heard = programs.map((_, index) => sorted(JSON.parse(linesOf(index).at(-1) || "{}") as Heard));
    await Promise.all(programs.map((one) => one.stop()));
    expect(heard).toEqual(expected);
  });

  test("all answer a ping to ff02::1, seen from the first and the last container", async () => {
    const linkLocal = await Promise.all(
      names().map(async (name) => {
        const shown = await lab.ok(name, "ip", "-6", "-o", "addr", "show", "dev", "ethwe", "scope", "link");
        return /fe80::[0-9a-f:]+/.exec(shown)?.[0] ?? `${name} has none`;
      }),
    );
    const missingOf = async (name: string) => {
      const { stdout } = await lab.exec(name, "ping", "-6", "-n", "-c3", "-i0.3", "ff02::1%ethwe");
      return linkLocal.filter((address, index) => names()[index] !== name && !stdout.includes(`from ${address}%`));
    };
    await Promise.all(
      [names()[0] as string, names().at(-1) as string].map((name) =>
        until(async () => (await missingOf(name)).length === 0, { what: `answers to ${name}`, everyMs: 1 }),
      ),
    );
  });
});

function sorted(heard: Heard): Record<string, string[]> {
  return Object.fromEntries(Object.entries(heard).map(([way, names]) => [way, names.toSorted(byName)]));
}

const byName = (a: string, b: string) => a.localeCompare(b);
