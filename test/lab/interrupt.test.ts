/** Ctrl-C at any moment of the demonstration and of `weave lab up`: the command ends by itself and nothing is left. 3 hosts. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { labDown } from "../../lab/down.ts";
import { isNetnsOf, labNames } from "../../lab/state.ts";

const name = `t${process.pid}-intr`;
const launcher = fileURLToPath(new URL("../../weave", import.meta.url));

afterEach(() => labDown(name));

/** Runs `weave lab ...`, sends the signal twice once it printed `after`, and waits for its end. */
function interrupted(words: readonly string[], after: string, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(launcher, ["lab", ...words, "--name", name], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let sent = false;
    const see = (chunk: Buffer) => {
      printed += chunk.toString();
      if (sent || !printed.includes(after)) return;
      sent = true;
      child.kill(signal);
      setTimeout(() => child.kill(signal), 100);
    };
    child.stdout.on("data", see);
    child.stderr.on("data", see);
    child.once("error", reject);
    child.once("close", (status) => (sent ? resolve(status) : reject(new Error(printed))));
  });
}

test.each([
  ["the demonstration", [], "making 3 hosts", "SIGINT", 130],
  ["the demonstration", [], "starting routers", "SIGTERM", 143],
  ["the demonstration", [], "lab t", "SIGINT", 130],
  ["lab up", ["up"], "waiting for connections", "SIGINT", 130],
] as const)(
  "%s %j, interrupted at '%s' by %s, leaves nothing",
  async (_, words, after, signal, status) => {
    expect(await interrupted(words, after, signal)).toBe(status);
    expect(readdirSync("/run/netns").filter((netns) => isNetnsOf(name, netns))).toEqual([]);
    expect(await labNames()).not.toContain(name);
  },
  60_000,
);
