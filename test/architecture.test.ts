/** Walls, purity and shape of the house. Each rule is also tried on a broken fixture, so that a blind rule fails too. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Room, rooms } from "./rooms.ts";
import { type Source, wallViolations } from "./walls.ts";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(file));
const sources: Source[] = tracked
  .filter((file) => /\.(ts|js)$/.test(file) && !/\.pb\.(d\.ts|js)$/.test(file))
  .map((file) => ({ path: file, text: readFileSync(file, "utf8") }));

describe("the walls", () => {
  it("sees the sources", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it("hold: no forbidden import, no circle, no unknown folder, no impurity in a pure file", () => {
    expect(wallViolations(rooms, sources)).toEqual([]);
  });

  it("every folder is a room with a README", () => {
    const folders = new Set(
      tracked.filter((file) => file.includes("/") && !file.startsWith(".")).map((file) => file.split("/")[0] as string),
    );
    for (const folder of folders) {
      expect(Object.keys(rooms), `the table of rooms has no ${folder}`).toContain(folder);
      expect(existsSync(`${folder}/README.md`), `${folder}/README.md`).toBe(true);
    }
  });

  const small: Readonly<Record<string, Room>> = {
    low: { job: "", imports: [], shells: { "shell.ts": ["node:fs"] } },
    high: { job: "", imports: ["low"] },
  };
  const broken: readonly [string, Source[], RegExp][] = [
    ["a forbidden import", [{ path: "low/a.ts", text: 'import { b } from "../high/b.ts";' }], /low may not import/],
    [
      "a forbidden type import",
      [{ path: "low/a.ts", text: 'import type { B } from "../high/b.ts";' }],
      /may not import/,
    ],
    ["a forbidden dynamic import", [{ path: "low/a.ts", text: 'const b = import("../high/b.ts");' }], /may not import/],
    ["a forbidden re-export", [{ path: "low/a.ts", text: 'export * from "../high/b.ts";' }], /may not import/],
    ["a forbidden package", [{ path: "low/a.ts", text: 'import fs from "node:fs";' }], /package node:fs/],
    ["an unknown folder", [{ path: "attic/a.ts", text: "" }], /no attic/],
    ["a clock in a pure file", [{ path: "low/a.ts", text: "export const t = Date.now();" }], /pure file uses/],
    [
      "a circle",
      [
        { path: "low/a.ts", text: 'import "./b.ts";' },
        { path: "low/b.ts", text: 'import "./a.ts";' },
      ],
      /circle: low\/a.ts -> low\/b.ts -> low\/a.ts/,
    ],
  ];
  it.each(broken)("fall at %s", (_, fixture, expected) => {
    expect(wallViolations(small, fixture).join("\n")).toMatch(expected);
  });

  it("let a shell file have its module", () => {
    expect(wallViolations(small, [{ path: "low/shell.ts", text: 'import fs from "node:fs";' }])).toEqual([]);
  });
});

describe("the shape", () => {
  const linesMax = 400;
  it(`no product file is longer than ${linesMax} lines`, () => {
    const long = sources
      .filter((source) => !/^test\/|\.test\.ts$/.test(source.path))
      .map((source) => [source.path, source.text.split("\n").length] as const)
      .filter(([, lines]) => lines > linesMax);
    expect(long).toEqual([]);
  });

  it("file names are kebab-case and carry none of the words that say nothing", () => {
    const wrong = sources
      .map((source) => source.path.split("/").at(-1) as string)
      .filter(
        (name) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) || /manager|helper|util|handler|misc|common/.test(name),
      );
    expect(wrong).toEqual([]);
  });

  it("every source file begins with a header comment", () => {
    const bare = sources.filter(
      (source) => !/^(#!.*\n)?\/[*/]/.test(source.text) && !source.path.endsWith(".config.ts"),
    );
    expect(bare.map((source) => source.path)).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  it("shows the table of rooms as it is enforced", () => {
    const text = readFileSync("docs/architecture.md", "utf8");
    for (const [name, room] of Object.entries(rooms)) {
      const imports = room.imports.includes("*") ? "anything" : room.imports.join(", ") || "-";
      expect(text).toContain(`| \`${name}/\` | ${room.job} | ${imports} |`);
    }
  });
});
