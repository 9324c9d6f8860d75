/**
 * The durable store of a router (a shell file): keys and values in one SQLite table, for every room that persists.
 *
 * `write` is one transaction and returns when it is on disk: synchronous=FULL, so SQLite syncs before COMMIT returns.
 * Journal mode WAL: a commit is one append and one sync of the log, where the rollback journal takes two syncs of two
 * files and a change of a directory; a torn log is cut at its last whole commit when the file is opened again. The
 * directory is synced after the file is made. Values are cached, since machines read once and at launch.
 *
 * The schema's version is the file's `user_version`. A newer one is refused and the refusal names the backup that the
 * migration left; before a migration the file is backed up beside itself. Every failure is a WeaveError that names the
 * file: STORE_CORRUPT, STORE_FULL, STORE_NEWER, STORE_LOCKED, STORE_UNUSABLE.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { WeaveError } from "../base/error.ts";
import type { DurableState, DurableWrite } from "../base/machine.ts";

export const schemaVersion = 1;

/** What brings a store of version `i + 1` to version `i + 2`. */
type Migration = string;
const migrations: readonly Migration[] = [];

export interface StoreOptions {
  /** For tests of migrations; the product's are `schemaVersion` and its list. */
  readonly version?: number;
  readonly migrations?: readonly Migration[];
}

export class SqliteStore implements DurableState {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #values = new Map<string, Uint8Array>();

  private constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.#database = database;
    this.#put = database.prepare("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)");
    this.#remove = database.prepare("DELETE FROM state WHERE key = ?");
  }

  /** Opens `file`, or makes it with its directory (0700). */
  static open(file: string, options: StoreOptions = {}): SqliteStore {
    return withNamedFailure(file, () => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const isNew = !existsSync(file);
      const database = new DatabaseSync(file, { timeout: 2_000 });
      try {
        prepare(database, file, options);
        if (isNew) syncDirectory(path.dirname(file));
        const store = new SqliteStore(file, database);
        store.#load();
        return store;
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  #load(): void {
    for (const row of this.#database.prepare("SELECT key, value FROM state").iterate()) {
      const { key, value } = row;
      if (typeof key === "string" && value instanceof Uint8Array) this.#values.set(key, new Uint8Array(value));
    }
  }

  get(key: string): Uint8Array | undefined {
    return this.#values.get(key);
  }

  keys(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  /** Applies all of `writes` or none; durable when it returns. */
  write(writes: readonly DurableWrite[]): void {
    withNamedFailure(this.file, () => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        for (const { key, value } of writes) {
          if (value === undefined) this.#remove.run(key);
          else this.#put.run(key, value);
        }
        this.#database.exec("COMMIT");
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    });
    for (const { key, value } of writes) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: DatabaseSync, file: string, options: StoreOptions): void {
  const version = options.version ?? schemaVersion;
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  checkIntegrity(database, file);
  const found = versionOf(database);
  if (found > version) throw newerStore(file, found, version);
  if (found === 0) create(database, version);
  else if (found < version) migrate(database, file, { found, version, steps: options.migrations ?? migrations });
}

function checkIntegrity(database: DatabaseSync, file: string): void {
  const [row] = database.prepare("PRAGMA quick_check(1)").all();
  if (row?.["quick_check"] !== "ok") throw corrupt(file, String(row?.["quick_check"]));
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare("PRAGMA user_version").get();
  return Number(row?.["user_version"] ?? 0);
}

function create(database: DatabaseSync, version: number): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = ${version};
    COMMIT`);
}

/** One transaction, after a copy was synced beside the file. */
function migrate(
  database: DatabaseSync,
  file: string,
  { found, version, steps }: { readonly found: number; readonly version: number; readonly steps: readonly Migration[] },
): void {
  const backup = backupName(file, found);
  if (!existsSync(backup)) {
    rmSync(`${backup}.part`, { force: true });
    database.prepare("VACUUM INTO ?").run(`${backup}.part`);
    const descriptor = openSync(`${backup}.part`, "r+");
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameInto(`${backup}.part`, backup);
  }
  database.exec("BEGIN IMMEDIATE");
  for (const step of steps.slice(found - 1, version - 1)) database.exec(step);
  database.exec(`PRAGMA user_version = ${version}`);
  database.exec("COMMIT");
}

function renameInto(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(path.dirname(to));
}

/** Makes the names in it durable. */
function syncDirectory(folder: string): void {
  const descriptor = openSync(folder, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function backupName(file: string, version: number): string {
  return `${file}.v${version}.backup`;
}

function newerStore(file: string, found: number, version: number): WeaveError {
  const folder = path.dirname(file);
  const start = `${path.basename(file)}.v`;
  const backups = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(".backup"));
  const usable = backups
    .map((name) => ({ name, version: Number(name.slice(start.length, -".backup".length)) }))
    .filter((backup) => backup.version <= version)
    .toSorted((a, b) => b.version - a.version)[0];
  const wayOut = usable
    ? `put back ${path.join(folder, usable.name)}, which the upgrade left`
    : "no backup of an older version is beside it";
  return new WeaveError(
    "STORE_NEWER",
    `${file} was written by a newer weave (schema ${found}, this one knows ${version}): use that version again, or ${wayOut}`,
    { file, found, known: version, backup: usable && path.join(folder, usable.name) },
  );
}

function corrupt(file: string, reason: string, cause?: unknown): WeaveError {
  return new WeaveError(
    "STORE_CORRUPT",
    `${file} is damaged (${reason}): restore it from a backup, or move it away and let this host join anew`,
    { file },
    cause,
  );
}

/** Turns SQLite's failures into ours; `errcode` is SQLite's extended result code, whose low byte is the primary one. */
function withNamedFailure<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof WeaveError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
    const system = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === sqlite.corrupt || code === sqlite.notDatabase) throw corrupt(file, reason, error);
    if (code === sqlite.full || system === "ENOSPC") {
      throw new WeaveError("STORE_FULL", `no space is left for ${file}: free some and start again`, { file }, error);
    }
    if (code === sqlite.busy || code === sqlite.locked) {
      throw new WeaveError("STORE_LOCKED", `${file} is in use by another process`, { file }, error);
    }
    throw new WeaveError("STORE_UNUSABLE", `${file} cannot be used: ${reason}`, { file }, error);
  }
}

/** Primary result codes of sqlite3.h. */
const sqlite = { busy: 5, locked: 6, corrupt: 11, full: 13, notDatabase: 26 } as const;
