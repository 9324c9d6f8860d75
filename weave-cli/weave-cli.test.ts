/** What the command prints, passes on and exits with; the units by systemd's own check. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { splitWords } from "./attach.ts";
import { exitStatuses, exitStatusOf } from "./exit-code.ts";
import { flagsOf } from "./launch.ts";
import { duration, labelled, table } from "./render.ts";
import { unitTexts } from "./systemd.ts";

test("columns line up, and labels by their colons", () => {
  expect(
    table([
      ["a", "bcd"],
      ["aaa", "b"],
    ]),
  ).toBe("a    bcd\naaa  b");
  expect(
    labelled(
      [
        ["Name", "h1"],
        ["Peers", "2"],
        ["None", undefined],
      ],
      6,
    ),
  ).toBe("  Name: h1\n Peers: 2");
  expect([999, 61_000, 3_720_000, 90_000_000].map(duration)).toEqual(["999ms", "1m 1s", "1h 2m", "1d 1h"]);
});

test("addresses come before the container", () => {
  expect(splitWords(["10.2.1.3/24", "net:default", "web"])).toEqual({
    addresses: ["10.2.1.3/24", "net:default"],
    container: "web",
  });
  expect(() => splitWords(["10.2.1.3/33", "web"])).toThrow(/no address/);
  expect(() => splitWords(["10.2.1.3/24"])).toThrow(/container is missing/);
});

test("the router gets the flags as they were given", () => {
  expect(flagsOf({ port: "7000", discovery: false, json: true })).toEqual(["--port=7000", "--no-discovery"]);
  expect(flagsOf({ discovery: true })).toEqual([]);
});

test("codes have their exit status, and the documentation lists every status", () => {
  expect(
    ["API_UNREACHABLE", "ROUTER_ALREADY_RUNNING", "IPAM_PEER_SEEN", "ANY_UNKNOWN", "ELSE"].map(exitStatusOf),
  ).toEqual([7, 3, 5, 4, 1]);
  const documented = readFileSync(new URL("../docs/cli.md", import.meta.url), "utf8");
  for (const { status, meaning } of Object.values(exitStatuses))
    expect(documented).toContain(`| ${status} | ${meaning} |`);
});

test("the units pass systemd's own check", ({ skip }) => {
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) skip();
  const folder = mkdtempSync(`${tmpdir()}/weave-units-`);
  const texts = unitTexts("/bin/true");
  for (const [unit, text] of texts) writeFileSync(`${folder}/${unit}`, text);
  for (const unit of texts.keys()) {
    const verified = spawnSync("systemd-analyze", ["verify", "--man=no", `${folder}/${unit}`], { encoding: "utf8" });
    expect(verified.stderr.split("\n").filter((line) => line.includes(unit))).toEqual([]);
    const security = spawnSync(
      "systemd-analyze",
      ["security", "--offline=yes", "--threshold=90", `${folder}/${unit}`],
      { encoding: "utf8" },
    );
    expect(security.status, security.stdout + security.stderr).toBe(0);
  }
  rmSync(folder, { recursive: true });
});
