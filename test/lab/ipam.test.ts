/**
 * What users see of address management beyond one host and one mesh, with real routers and containers: both families for
 * every address, also for users' own and after a restart; addresses of containers that outlived their router's state; other
 * ranges and other meshes refused with the way out named at both ends; and `weave ipam explain`. A lab of 4 hosts; most of
 * it is of the full run.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ExplainView } from "../../api/explain-types.ts";
import type { ConnectionView, ContainerView, IpamView, StatusView } from "../../api/types.ts";
import { labKill, labStart } from "../../lab/power.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { pingAllPairs, stopPings } from "./ping-stream.ts";

const lab = meshLab({ hosts: 4, containers: 1, words: ["--flag=--restart-window=5"] });
const isFull = process.env["WEAVE_TEST_FULL"] === "1";
const patient = { timeoutMs: 60_000, everyMs: 300 };
const underlayOf = (host: string) => `10.99.0.${host.slice(1)}`;
const netnsOf = (container: string) => lab.containers().find(({ name }) => name === container)?.netns ?? "";
const attach = async (host: string, ...wishes: string[]): Promise<ContainerView> =>
  lab.json<ContainerView>(host, "attach", ...wishes, netnsOf(`${host}c1`));
const withoutPrefix = (text: string | undefined) => text?.split("/")[0] ?? "";
const ipamOf = (host: string) => lab.json<IpamView>(host, "status", "ipam");

async function reaches(from: string, to: string): Promise<boolean> {
  return (await lab.exec(from, "ping", "-c1", "-w5", to)).status === 0;
}

/** `weave ipam explain`, whatever its exit status. */
async function explain(host: string, about: string): Promise<{ status: number; answer: ExplainView }> {
  const { status, stdout } = await lab.exec(host, "weave", "ipam", "explain", about, "--json");
  return { status, answer: JSON.parse(stdout) as ExplainView };
}

describe.runIf(isFull)("addresses of both families", () => {
  test("come with each one of several, also outside the range, and reach other hosts", async () => {
    const first = await attach("h1", "192.168.77.1/24", "net:10.34.1.0/24");
    await attach("h2", "192.168.77.2/24", "net:10.34.1.0/24");
    expect(first.addresses.length).toBe(3);
    expect(first.ipv6.length).toBe(3);
    expect(first.ipv6.every((address) => address.startsWith("fd"))).toBe(true);
    const [listed] = await lab.json<readonly ContainerView[]>("h1", "ps");
    expect(listed).toMatchObject({ addresses: first.addresses, ipv6: first.ipv6 });
    expect(await lab.ok("h1", "weave", "ps")).toContain(first.ipv6[2] ?? "none");
    const second = (await lab.json<readonly ContainerView[]>("h2", "ps"))[0];
    for (const address of [...(second?.addresses ?? []), ...(second?.ipv6 ?? [])])
      expect(await reaches("h1c1", withoutPrefix(address)), address).toBe(true);
    // Recorded, so that a second container of the host does not get it.
    const taken = await lab.exec("h1", "weave", "attach", "192.168.77.1/24", "--interface", "second", netnsOf("h1c1"));
    expect(taken).toMatchObject({
      status: 5,
      stderr: expect.stringMatching(/192\.168\.77\.1 is held by container \S+/),
    });
  }, 90_000);

  test("are the same after a restart of the router", async () => {
    const before = (await lab.json<readonly ContainerView[]>("h1", "ps"))[0];
    await labKill(lab.name, "h1", "router");
    await labStart(lab.name, "h1", { connected: true });
    expect(await lab.json<readonly ContainerView[]>("h1", "ps")).toMatchObject([
      { addresses: before?.addresses, ipv6: before?.ipv6 },
    ]);
    expect(await attach("h1")).toMatchObject({ addresses: before?.addresses, ipv6: before?.ipv6 });
    expect(await reaches("h2c1", withoutPrefix(before?.ipv6[0]))).toBe(true);
  }, 90_000);
});

describe.runIf(isFull)("a host whose state is lost", () => {
  test("says whose the addresses of its containers are, and gets them when the old one is removed", async () => {
    const address = lab.address("h2c1");
    const old = (await lab.json<StatusView>("h2", "status")).router;
    await labKill(lab.name, "h2", "router");
    const state = join(hostNamed(await readLab(lab.name), "h2").folder, "state");
    for (const entry of await readdir(state)) await rm(join(state, entry), { recursive: true });
    const targets = ["h1", "h3", "h4"].map(underlayOf);
    await lab.ok("h2", "weave", "launch", "--nickname=h2", "--restart-window=5", ...targets);
    const warned = await until(
      async () => (await lab.json<StatusView>("h2", "status")).router.warnings.find((text) => text.includes(address)),
      { ...patient, what: "h2 to say what it found on its container" },
    );
    expect(warned).toMatch(/belongs to .*, which (is not reachable|does not answer): bring it back, or `weave rmpeer`/);

    const twice = await lab.exec("h1", "weave", "rmpeer", "h2", "nobody");
    expect(twice).toMatchObject({ status: 5, stderr: expect.stringMatching(/PEER_UNKNOWN(.*\n)*.*PEER_AMBIGUOUS/) });
    await until(async () => (await lab.exec("h1", "weave", "rmpeer", old.name)).status === 0, {
      ...patient,
      what: "h1 to remove the old h2",
    });
    expect((await lab.ok("h1", "weave", "rmpeer", old.name)).trim()).toBe(`0 addresses taken over from ${old.name}`);
    await until(
      async () => {
        const { answer } = await explain("h2", address);
        return answer.address?.holding === "here" && answer.address.claims.every(({ self }) => self);
      },
      { ...patient, what: "h2 to hold its container's address" },
    );
    const seen = await until(
      async () => {
        const { answer, status } = await explain("h3", address);
        return answer.address?.holding === "elsewhere" && status === 0 && answer;
      },
      { ...patient, what: "h3 to hear of it" },
    );
    expect(seen.sentence).toMatch(/was given to a container by \S+\(h2\)$/);
    expect(seen.address?.claims[0]?.way.map(({ kind }) => kind).slice(-2)).toEqual(["decree", "gift"]);
    await until(() => reaches("h1c1", address), { ...patient, what: "h1c1 to reach it" });
    const removed = await explain("h3", old.name);
    expect(removed.answer.peer?.decrees.at(-1)?.text).toMatch(/^removed it; its addresses went to \S+\(h1\)$/);
    expect((await lab.exec("h1", "weave", "ipam", "explain", "nobody")).status).toBe(4);
  }, 150_000);
});

describe("hosts launched apart", () => {
  const refused = (host: string, other: string, code: string) =>
    until(
      async () =>
        (await lab.json<readonly ConnectionView[]>(host, "status", "connections")).find(
          ({ remote, reason }) => remote.startsWith(underlayOf(other)) && reason.includes(`(${code})`),
        ),
      { ...patient, what: `${host} to show that ${other} is refused: ${code}` },
    );

  beforeAll(async () => {
    await Promise.all(["h3", "h4"].map((host) => lab.ok(host, "weave", "reset", "--force")));
    await Promise.all(["h1", "h2"].map((host) => lab.ok(host, "weave", "forget", underlayOf("h3"), underlayOf("h4"))));
  }, 60_000);

  test.runIf(isFull)(
    "with other ranges refuse each other before there is a ring",
    async () => {
      const launch = (host: string, range: string, ...peers: string[]) =>
        lab.ok(
          host,
          "weave",
          "launch",
          `--nickname=${host}`,
          `--ipalloc-range=${range}`,
          "--ipalloc-init=consensus=2",
          ...peers,
        );
      await launch("h3", "10.40.0.0/16");
      await launch("h4", "10.41.0.0/16", underlayOf("h3"));
      await refused("h4", "h3", "other-range");
      await refused("h3", "h4", "other-range");
      await Promise.all(["h3", "h4"].map((host) => lab.ok(host, "weave", "reset", "--force")));
    },
    90_000,
  );

  test("with a ring each are told both meshes and the way out at both ends, and go on", async () => {
    await lab.ok("h3", "weave", "launch", "--nickname=h3", underlayOf("h1"));
    await attach("h3");
    await lab.ok("h4", "weave", "launch", "--nickname=h4", "--ipalloc-range=10.40.0.0/16");
    expect(withoutPrefix((await attach("h4")).addresses[0])).toMatch(/^10\.40\./);
    const pings = await pingAllPairs(lab, ["h1c1", "h2c1"]);
    await lab.ok("h4", "weave", "connect", underlayOf("h1"));
    for (const [host, other] of [
      ["h1", "h4"],
      ["h4", "h1"],
    ] as const) {
      await refused(host, other, "other-mesh");
      const { meshId, otherMeshes } = await ipamOf(host);
      const [seen] = otherMeshes ?? [];
      const both = [await ipamOf("h1"), await ipamOf("h4")].map((ipam) => ipam.meshId ?? "");
      expect(new Set([meshId, seen?.meshId])).toEqual(new Set(both));
      expect(seen?.hosts).toBe(host === "h1" ? 1 : 3);
      expect(seen?.advice).toMatch(/^weave reset on h4 \(/);
      const text = await lab.ok(host, "weave", "status");
      for (const id of both) expect(text).toContain(id.slice(0, 8));
      expect(text).toMatch(/10\.32\.0\.0\/12.*10\.40\.0\.0\/16|10\.40\.0\.0\/16.*10\.32\.0\.0\/12/);
      expect(text).toContain("To join them: weave reset on h4");
    }
    // Both go on.
    expect((await attach("h3", "net:10.35.1.0/24")).addresses.length).toBe(2);
    expect((await attach("h4", "net:10.40.9.0/24")).addresses.length).toBe(2);
    const counts = await stopPings(pings);
    expect(counts.filter(({ lost }) => lost.length > 0)).toEqual([]);
  }, 120_000);

  test("are one mesh when the one that was named has begun anew", async () => {
    await lab.ok("h4", "weave", "reset", "--force");
    await lab.ok("h4", "weave", "launch", "--nickname=h4", underlayOf("h1"));
    const { addresses, ipv6 } = await attach("h4");
    expect((await ipamOf("h4")).meshId).toBe((await ipamOf("h1")).meshId);
    for (const address of [addresses[0], ipv6[0]]) {
      const arrives = () => reaches("h1c1", withoutPrefix(address));
      await until(arrives, { ...patient, what: `h1c1 to reach ${address}` });
    }
  }, 90_000);
});
