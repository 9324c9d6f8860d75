/**
 * Leases between real routers: three hosts with the shortest lease, one of them cut off. Its unused space comes back to
 * the others by itself, its containers and its hot blocks stay its own, and it goes on when it is back. Takes two minutes,
 * so only in `--full`.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type * as view from "../../api/types.ts";
import { clientOf } from "../../lab/host-process.ts";
import { labCut, labHeal } from "../../lab/link.ts";
import { hostNamed, type Lab, readLab } from "../../lab/state.ts";
import { interfaceName, withoutPrefix } from "./allocation-load.ts";
import { meshLab, until } from "./mesh-lab.ts";

const full = process.env["WEAVE_TEST_FULL"] !== undefined;
const leaseMs = 60_000;
/** Slow machines reconnect late. */
const patienceMs = 60_000;

describe.runIf(full)("three hosts with leases of a minute", () => {
  const mesh = meshLab({ hosts: 3, containers: 1, words: ["--flag=--ipalloc-lease=60s"] });
  let lab: Lab;
  const ipam = (host: string): Promise<view.IpamView> => clientOf(hostNamed(lab, host)).statusPart("ipam");
  const share = async (by: string, of: string) =>
    (await ipam(by)).owners.find(({ nickname }) => nickname === of)?.addresses ?? 0;
  const around = ["h1", "h2"].map((from) => ({ from, to: "h3", oneWay: false }));

  beforeAll(async () => {
    lab = await readLab(mesh.name);
  });

  test("all hold one, and give addresses from hot blocks", { timeout: patienceMs }, async () => {
    await until(
      async () => (await Promise.all(["h1", "h2", "h3"].map(ipam))).every(({ lease }) => lease?.state === "valid"),
      { what: "every lease to be granted", timeoutMs: patienceMs },
    );
    const { lease } = await ipam("h3");
    expect(lease).toMatchObject({ lengthMs: leaseMs, unsettled: false, ready: true });
    expect(lease?.hotFree).toBeGreaterThan(16);
  });

  test("who is cut off keeps what is hot and no more, and goes on giving", { timeout: 5 * patienceMs }, async () => {
    const before = await share("h1", "h3");
    const hot = (await ipam("h3")).lease?.hotAddresses ?? 0;
    const address = mesh.address("h3c1");
    for (const link of around) await labCut({ lab: mesh.name, ...link });
    await until(async () => (await share("h1", "h3")) < before, {
      what: "the cold space of h3 to be taken over",
      timeoutMs: 1.25 * leaseMs + 2 * patienceMs,
    });
    expect(await share("h1", "h3")).toBe(hot);
    const { lease, owners } = await ipam("h3");
    expect(lease?.state).toBe("hot-only");
    expect(owners.find(({ self }) => self)?.addresses).toBe(before);
    const { addresses } = await clientOf(hostNamed(lab, "h3")).allocate("cut-off", interfaceName, {});
    for (const link of around) await labHeal({ lab: mesh.name, ...link });
    await until(async () => (await ipam("h3")).lease?.state === "valid", {
      what: "h3 to have a lease again",
      timeoutMs: patienceMs,
    });
    expect(await share("h3", "h3")).toBe(hot);
    expect((await ipam("h1")).disputed).toEqual([]);
    expect(mesh.address("h3c1")).toBe(address);
    const again = await clientOf(hostNamed(lab, "h3")).allocate("cut-off", interfaceName, {});
    expect(again.addresses.map(withoutPrefix)).toEqual(addresses.map(withoutPrefix));
    await mesh.ok("h3c1", "ping", "-c1", "-W5", mesh.address("h1c1"));
  });
});
