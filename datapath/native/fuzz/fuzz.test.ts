/** The packet thread's code under sanitizers, fed with hostile input. The build takes longer than the run: full runs only. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const seconds = 20;

it.runIf(process.env["WEAVE_TEST_FULL"] === "1")(
  "stands hostile records, frames and tables without a fault",
  () => {
    const script = fileURLToPath(new URL("./run.sh", import.meta.url));
    const output = execFileSync("sh", [script, String(seconds)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(output).toContain("relayed");
  },
  300_000,
);
