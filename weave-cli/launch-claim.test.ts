/** The claim of a launch: taken, refused to a second one, and free again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, expect, test } from "vitest";
import { runPaths } from "../api/paths.ts";
import { claimLaunch } from "./launch-claim.ts";

const folder = mkdtempSync(`${tmpdir()}/weave-launch-`);
const paths = runPaths({ WEAVE_RUN_DIR: folder });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("while one launches, another is refused; afterwards it is not", () => {
  {
    using _claim = claimLaunch(paths);
    expect(() => claimLaunch(paths)).toThrow(expect.objectContaining({ code: "ROUTER_ALREADY_RUNNING" }));
  }
  using _next = claimLaunch(paths);
});
