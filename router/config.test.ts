/** Flags, file and environment give one configuration, or a named error. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { launchOptions } from "../api/launch-options.ts";
import type { WeaveError } from "../base/error.ts";
import { readConfig } from "./config.ts";

const folder = mkdtempSync(`${tmpdir()}/weave-config-`);
afterAll(() => rmSync(folder, { recursive: true }));

function read(words: readonly string[], file = "", environment: Record<string, string> = {}) {
  writeFileSync(`${folder}/weave.conf`, file);
  return readConfig({ arguments: words, environment, file: `${folder}/weave.conf`, hostName: "h1" });
}

function codeOf(words: readonly string[], file = ""): string {
  try {
    read(words, file);
    return "";
  } catch (error) {
    return (error as WeaveError).code;
  }
}

describe("configuration", () => {
  test("the defaults are those that the help shows", () => {
    const config = read([]);
    const shown = new Map(launchOptions.map(({ name, fallback }) => [name, fallback]));
    expect(String(config.port)).toBe(shown.get("port"));
    expect(String(config.mtu)).toBe(shown.get("mtu"));
    expect(String(config.restartWindowMs / 1_000)).toBe(shown.get("restart-window"));
    expect(config.cipher).toBe(shown.get("cipher"));
    expect(config.stateDirectory).toBe(shown.get("state-dir"));
    expect(config.logFile).toBe(shown.get("log-file"));
    expect(config).toMatchObject({ nickname: "h1", discovery: true, rangeExplicit: false, password: undefined });
  });

  test("flags win over the file, and the file over the defaults", () => {
    const file = "port = 7000 # ours\nmtu=1200\npeers = h2, h3\nno-discovery = true\n";
    expect(read([], file)).toMatchObject({ port: 7_000, mtu: 1_200, targets: ["h2", "h3"], discovery: false });
    expect(read(["--port=7001", "h4"], file)).toMatchObject({ port: 7_001, mtu: 1_200, targets: ["h4"] });
  });

  test.each([
    [["--port", "0"]],
    [["--port", "65536"]],
    [["--mtu=9001"]],
    [["--restart-window=4"]],
    [["--ipalloc-range=10.32.0.1/12"]],
    [["--ipalloc-range=10.32.0.0/30"]],
    [["--ipalloc-default-subnet=10.32.1.1/24"]],
    [["--ipalloc-default-subnet=10.48.0.0/24"]],
    [["--ipalloc-default-subnet=10.0.0.0/8"]],
    [["--ipalloc-default-subnet=10.32.1.0/31"]],
    [["--ipalloc-init=consensus=0"]],
    [["--ipalloc-init=seed="]],
    [["--nickname=a b"]],
    [["--state-dir=relative"]],
    [["--identity=maybe"]],
    [["--password=secret"]],
    [["--nope"]],
    [["--port"]],
    [["a host"]],
  ])("%j is refused", (words) => {
    expect(codeOf(words)).toBe("CONFIG_INVALID");
  });

  test("a line of the file that is none is refused with its number", () => {
    expect(() => read([], "port = 1\nnonsense")).toThrow(/line 2/);
  });

  test("a password comes from the environment or a file, the file first, and its first line only", () => {
    writeFileSync(`${folder}/password`, "from file\nmore\n");
    expect(read([], "", { WEAVE_PASSWORD: "e" }).password).toBe("e");
    expect(read([`--password-file=${folder}/password`], "", { WEAVE_PASSWORD: "e" }).password).toBe("from file");
    expect(codeOf([`--password-file=${folder}/none`])).toBe("CONFIG_FILE_UNREADABLE");
  });

  test("a cipher is named with a password only, since nothing is sealed without", () => {
    const password = { WEAVE_PASSWORD: "secret" };
    expect(read([], "cipher = nacl", password).cipher).toBe("nacl");
    expect(read(["--cipher=aes-256-gcm"], "cipher = nacl", password).cipher).toBe("aes-256-gcm");
    expect(read(["--cipher=auto"]).cipher).toBe("auto");
    expect(codeOf(["--cipher=nacl"])).toBe("CONFIG_INVALID");
    for (const cipher of ["none", "aes", "AES-256-GCM", ""]) {
      expect(() => read([`--cipher=${cipher}`], "", password)).toThrow("is none of auto, aes-256-gcm");
    }
  });

  test("a password file that everybody can read is told", () => {
    const file = `${folder}/password`;
    writeFileSync(file, "secret\n");
    chmodSync(file, 0o640);
    expect(read([`--password-file=${file}`]).warnings).toEqual([]);
    chmodSync(file, 0o644);
    expect(read([`--password-file=${file}`]).warnings).toEqual([expect.stringContaining(`chmod o= ${file}`)]);
    chmodSync(file, 0o602);
    expect(read([`--password-file=${file}`]).warnings).toHaveLength(1);
  });

  test("whatever is given, the answer is a configuration or a named error", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("--port", "--mtu=1", "h1"))),
        fc.string(),
        (words, file) => {
          try {
            const { port } = read(words, file);
            expect(port).toBeGreaterThan(0);
          } catch (error) {
            expect((error as WeaveError).code).toMatch(/^CONFIG_/);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
