/** Memory, descriptors, clock, and the files that a router needs. Pure. */
import { isOpenToEverybody } from "../secret-file.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

export interface ResourceFacts {
  readonly memoryAvailableBytes: number;
  /** Hard limit of open files of the router, or of what this command's children would get. */
  readonly openFilesMax: number;
  /** Wall clock, in the calendar's year. */
  readonly year: number;
  /** A time service says so; undefined: there is none to ask. */
  readonly clockSynchronised: boolean | undefined;
  readonly stateDirectory: {
    readonly path: string;
    readonly exists: boolean;
    /** It, or the nearest parent that exists. */
    readonly writable: boolean;
    readonly freeBytes: number;
    /** Permission bits of the host's secret key; undefined when there is none. */
    readonly identityMode: number | undefined;
  };
  /** Files that hold the mesh's password. */
  readonly passwordFiles: readonly { readonly path: string; readonly mode: number | undefined }[];
}

const bitsOf = (mode: number) => (mode & 0o777).toString(8).padStart(3, "0");
const mebibyte = 1 << 20;
const memoryLow = 256 * mebibyte;
const memoryOut = 64 * mebibyte;
const diskLow = 256 * mebibyte;
const diskOut = 16 * mebibyte;
const openFilesLow = 4_096;
/** No clock was right before this program was made. */
const yearLeast = 2026;

export function resourceFindings(facts: ResourceFacts): readonly Finding[] {
  return [memory(facts), descriptors(facts), clock(facts), state(facts), ...passwords(facts)];
}

function memory({ memoryAvailableBytes }: ResourceFacts): Finding {
  const what = `${Math.round(memoryAvailableBytes / mebibyte)} MB of memory are available`;
  const matters = "router and datapath process take 150 MB; when memory ends the kernel kills one of them";
  if (memoryAvailableBytes < memoryOut) return fail("memory", what, matters, "free some, or use a larger host");
  if (memoryAvailableBytes < memoryLow) return warn("memory", what, matters, "free some, or use a larger host");
  return ok("memory", what);
}

function descriptors({ openFilesMax }: ResourceFacts): Finding {
  const what = `${openFilesMax} files may be open at a time`;
  if (openFilesMax >= openFilesLow) return ok("open-files", what);
  return warn(
    "open-files",
    what,
    "each other host takes one, and so do callers",
    `ulimit -Hn ${openFilesLow}, or LimitNOFILE= in the unit`,
  );
}

function clock({ year, clockSynchronised }: ResourceFacts): Finding {
  if (year < yearLeast)
    return warn(
      "clock",
      `the clock says ${year}`,
      "logs cannot be compared with other hosts'",
      "set it; timedatectl set-ntp true keeps it",
    );
  if (clockSynchronised === false)
    return warn(
      "clock",
      "the clock is not synchronised",
      "logs cannot be compared with other hosts'",
      "timedatectl set-ntp true",
    );
  return ok(
    "clock",
    clockSynchronised === true
      ? "the clock is synchronised"
      : "the clock is plausible; weave needs no more than logs do",
  );
}

function state({ stateDirectory: { path, exists, writable, freeBytes, identityMode } }: ResourceFacts): Finding {
  const matters = "identity and addresses are kept there, and written before any answer";
  if (!writable)
    return fail(
      "state-directory",
      `${path} cannot be written${exists ? "" : ", nor made"}`,
      matters,
      "mount it writable, or weave launch --state-dir elsewhere",
    );
  if (freeBytes < diskOut)
    return fail(
      "state-directory",
      `the disk of ${path} is full`,
      matters,
      "free some space: the router comes back by itself",
    );
  if (freeBytes < diskLow)
    return warn(
      "state-directory",
      `the disk of ${path} has ${Math.round(freeBytes / mebibyte)} MB left`,
      matters,
      "free some space",
    );
  if (identityMode !== undefined && (identityMode & 0o077) !== 0)
    return fail(
      "state-directory",
      `${path}/identity.json is open to other users (mode ${bitsOf(identityMode)})`,
      "who reads the identity there is this host",
      `chmod 600 ${path}/identity.json, and weave launch --identity new if others may have read it`,
    );
  return ok("state-directory", exists ? `${path} is writable` : `${path} can be made`);
}

function passwords({ passwordFiles }: ResourceFacts): readonly Finding[] {
  return passwordFiles.map(({ path, mode }) => {
    if (mode === undefined)
      return fail(
        "password-file",
        `${path} cannot be read`,
        "the router is launched with it",
        "write it, mode 600, the same on all hosts",
      );
    if (!isOpenToEverybody(mode)) return ok("password-file", `${path} is open to its owner and group only`);
    const what = `${path} is open to every user of this host (mode ${bitsOf(mode)})`;
    return fail(
      "password-file",
      what,
      "who knows the password can join the mesh",
      `chmod 600 ${path}, and choose a new password if others may have read it`,
    );
  });
}
