/**
 * A lock that one process on the machine holds at a time, tied to a file. It is the kernel's, taken through SQLite, the
 * only file lock that Node has; so it goes with its process, however that ends, and only who may open the file can take
 * it. The file stays, and must not be removed while somebody may hold or want the lock.
 */
import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** SQLITE_BUSY. */
const busy = 5;

/**
 * Undefined when another process holds it after `waitMs`, for which this process does nothing else. Throws what SQLite and
 * the file system say when the file cannot be used.
 */
export function takeFileLock(file: string, waitMs = 0): Disposable | undefined {
  // Made before SQLite would, which lets everybody read: a reader's lock would keep us out. One that is there is left
  // alone: a process that closes any descriptor of a file gives up all its locks on it (fcntl_locking(2)).
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: waitMs });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (cause) {
    database.close();
    if ((cause as { errcode?: number }).errcode === busy) return undefined;
    throw cause;
  }
  return { [Symbol.dispose]: () => database.close() };
}
