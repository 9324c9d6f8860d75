/** What `weave why` answers in the states that users meet, and what a text may mean. */
import { expect, test } from "vitest";
import type { PathCandidate } from "../datapath/datapath-types.ts";
import type { RouterStatus } from "./core-status.ts";
import { explain } from "./why.ts";
import { type Place, placeOf } from "./why-place.ts";

const candidate = (kind: PathCandidate["kind"], state: PathCandidate["state"], why: string, via?: string) =>
  ({ kind, state, why, via }) as unknown as PathCandidate;
const noFast = candidate("fast", "unavailable", "not here");

function statusWith(candidates: readonly PathCandidate[] | undefined, link?: object): RouterStatus {
  const peer = (key: string, nickname: string, links: readonly string[]) => ({
    name: `02:00:00:00:00:0${key}`,
    nickname,
    key,
    reachable: nickname !== "h4",
    connections: links.map((other) => ({ peer: other, established: true })),
  });
  const peers = [peer("1", "h1", ["2"]), peer("2", "h2", ["1", "3"]), peer("3", "h3", ["2"]), peer("4", "h4", [])];
  return {
    mesh: {
      key: "1",
      peers: new Map(peers.map((one) => [one.key, one])),
      connections: [link ?? { peer: "2", state: "established", address: "10.0.0.2:6783" }],
    },
    ipam: {
      owners: [],
      remembered: new Map(),
      range: { address: 0x0a20_0000, prefixLength: 12 },
      ipv6Prefix: new Uint8Array([0xfd, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      ownerOf: (address: number) => (address < 0x0a24_0000 ? "1" : address < 0x0a28_0000 ? "2" : undefined),
    },
    datapath: {
      asOf: 0,
      process: {},
      peers: candidates === undefined ? [] : [{ key: "2", path: { kind: "direct" }, why: "", session: {}, candidates }],
    },
  } as unknown as RouterStatus;
}

const place = (host: string, rest: Partial<Place> = {}): Place =>
  ({ text: "", kind: "host", host, attached: undefined, ...rest }) as Place;
const ask = (status: RouterStatus, from: Place, to: Place, bridgeTrouble?: string) =>
  explain(status, { now: 0, from, to, bridgeTrouble });

test("the path in use is the answer, with all the others and their reasons", () => {
  const answer = ask(
    statusWith([noFast, candidate("sleeve", "in-use", "it answers"), candidate("relay", "ready", "stands by", "3")]),
    place("1"),
    place("2"),
  );
  expect(answer).toMatchObject({ reachable: true, path: "sleeve", via: null, notes: [] });
  expect(answer.sentence).toBe("packets to 02:00:00:00:00:02(h2) go over the sleeve, directly: it answers");
  expect(answer.candidates.map(({ path, state }) => `${path} ${state}`)).toEqual([
    "fast unavailable",
    "sleeve in-use",
    "relay ready",
  ]);
});

test("a relay is named, also when asked from the other end", () => {
  const status = statusWith([
    noFast,
    candidate("sleeve", "down", "silent"),
    candidate("relay", "in-use", "lives", "3"),
  ]);
  expect(ask(status, place("2"), place("1"))).toMatchObject({
    reachable: true,
    path: "relay",
    via: "02:00:00:00:00:03(h3)",
  });
  const address = place("2", { text: "10.36.0.1", kind: "address" });
  for (const answer of [ask(status, address, place("1")), ask(status, place("1"), address)])
    expect(answer.notes).toEqual([
      expect.stringMatching(/^10\.36\.0\.1 is from that host's range/),
      expect.stringContaining("no probe goes from end to end over a relay"),
    ]);
});

test("when nothing works, the first reason and the control connection's say why", () => {
  const broken = { peer: "2", state: "retrying", address: "10.0.0.2:6783", reason: { code: "lost", message: "gone" } };
  const answer = ask(statusWith([noFast, candidate("sleeve", "down", "silent")], broken), place("1"), place("2"));
  expect(answer).toMatchObject({ reachable: false, path: "none" });
  expect(answer.sentence).toMatch(/no way to .* works: silent/);
  expect(answer.notes).toEqual(["control connection to 10.0.0.2:6783: retrying, gone (lost)"]);
  expect(ask(statusWith(undefined), place("1"), place("2")).sentence).toMatch(/out of reach/);
});

test("on one host it is the bridge, unless that is gone or a container is not attached", () => {
  const status = statusWith([]);
  expect(ask(status, place("1"), place("1"))).toMatchObject({ reachable: true, path: "local" });
  expect(ask(status, place("1"), place("1"), "the interface weave is gone")).toMatchObject({ reachable: false });
  const gone = place("1", { text: "10.32.0.9", kind: "address", attached: false });
  expect(ask(status, place("1"), gone)).toMatchObject({ reachable: false, path: "none" });
});

test("between two others it says what the topology tells, and no more", () => {
  const status = statusWith([]);
  expect(ask(status, place("2"), place("3"))).toMatchObject({ reachable: true, path: "unknown" });
  expect(ask(status, place("2"), place("3")).sentence).toMatch(/a control connection stands/);
  expect(ask(status, place("2"), place("4"))).toMatchObject({ reachable: false, path: "none" });
});

test("a text is a host, an address of either family, or a container of this host", async () => {
  const sources = {
    status: () => statusWith([]),
    containers: async () => [
      {
        id: "3f2a9c00",
        interface: "ethwe",
        hostInterface: "vethwe1",
        mac: null,
        addresses: ["10.32.0.5/12"],
        ipv6: [],
      },
    ],
  };
  const of = async (text: string) => {
    const { kind, host, attached } = await placeOf(text, sources);
    return [kind, host, attached];
  };
  expect(await of("")).toEqual(["host", "1", undefined]);
  expect(await of("h2")).toEqual(["host", "2", undefined]);
  expect(await of("02:00:00:00:00:03")).toEqual(["host", "3", undefined]);
  expect(await of("3f2a")).toEqual(["container", "1", true]);
  expect(await of("10.32.0.5")).toEqual(["address", "1", true]);
  expect(await of("10.32.0.6")).toEqual(["address", "1", false]);
  expect(await of("10.36.0.1")).toEqual(["address", "2", undefined]);
  expect(await of("fd01::a24:1")).toEqual(["address", "2", undefined]);
  for (const stranger of ["10.41.0.1", "192.168.0.1", "fd02::a24:1", "no-such-thing"])
    await expect(placeOf(stranger, sources)).rejects.toMatchObject({ code: "PLACE_UNKNOWN" });
});
