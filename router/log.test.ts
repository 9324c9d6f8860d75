/** The log's file: rotation, and what happens when the next file cannot be made. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test, vi } from "vitest";
import { rotatingFile } from "./log.ts";

function folder(): string {
  const made = mkdtempSync(`${tmpdir()}/weave-log-`);
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("a full file becomes .1, and five old ones are kept", () => {
  const file = `${folder()}/router.log`;
  const sink = rotatingFile(file, 10);
  for (let line = 0; line < 9; line++) sink.write(`line ${line}\n`);
  expect(readFileSync(file, "utf8")).toBe("line 8\n");
  expect(readFileSync(`${file}.5`, "utf8")).toBe("line 3\n");
  expect(readdirSync(file.replace("/router.log", ""))).toHaveLength(6);
});

test("when the next file cannot be made lines are lost, nothing else is written to, and it goes on", () => {
  const file = `${folder()}/router.log`;
  const complaint = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => complaint.mockRestore());
  const sink = rotatingFile(file, 10);
  sink.write("line 0\n");
  // A file does not take the place of a folder.
  mkdirSync(`${file}.5`);
  writeFileSync(`${file}.4`, "");
  sink.write("line 1\n");
  expect(complaint).toHaveBeenCalled();
  sink.write("line 2\n");
  expect(readFileSync(file, "utf8")).toMatch(/line 2\n$/);
});
