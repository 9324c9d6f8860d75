/** One holder at a time, and the next one after it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { takeFileLock } from "./file-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "weave-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a lock has one holder, and is root's alone to take", () => {
  const file = join(folder, "lock");
  const first = takeFileLock(file);
  expect(first).toBeDefined();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(takeFileLock(file)).toBeUndefined();
  expect(takeFileLock(file, 50)).toBeUndefined();
  first?.[Symbol.dispose]();
  const second = takeFileLock(file);
  expect(second).toBeDefined();
  second?.[Symbol.dispose]();
});

test("asking again in the process that holds it does not give it up to others", () => {
  const file = join(folder, "held");
  using _held = takeFileLock(file);
  expect(takeFileLock(file)).toBeUndefined();
  const asks = `import { takeFileLock } from "./host/file-lock.ts"; console.log(takeFileLock(${JSON.stringify(file)}))`;
  expect(execFileSync(process.execPath, ["--input-type=module-typescript", "-e", asks], { encoding: "utf8" })).toBe(
    "undefined\n",
  );
});

test("a file that cannot be made is an error, not a lock that is taken", () => {
  expect(() => takeFileLock(join(folder, "missing/lock"))).toThrow();
});
