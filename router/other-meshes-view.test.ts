/** What both ends of two joined meshes are told: the same way out, whichever end one looks at. */
import { expect, test } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import type { RouterStatus } from "./core-status.ts";
import { otherMeshesView, otherMeshWarnings } from "./other-meshes-view.ts";

const id = (byte: number) => new Uint8Array(16).fill(byte);
const named = (key: PeerKey) => ({ name: `02:${key}`, nickname: key });

/** `own` hosts of a mesh, that met `others` at a handshake. */
function end(
  byte: number,
  own: readonly string[],
  otherByte: number,
  others: readonly string[] | undefined,
): RouterStatus {
  const peers = own.map((nickname) => ({ key: nickname, name: `02:${nickname}`, nickname, reachable: true }));
  const summary = others && { range: "10.40.0.0/16", hosts: others.length, names: others.slice(0, 8) };
  const met = { meshId: id(otherByte), summary, peer: "x", name: "02:x", nickname: "x", address: "10.0.0.9:6783" };
  return {
    mesh: {
      key: own[0],
      meshId: Buffer.from(id(byte)).toString("hex"),
      nickname: own[0],
      peers: new Map(peers.map((one) => [one.key, one])),
      otherMeshes: [met],
    },
    ipam: { strangers: [], range: { address: 0x0a20_0000, prefixLength: 12 } },
  } as unknown as RouterStatus;
}

const adviceAt = (status: RouterStatus) => otherMeshesView(status, named)[0]?.advice;

test("the smaller mesh gives way, and both ends name the same hosts", () => {
  const [small, large] = [
    ["a", "b"],
    ["c", "d", "e"],
  ];
  expect(adviceAt(end(1, small, 2, large))).toMatch(/^weave reset on a, b \(.*then weave launch c there$/);
  expect(adviceAt(end(2, large, 1, small))).toMatch(/^weave reset on a, b \(.*then weave launch c there$/);
  // Of equal size the one with the higher id.
  expect(adviceAt(end(1, ["a"], 2, ["c"]))).toMatch(/^weave reset on c /);
  expect(adviceAt(end(2, ["c"], 1, ["a"]))).toMatch(/^weave reset on c /);
});

test("a warning names both meshes, and many hosts by their number", () => {
  const many = Array.from({ length: 20 }, (_, i) => `n${i}`);
  const status = end(1, ["a"], 2, many);
  const [warning] = otherMeshWarnings(status, otherMeshesView(status, named));
  expect(warning).toMatch(
    /this one 01010101, range 10\.32\.0\.0\/12, a; the other 02020202, range 10\.40\.0\.0\/16, n0, .*n7 and 12 more\./,
  );
});

test("a host of release 0.1.0 tells its name only", () => {
  const [view] = otherMeshesView(end(1, ["a"], 2, undefined), named);
  expect(view).toMatchObject({
    range: null,
    hosts: null,
    names: ["x"],
    via: ["02:x(x) at 10.0.0.9:6783"],
    connected: false,
  });
});

test("hosts that are connected all the same are one row with those that were refused", () => {
  const status = end(1, ["a"], 2, ["c", "d"]);
  const strangers = [{ key: "c", meshId: id(2), range: { address: 0x0a28_0000, prefixLength: 16 }, members: [] }];
  const joined = { ...status, ipam: { ...status.ipam, strangers } } as unknown as RouterStatus;
  expect(otherMeshesView(joined, named)).toMatchObject([{ hosts: 2, names: ["c", "d"], connected: true }]);
});
