/** The committed protobuf code is what the `.proto` files beside it generate: nobody edits one without the other. */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const generated = mkdtempSync(join(tmpdir(), "weave-wire-"));
const protos = globSync("*/*.proto");

describe("the generated wire code", () => {
  beforeAll(() => {
    execFileSync("sh", ["base/generate-wire.sh"], { env: { ...process.env, WIRE_ROOT: generated } });
  }, 120_000);
  afterAll(() => rmSync(generated, { recursive: true }));

  it("is there for every room that has a wire", () => {
    expect(protos.length).toBeGreaterThanOrEqual(5);
  });

  it.each(protos)("of %s is up to date", (proto) => {
    for (const ending of [".pb.js", ".pb.d.ts"]) {
      const file = proto.replace(".proto", ending);
      expect(readFileSync(join(generated, file), "utf8") === readFileSync(file, "utf8"), file).toBe(true);
    }
  });
});
