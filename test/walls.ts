/** The rules of the walls, as a function from sources to violations, so that they can be tried on broken fixtures. */
import path from "node:path/posix";
import { importsOf } from "./imports.ts";
import type { Room } from "./rooms.ts";

/** `path` from the repository's root, and the text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Free names that reach the clock, entropy or the machine; a pure file uses none of them. */
const impureNames = [
  /\bDate\b/,
  /\bMath\.random\b/,
  /\bperformance\b/,
  /\bprocess\.(?!ts|js)/,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bconsole\b/,
  /\bfetch\(/,
  /\bglobalThis\b/,
  /\basync\b/,
  /^let\s/m,
];

export function wallViolations(rooms: Readonly<Record<string, Room>>, sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap((source) => violationsOf(rooms, source)),
    ...circlesIn(sources).map((circle) => `circle: ${circle.join(" -> ")}`),
  ];
}

function violationsOf(rooms: Readonly<Record<string, Room>>, source: Source): string[] {
  const [roomName, file] = roomAndFile(source.path);
  if (file === undefined) return [];
  const room = rooms[roomName];
  if (!room) return [`${source.path}: the table of rooms has no ${roomName}`];
  const violations: string[] = [];
  const isTest = /\.(test|fuzz)\.ts$/.test(file) || file.startsWith("testing/");
  for (const imported of importsOf(source.text)) {
    const target = imported.startsWith(".") ? path.join(path.dirname(source.path), imported) : undefined;
    if (target === undefined) violations.push(...packageViolations(room, source.path, file, imported, isTest));
    else if (!mayImport(rooms, roomName, roomAndFile(target)[0], isTest))
      violations.push(`${source.path}: ${roomName} may not import ${target}`);
  }
  if (isPure(room, file) && !isTest && file.endsWith(".ts")) {
    const code = source.text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "")
      .replace(/(["'`])(?:\\.|(?!\1).)*\1/g, '""');
    for (const name of impureNames)
      if (name.test(code)) violations.push(`${source.path}: a pure file uses ${name.source}`);
  }
  return violations;
}

function isPure(room: Room, file: string): boolean {
  return room.shells !== undefined && room.shells[file] === undefined;
}

function mayImport(rooms: Readonly<Record<string, Room>>, from: string, to: string, isTest: boolean): boolean {
  if (from === to) return true;
  const allowed = rooms[from]?.imports ?? [];
  return allowed.includes(to) || allowed.includes("*") || (isTest && to === "crypto");
}

function packageViolations(room: Room, at: string, file: string, imported: string, isTest: boolean): string[] {
  if (isTest || room.shells === undefined) return [];
  const allowed = room.shells[file] ?? [];
  if (allowed.includes(imported) || room.packages?.includes(imported)) return [];
  return [`${at}: may not import the package ${imported}`];
}

/** `base/time.ts` is (`base`, `time.ts`); a file at the root belongs to no room. */
function roomAndFile(sourcePath: string): [string, string | undefined] {
  const slash = sourcePath.indexOf("/");
  return slash < 0 ? [sourcePath, undefined] : [sourcePath.slice(0, slash), sourcePath.slice(slash + 1)];
}

/** Circles between files, types included, each found once: a depth-first search over the import graph. */
function circlesIn(sources: readonly Source[]): string[][] {
  const edges = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source.text)
        .filter((imported) => imported.startsWith("."))
        .map((imported) => path.join(path.dirname(source.path), imported)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (node: string, trail: readonly string[]) => {
    const at = trail.indexOf(node);
    if (at >= 0) circles.push([...trail.slice(at), node]);
    if (at >= 0 || done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const source of sources) visit(source.path, []);
  return circles;
}
