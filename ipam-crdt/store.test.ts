/**
 * The store on real files: what it answered for survives SIGKILL in the middle of writing, the kernel's log of calls
 * shows a sync before each answer, and every file that it cannot use gives an error that names it.
 */
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WeaveError } from "../base/error.ts";
import { SqliteStore, schemaVersion } from "./store.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "weave-store-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileNamed(name: string): string {
  return path.join(folder, name, "state.db");
}

const number = (value: number) => new Uint8Array(new Float64Array([value]).buffer);
const numberIn = (bytes: Uint8Array | undefined) => (bytes ? new Float64Array(bytes.slice().buffer)[0] : undefined);

/** Writes `n/<i>` and `last` together for i = from, from + 1, ... and prints i once that is durable. */
const writer = `
  import { writeSync } from "node:fs";
  const { SqliteStore } = await import(${JSON.stringify(new URL("./store.ts", import.meta.url).href)});
  const [file, from, count] = process.argv.slice(1);
  const store = SqliteStore.open(file);
  const number = (value) => new Uint8Array(new Float64Array([value]).buffer);
  for (let i = Number(from); i < Number(from) + Number(count); i++) {
    store.write([{ key: "n/" + i, value: number(i) }, { key: "last", value: number(i) }]);
    writeSync(1, i + "\\n");
  }`;

function writerArguments(file: string, from: number, count: number): string[] {
  return ["--no-warnings", "--input-type=module", "-e", writer, file, String(from), String(count)];
}

/** Kills the writer `afterMs` after its first answer; the last number that it answered for. */
function killedWriter(file: string, from: number, afterMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, writerArguments(file, from, 1e9), { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
      said += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(said.slice(0, said.lastIndexOf("\n")).split("\n").at(-1))));
  });
}

function failureOf(action: () => unknown): WeaveError {
  try {
    action();
  } catch (error) {
    if (error instanceof WeaveError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

describe("durability", () => {
  it("has all that was answered for after SIGKILL, twenty times, and no half of a write", {
    timeout: 120_000,
  }, async () => {
    const file = fileNamed("killed");
    let next = 0;
    for (let round = 0; round < 20; round++) {
      const last = await killedWriter(file, next, (round * 3) % 17);
      expect(last).toBeGreaterThanOrEqual(next);
      const store = SqliteStore.open(file);
      for (let i = 0; i <= last; i++) expect(numberIn(store.get(`n/${i}`))).toBe(i);
      const held = numberIn(store.get("last")) as number;
      expect(held).toBeGreaterThanOrEqual(last);
      expect(held).toBe(store.keys("n/").length - 1);
      next = held + 1;
      store.close();
    }
  });

  const tracer = "strace";
  const canTrace = spawnSync(tracer, ["-o", "/dev/null", "true"]).status === 0;
  it.skipIf(!canTrace)("syncs the file before it answers, each time", { timeout: 120_000 }, () => {
    const file = fileNamed("traced");
    const log = path.join(folder, "calls");
    const count = 10;
    const traced = ["-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", log, process.execPath];
    const run = spawnSync(tracer, [...traced, ...writerArguments(file, 0, count)], { encoding: "utf8" });
    expect(run.status, run.stderr).toBe(0);
    let synced = false;
    let answers = 0;
    for (const line of readFileSync(log, "utf8").split("\n")) {
      if (/f(data)?sync\(\d+<[^>]*state\.db/.test(line) && line.endsWith("= 0")) synced = true;
      if (!/write\(1<[^>]*>, "\d+\\n"/.test(line)) continue;
      expect(synced, `no sync before ${line}`).toBe(true);
      synced = false;
      answers++;
    }
    expect(answers).toBe(count);
  });

  it("applies all of a write or nothing, deletes, and lists keys in order", () => {
    const file = fileNamed("plain");
    const store = SqliteStore.open(file);
    store.write([
      { key: "b/2", value: number(2) },
      { key: "b/1", value: number(1) },
      { key: "a", value: number(0) },
    ]);
    const broken = { key: "b/4", value: 5 as unknown as Uint8Array };
    const unbindable = { key: "b/3", value: {} as unknown as Uint8Array };
    expect(failureOf(() => store.write([broken, unbindable])).code).toBe("STORE_UNUSABLE");
    store.write([{ key: "b/1", value: undefined }]);
    for (const opened of [store, SqliteStore.open(file)]) {
      expect(opened.keys("b/")).toEqual(["b/2"]);
      expect(opened.keys("")).toEqual(["a", "b/2"]);
      expect(opened.get("b/1")).toBeUndefined();
      opened.close();
    }
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });
});

describe("a file that cannot be used", () => {
  function filled(name: string): string {
    const file = fileNamed(name);
    const store = SqliteStore.open(file);
    store.write(Array.from({ length: 200 }, (_, i) => ({ key: `k/${i}`, value: new Uint8Array(300).fill(i) })));
    store.close();
    return file;
  }

  function expectNamed(error: WeaveError, code: string, file: string): void {
    expect(error.code).toBe(code);
    expect(error.message).toContain(file);
    expect(error.facts["file"]).toBe(file);
  }

  it("damaged: STORE_CORRUPT, whatever was damaged", () => {
    const whole = readFileSync(filled("whole"));
    const damages: [string, (file: string) => void][] = [
      ["garbage", (file) => writeFileSync(file, "this is no database, and never was one".repeat(200))],
      ["truncated", (file) => truncateSync(file, whole.length - 8_192)],
      [
        "overwritten",
        (file) =>
          writeFileSync(file, Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 0xa5)])),
      ],
    ];
    for (const [name, damage] of damages) {
      const file = filled(name);
      damage(file);
      expectNamed(
        failureOf(() => SqliteStore.open(file)),
        "STORE_CORRUPT",
        file,
      );
    }
  });

  it("of a newer schema: STORE_NEWER, with the backup to put back if there is one", () => {
    const file = filled("newer");
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    database.close();
    const bare = failureOf(() => SqliteStore.open(file));
    expectNamed(bare, "STORE_NEWER", file);
    copyFileSync(file, `${file}.v${schemaVersion}.backup`);
    expect(failureOf(() => SqliteStore.open(file)).message).toContain(`${file}.v${schemaVersion}.backup`);
  });

  it("upgraded in one step, with a backup that the older version opens", () => {
    const file = filled("upgraded");
    const step = "INSERT INTO state (key, value) VALUES ('new', x'01')";
    const store = SqliteStore.open(file, { version: schemaVersion + 1, migrations: [step] });
    expect(store.get("new")).toEqual(Uint8Array.of(1));
    store.close();
    const backup = `${file}.v${schemaVersion}.backup`;
    expect(existsSync(backup)).toBe(true);
    const old = SqliteStore.open(backup);
    expect(old.get("new")).toBeUndefined();
    expect(old.keys("k/").length).toBe(200);
    old.close();
  });

  it("in use by another: STORE_LOCKED", { timeout: 60_000 }, () => {
    const file = filled("locked");
    const store = SqliteStore.open(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    expectNamed(
      failureOf(() => store.write([{ key: "x", value: number(1) }])),
      "STORE_LOCKED",
      file,
    );
    other.exec("ROLLBACK");
    other.close();
    store.write([{ key: "x", value: number(1) }]);
    store.close();
  });

  it("in no directory: STORE_UNUSABLE", () => {
    const file = path.join(filled("file"), "state.db");
    expectNamed(
      failureOf(() => SqliteStore.open(file)),
      "STORE_UNUSABLE",
      file,
    );
  });
});
