/** The claim of a launch: taken, refused to a second one, and worth nothing when its process is gone. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runPaths } from "../api/paths.ts";
import { runInBackground } from "../host/run.ts";
import { claimLaunch } from "./launch-claim.ts";

const folder = mkdtempSync(`${tmpdir()}/weave-launch-`);
const paths = runPaths({ WEAVE_RUN_DIR: folder });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a claim is given up when its launch is over", () => {
  {
    using _claim = claimLaunch(paths);
    expect(existsSync(paths.launchPid)).toBe(true);
  }
  expect(existsSync(paths.launchPid)).toBe(false);
});

test("while another command runs that claimed it, a launch is refused with its process id", async () => {
  // It has the words of such a command; what it does is wait.
  const command = fileURLToPath(new URL("main.ts", import.meta.url));
  const pid = await runInBackground("/bin/sh", ["-c", "sleep 60 & wait", command], {
    logFile: `${folder}/log`,
    workingDirectory: folder,
    environment: {},
  });
  try {
    writeFileSync(paths.launchPid, `${pid}\n`);
    expect(() => claimLaunch(paths)).toThrow(
      expect.objectContaining({ code: "ROUTER_ALREADY_RUNNING", facts: { pid } }),
    );
  } finally {
    process.kill(-pid, "SIGKILL");
  }
});

test("the claim of a launch that was killed counts for nothing", () => {
  // No command of ours has the first process's id.
  writeFileSync(paths.launchPid, "1\n");
  using _claim = claimLaunch(paths);
  expect(existsSync(paths.launchPid)).toBe(true);
});
