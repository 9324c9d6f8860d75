/**
 * The state directory, by default `/var/lib/weave`: `identity.json` (the secret seed and the facts of the machine that
 * made it, 0600), `weave.db` (the durable store: ring, addresses, targets, incarnation) and `lock`. One router at a time:
 * the lock (`host/file-lock.ts`) goes with its process, however that ends.
 * A directory that woke up on another machine is refused until somebody says whether the identity moved or was cloned.
 * `twin-seen` is there when the last router was fenced: a clone whose machine tells no difference gets a new identity by it.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { fromHex, toHex } from "../base/bytes.ts";
import { takeFileLock } from "../host/file-lock.ts";
import { routerError } from "./error.ts";
import { changedFacts, type MachineFacts } from "./machine-facts.ts";

export interface StateDirectory extends Disposable {
  readonly path: string;
  /** Ed25519 seed, 32 bytes. */
  readonly identitySeed: Uint8Array;
  /** Path of the durable store. */
  readonly store: string;
  /** The identity was made by this opening. */
  readonly fresh: boolean;
}

export interface OpenStateOptions {
  readonly path: string;
  readonly machine: MachineFacts;
  /**
   * What to do when the machine changed; undefined refuses. `new` has its way as well when the last router was fenced,
   * once: a router that is started again with the same flags keeps the identity that it made.
   */
  readonly identity: "keep" | "new" | undefined;
}

/**
 * Makes or opens the directory and locks it.
 * @throws STATE_UNUSABLE, STATE_CORRUPT, STATE_IN_USE, IDENTITY_MACHINE_CHANGED
 */
export function openStateDirectory(options: OpenStateOptions): StateDirectory {
  const { path } = options;
  usable(path, () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  });
  const lock = takeLock(path);
  try {
    const { seed, fresh } = openIdentity(options);
    return { path, identitySeed: seed, store: storeIn(path), fresh, [Symbol.dispose]: () => lock[Symbol.dispose]() };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** The router is fenced: the next one may be told to take a new identity, whatever the machine says. */
export function noteTwin(path: string): void {
  usable(path, () => writeFileSync(`${path}/${twinFile}`, "", { mode: 0o600 }));
}

/** Removes everything that a router keeps: `weave reset`. The directory itself stays when it holds something else. */
export function removeState(path: string): void {
  usable(path, () => {
    const ours = readdirSync(path).filter(
      (name) => name.startsWith(storeFile) || name.startsWith(lockFile) || name === identityFile || name === twinFile,
    );
    for (const name of ours) rmSync(`${path}/${name}`, { force: true });
  });
}

const identityFile = "identity.json";
const twinFile = "twin-seen";
const storeFile = "weave.db";
const lockFile = "lock";
const lockPidFile = "lock.pid";
const identityVersion = 1;

interface IdentityRecord {
  readonly version: number;
  /** Hex. */
  readonly seed: string;
  readonly machine: MachineFacts;
}

/** The durable store's file in a state directory. */
export function storeIn(path: string): string {
  return `${path}/${storeFile}`;
}

function openIdentity({ path, machine, identity }: OpenStateOptions): {
  readonly seed: Uint8Array;
  readonly fresh: boolean;
} {
  const file = `${path}/${identityFile}`;
  const found = readIdentity(file);
  if (found === undefined) {
    if (existsSync(storeIn(path))) {
      throw routerError(
        "STATE_CORRUPT",
        `${file} is missing beside ${storeIn(path)}: restore it from a backup, or remove ${path} to join as a new peer`,
        { file },
      );
    }
    return { seed: makeIdentity(file, machine), fresh: true };
  }
  const changed = changedFacts(found.record.machine, machine);
  const twinSeen = existsSync(`${path}/${twinFile}`);
  rmSync(`${path}/${twinFile}`, { force: true });
  if (changed.length === 0 && !(twinSeen && identity === "new")) {
    // A fact that the machine did not tell before is remembered from now on.
    if (Object.keys(machine).some((name) => found.record.machine[name] === undefined))
      writeIdentity(file, { ...found.record, machine: { ...found.record.machine, ...machine } });
    return { seed: found.seed, fresh: false };
  }
  if (identity === "keep") {
    writeIdentity(file, { ...found.record, machine });
    return { seed: found.seed, fresh: false };
  }
  if (identity === "new") {
    // The store first: an identity without store is a new peer, a store without identity would be refused.
    for (const name of readdirSync(path).filter((one) => one.startsWith(storeFile)))
      rmSync(`${path}/${name}`, { force: true });
    return { seed: makeIdentity(file, machine), fresh: true };
  }
  const facts = {
    directory: path,
    changed: changed.join(", "),
    remembered: describe(found.record.machine),
    found: describe(machine),
  };
  throw routerError(
    "IDENTITY_MACHINE_CHANGED",
    `${path} was made on another machine (${changed.join(" and ")} changed). If the original machine is gone or this is it with new hardware: weave launch --identity keep. If this is a copy of a machine that still runs: weave launch --identity new`,
    facts,
  );
}

function makeIdentity(file: string, machine: MachineFacts): Uint8Array {
  const seed = new Uint8Array(randomBytes(32));
  writeIdentity(file, { version: identityVersion, seed: toHex(seed), machine });
  return seed;
}

/** Undefined when there is none. */
function readIdentity(file: string): { readonly seed: Uint8Array; readonly record: IdentityRecord } | undefined {
  if (!existsSync(file)) return undefined;
  const text = usable(file, () => readFileSync(file, "utf8"));
  const record = parseIdentity(text);
  const seed = record && fromHex(record.seed);
  if (record !== undefined && seed?.length === 32) return { seed, record };
  throw routerError(
    "STATE_CORRUPT",
    `${file} holds no identity that this version understands: restore it from a backup, or remove the state directory to join as a new peer`,
    { file },
  );
}

function parseIdentity(text: string): IdentityRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<IdentityRecord> | null;
    if (record?.version !== identityVersion || typeof record.seed !== "string") return undefined;
    if (typeof record.machine !== "object" || record.machine === null) return undefined;
    return record as IdentityRecord;
  } catch {
    return undefined;
  }
}

/** In one piece or not at all, and durable. */
function writeIdentity(file: string, record: IdentityRecord): void {
  usable(file, () => {
    const temporary = `${file}.new`;
    rmSync(temporary, { force: true });
    writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(temporary, file);
    const folder = openSync(file.slice(0, file.lastIndexOf("/")), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  });
}

function takeLock(path: string): Disposable {
  const file = `${path}/${lockFile}`;
  return usable(file, () => {
    const lock = takeFileLock(file);
    if (lock === undefined) {
      const pid = readHolder(path);
      throw routerError(
        "STATE_IN_USE",
        `another router${pid === undefined ? "" : ` (process ${pid})`} uses ${path}; stop it, or launch with another --state-dir`,
        { directory: path, pid },
      );
    }
    writeFileSync(`${path}/${lockPidFile}`, `${process.pid}\n`, { mode: 0o600 });
    return lock;
  });
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(`${path}/${lockPidFile}`, "utf8").trim()) || undefined;
  } catch {
    return undefined;
  }
}

function describe(machine: MachineFacts): string {
  return Object.entries(machine)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/** Runs a change of files; an error of the system becomes one that names the file. */
function usable<T>(file: string, change: () => T): T {
  try {
    return change();
  } catch (cause) {
    if (typeof (cause as { facts?: unknown }).facts === "object") throw cause;
    throw routerError("STATE_UNUSABLE", `cannot use ${file}: ${(cause as Error).message}`, { file }, cause);
  }
}
