/** In a network namespace of its own: what changes is told once, by kind, and nothing else is. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KernelChanges } from "./kernel-watch.ts";
import { type ScratchNamespace, scratchNamespace } from "./scratch-namespace.ts";

const program = `
  import { createInterface } from "node:readline";
  import { watchKernel } from "${new URL("./kernel-watch.ts", import.meta.url).pathname}";
  const watch = watchKernel();
  for await (const _ of createInterface(process.stdin)) console.log(JSON.stringify(watch.take()));
`;
const nothing = { interfaces: false, routes: false, rules: false };
const everything = { interfaces: true, routes: true, rules: true };
let namespace: ScratchNamespace;
let watcher: ReturnType<typeof watcherIn>;

function watcherIn(path: string) {
  const words = [`--net=${path}`, process.execPath, "--input-type=module", "-e", program];
  const child = spawn("nsenter", words, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async take(): Promise<KernelChanges> {
      child.stdin.write("\n");
      return JSON.parse((await lines.next()).value as string);
    },
    end: () => child.kill(),
  };
}

beforeAll(async () => {
  namespace = await scratchNamespace("watch");
  watcher = watcherIn(namespace.path);
});

afterAll(async () => {
  watcher.end();
  await namespace[Symbol.asyncDispose]();
});

test("the first look says that everything changed, the next one tells apart", async () => {
  expect(await watcher.take()).toEqual(everything);
  expect(await watcher.take()).toEqual(nothing);
  await namespace.run("ip", "link", "add", "bridge0", "type", "bridge");
  expect(await watcher.take()).toMatchObject({ interfaces: true, rules: false });
  await namespace.run("nft", "add", "table", "ip", "other");
  expect(await watcher.take()).toEqual({ ...nothing, rules: true });
  await namespace.run("ip", "route", "add", "blackhole", "10.9.0.0/16");
  expect(await watcher.take()).toEqual({ ...nothing, routes: true });
  await namespace.run("ip", "rule", "add", "to", "10.9.0.0/16", "table", "7");
  expect(await watcher.take()).toEqual({ ...nothing, routes: true });
  // One look in six: what the kernel tells nobody.
  expect(await watcher.take()).toEqual(everything);
  await namespace.run("ip", "link", "set", "bridge0", "mtu", "1300");
  expect(await watcher.take()).toMatchObject({ interfaces: true, rules: false });
  expect(await watcher.take()).toEqual(nothing);
});
