/**
 * 6 hosts with two control connections each, more than which they reach. Containers on hosts without a connection between
 * them talk directly, also when a neighbour of theirs is gone, and across routers that restart.
 */
import { beforeAll, expect, test } from "vitest";
import type { StatusView } from "../../api/types.ts";
import { clientOf } from "../../lab/host-process.ts";
import { hostNamed, readLab } from "../../lab/state.ts";
import { meshLab, until } from "./mesh-lab.ts";
import { longestGapMs, stopPings } from "./ping-stream.ts";

const hosts = ["h1", "h2", "h3", "h4", "h5", "h6"];
const limit = 2;
const lab = meshLab({ hosts: hosts.length, encrypt: true, words: [`--flag=--conn-limit=${limit}`] });

const status = async (host: string): Promise<StatusView> => clientOf(hostNamed(await readLab(lab.name), host)).status();

/** The lab names every host to every other, and what is named is kept above the limit. */
beforeAll(async () => {
  const addresses = (await Promise.all(hosts.map(status))).flatMap(({ targets }) =>
    targets.map(({ target }) => target),
  );
  for (const host of hosts) await lab.ok(host, "weave", "forget", ...new Set(addresses));
}, 60_000);

const connectedTo = ({ connections }: StatusView) =>
  connections.filter(({ state }) => state === "established").map(({ nickname }) => nickname);

/** Every host has as many connections as it may and reaches all `living`; its status by its name. */
function settled(living: readonly string[]): Promise<ReadonlyMap<string, StatusView>> {
  return until(
    async () => {
      const all = new Map(await Promise.all(living.map(async (host) => [host, await status(host)] as const)));
      const isSettled = [...all.values()].every(
        (one) =>
          one.router.sparse &&
          connectedTo(one).length === limit &&
          one.peers.filter(({ reachable }) => reachable).length === living.length,
      );
      return isSettled && all;
    },
    { what: `${living.join(", ")} to have ${limit} connections each`, timeoutMs: 90_000, everyMs: 500 },
  );
}

const relayedBy = (all: ReadonlyMap<string, StatusView>) =>
  [...all.values()].reduce((sum, { datapath }) => sum + (datapath.totals["relayed"] ?? 0), 0);

/** Pairs of hosts without a control connection. */
const strangers = (all: ReadonlyMap<string, StatusView>) =>
  [...all].flatMap(([from, one]) =>
    [...all.keys()].filter((to) => from < to && !connectedTo(one).includes(to)).map((to) => [from, to] as const),
  );

test("containers of hosts without a connection between them talk directly, and no relay carries it", async () => {
  const all = await settled(hosts);
  const pairs = strangers(all);
  expect(pairs.length).toBe(15 - hosts.length);
  expect(await lab.ok("h1", "weave", "status")).toContain("Sparse: 2 of 5 hosts connected; data goes directly");
  for (const [from, to] of pairs) await lab.ok(`${from}c1`, "ping", "-c3", "-i0.2", "-W5", lab.address(`${to}c1`));
  // The first ones may have gone by a relay, until the direct path had answered; and so do ARP's broadcasts.
  const before = relayedBy(await settled(hosts));
  for (const [from, to] of pairs) {
    await lab.ok(`${from}c1`, "ping", "-n", "-c50", "-i0.01", "-W5", lab.address(`${to}c1`));
    const path = (await status(from)).datapath.peers.find(({ nickname }) => nickname === to);
    expect(path).toMatchObject({ path: "sleeve", why: "the direct path answers" });
  }
  expect(relayedBy(await settled(hosts)) - before).toBeLessThan(50);
});

test("traffic between them does not notice that the router of a neighbour is away, nor that the neighbour is gone", async () => {
  const all = await settled(hosts);
  const [from, to] = strangers(all)[0] as readonly [string, string];
  const between = connectedTo(all.get(from) as StatusView).find((host) => host !== to) as string;
  const program = lab.start(`${from}c1`, "ping", "-n", "-i", "0.02", lab.address(`${to}c1`));
  await program.printed(/icmp_seq=\d+ /);
  await lab.lab("kill", between);
  await lab.ok(`${from}c1`, "ping", "-n", "-c20", "-i0.1", "-W2", lab.address(`${between}c1`));
  await lab.lab("kill", between, "--host");
  await settled(hosts.filter((host) => host !== between));
  const [count] = await stopPings([{ pair: `${from}c1 to ${to}c1`, program }]);
  expect(count?.lost).toEqual([]);
  expect(count && longestGapMs(count)).toBe(0);
});
