/** What the choice at launch means, and what the kernel is given beside what an earlier router left. */
import { expect, test } from "vitest";
import { parseCidr } from "../base/address.ts";
import type { FastPathEntries } from "../host/fast-path-entries.ts";
import { entriesOf, fastPathOf } from "./fast-path.ts";

const base = { port: 6783, password: undefined, fastPath: { kind: "auto" } } as const;
const sealed = { ...base, password: "p" } as const;
const networks = [parseCidr("10.0.0.0/8") as NonNullable<ReturnType<typeof parseCidr>>];
const modeOf = (config: Parameters<typeof fastPathOf>[0]) => {
  const { settings, options } = fastPathOf(config, 1_376);
  return [settings.mode, options.policy.kind];
};

test("plaintext leaves an encrypted mesh's host only for networks that its user named", () => {
  expect(modeOf(base)).toEqual(["plain", "all"]);
  expect(modeOf(sealed)).toEqual(["guarded", "never"]);
  expect(modeOf({ ...base, fastPath: { kind: "trusted", networks, networks6: [] } })).toEqual(["plain", "trusted"]);
  expect(modeOf({ ...sealed, fastPath: { kind: "trusted", networks, networks6: [] } })).toEqual(["trusted", "trusted"]);
  expect(modeOf({ ...sealed, fastPath: { kind: "off" } })).toEqual(["off", "never"]);
  expect(fastPathOf(base, 1_376).settings.port).toBe(6_784);
  expect(fastPathOf({ ...base, port: 65_535 }, 1_376).settings.port).toBe(65_534);
});

const present: FastPathEntries = {
  addresses: new Set(["10.0.0.2", "10.0.0.3"]),
  steered: new Map([
    ["a", 2],
    ["b", 3],
    ["c", 2],
  ]),
  forwarded: new Map([
    ["a", "10.0.0.2"],
    ["b", "10.0.0.3"],
    ["c", "10.0.0.2"],
    ["peer2", "10.0.0.2"],
  ]),
};
const peers = [{ shortId: 2, address: "10.0.0.2", mac: "peer2" }];

test("what an earlier router left stays, but for peers that refuse and MACs that moved", () => {
  const inherited = { refused: new Set(["10.0.0.3"]), places: new Map([["c", ""]]) };
  expect(entriesOf({ peers: [], macs: new Map(), inherited }, present)).toEqual({
    addresses: new Set(["10.0.0.2"]),
    steered: new Map([["a", 2]]),
    forwarded: new Map([
      ["a", "10.0.0.2"],
      ["peer2", "10.0.0.2"],
    ]),
  });
});

test("once it is settled only what was agreed is there", () => {
  expect(entriesOf({ peers, macs: new Map([["d", 2]]), inherited: undefined }, present)).toEqual({
    addresses: new Set(["10.0.0.2"]),
    steered: new Map([["d", 2]]),
    forwarded: new Map([
      ["peer2", "10.0.0.2"],
      ["d", "10.0.0.2"],
    ]),
  });
});
