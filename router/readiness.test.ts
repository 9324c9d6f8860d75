/** Ready means that packets pass: what each check takes for a failure. */
import { expect, test } from "vitest";
import type { RouterStatus } from "./core-status.ts";
import { readiness } from "./readiness.ts";

interface Shape {
  readonly answeredMs?: number | undefined;
  readonly process?: boolean;
  readonly ipam?: string;
  readonly fenced?: boolean;
  readonly established?: readonly string[];
  readonly working?: readonly string[];
}

function statusOf({ process = true, ipam = "ready", fenced = false, established = [], working = [], ...rest }: Shape) {
  const asOf = 500;
  const answeredMs = "answeredMs" in rest ? rest.answeredMs : 400;
  return {
    mesh: {
      fenced: fenced ? { reason: "a twin", addresses: [] } : undefined,
      connections: established.map((peer) => ({ state: "established", peer })),
    },
    ipam: { state: ipam, consensus: undefined, pending: [], owners: [] },
    datapath: {
      asOf,
      process: process ? { pid: 7, answeredMs } : undefined,
      peers: established.map((key) => ({
        key,
        candidates: [{ state: working.includes(key) ? "in-use" : "down" }],
        session: {},
        handshaking: false,
      })),
    },
  } as unknown as RouterStatus;
}

const failing = (status: RouterStatus, trouble?: string) =>
  readiness(status, 1_000, trouble)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

test.each<[string, Shape, string | undefined, string[]]>([
  ["a host alone is ready", {}, undefined, []],
  ["no address was asked for yet", { ipam: "idle" }, undefined, []],
  ["one of two neighbours answers", { established: ["a", "b"], working: ["b"] }, undefined, []],
  ["no neighbour answers", { established: ["a", "b"] }, undefined, ["peers"]],
  ["no datapath process", { process: false }, undefined, ["datapath"]],
  ["a packet thread that never answered", { answeredMs: undefined }, undefined, ["datapath"]],
  ["a packet thread that hangs", { answeredMs: 2_600 }, undefined, ["datapath"]],
  ["no bridge", {}, "the interface weave is gone", ["bridge"]],
  ["waiting for the first ring", { ipam: "awaiting-consensus" }, undefined, ["addresses"]],
  ["an older copy of the state", { ipam: "quarantined" }, undefined, ["addresses"]],
  ["a twin", { fenced: true }, undefined, ["addresses"]],
])("%s", (_, shape, trouble, expected) => {
  expect(failing(statusOf(shape), trouble)).toEqual(expected);
  expect(readiness(statusOf(shape), 1_000, trouble).ready).toBe(expected.length === 0);
});
