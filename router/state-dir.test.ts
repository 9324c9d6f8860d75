/** The state directory on real files: identity, lock, changed machines. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noteTwin, openStateDirectory, removeState } from "./state-dir.ts";

let path = "";
beforeEach(() => {
  path = `${mkdtempSync(`${tmpdir()}/weave-state-`)}/state`;
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const here = { "machine-id": "a", "boot-disk": "d" };

function open(machine: Readonly<Record<string, string>> = here, identity?: "keep" | "new") {
  using state = openStateDirectory({ path, machine, identity });
  return { seed: Buffer.from(state.identitySeed).toString("hex"), fresh: state.fresh };
}

test("an identity is made once, secret, and found again", () => {
  const first = open();
  expect(first.fresh).toBe(true);
  expect(open()).toEqual({ seed: first.seed, fresh: false });
  expect(statSync(`${path}/identity.json`).mode & 0o777).toBe(0o600);
});

test("two routers do not share a directory, and the lock goes with its holder", () => {
  {
    using _held = openStateDirectory({ path, machine: here, identity: undefined });
    expect(() => open()).toThrow(expect.objectContaining({ code: "STATE_IN_USE" }));
  }
  expect(open().fresh).toBe(false);
});

test("another machine is refused until somebody says what happened", () => {
  const { seed } = open();
  writeFileSync(`${path}/weave.db`, "");
  const there = { "machine-id": "b", "boot-disk": "d" };
  expect(() => open(there)).toThrow(expect.objectContaining({ code: "IDENTITY_MACHINE_CHANGED" }));
  expect(open(there, "keep").seed).toBe(seed);
  expect(open(there).seed).toBe(seed);
  expect(open(there, "new").seed).toBe(seed);
  expect(open(here, "new")).toMatchObject({ fresh: true });
  expect(readdirSync(path)).not.toContain("weave.db");
});

test("a fact that only one side knows says nothing", () => {
  const { seed } = open({ "machine-id": "a" });
  expect(open({ "machine-id": "a", "boot-disk": "d" }).seed).toBe(seed);
  expect(open({ "boot-disk": "d" }).seed).toBe(seed);
  expect(() => open({ "boot-disk": "e" })).toThrow(expect.objectContaining({ code: "IDENTITY_MACHINE_CHANGED" }));
});

test("a router that was fenced gets a new identity when told so, once, also on a machine that tells no difference", () => {
  const { seed } = open();
  expect(open(here, "new")).toEqual({ seed, fresh: false });
  noteTwin(path);
  const second = open(here, "new");
  expect(second.fresh).toBe(true);
  expect(second.seed).not.toBe(seed);
  expect(open(here, "new")).toEqual({ seed: second.seed, fresh: false });
  // Whoever goes on as the original is not asked again.
  noteTwin(path);
  expect(open()).toEqual({ seed: second.seed, fresh: false });
  expect(open(here, "new")).toEqual({ seed: second.seed, fresh: false });
});

test("a damaged or missing identity is an error that names the file", () => {
  open();
  writeFileSync(`${path}/identity.json`, "{}");
  expect(() => open()).toThrow(expect.objectContaining({ code: "STATE_CORRUPT" }));
  rmSync(`${path}/identity.json`);
  writeFileSync(`${path}/weave.db`, "");
  expect(() => open()).toThrow(/identity\.json/);
  removeState(path);
  expect(readdirSync(path)).toEqual([]);
});
