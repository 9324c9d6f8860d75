/**
 * The packet thread's code under sanitizers, fed with hostile input, and held against the kernel's own segmentation (as
 * root). The build takes longer than the runs: full runs only. `./test/run --full --fuzz-seconds N` lets each run longer.
 */
import { execFileSync } from "node:child_process";
import { getuid } from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const seconds = Number(process.env["WEAVE_FUZZ_SECONDS"] ?? 20);
const timeoutMs = 300_000 + 1_000 * seconds;

describe.runIf(process.env["WEAVE_TEST_FULL"] === "1")("the packet thread", () => {
  it(
    "stands hostile records, frames and tables without a fault",
    () => {
      expect(output("fuzz")).toContain("relayed");
    },
    timeoutMs,
  );

  it(
    "delivers whatever frames a TAP hands over once, as they were, in order within their flow",
    () => {
      expect(output("pair")).toContain("came out as they went in");
    },
    timeoutMs,
  );

  it.runIf(getuid?.() === 0)(
    "cuts, joins and salvages super-frames into the packets that the kernel makes",
    () => {
      expect(output("kernel")).toContain("came out as they went in");
    },
    timeoutMs,
  );

  it.runIf(getuid?.() === 0)(
    "shares its tables between two threads without a race",
    () => {
      expect(output("threads")).toContain("without a race");
    },
    timeoutMs,
  );
});

function output(program: "fuzz" | "pair" | "kernel" | "threads"): string {
  const script = fileURLToPath(new URL("./run.sh", import.meta.url));
  return execFileSync("sh", [script, program, String(seconds)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
