/**
 * A host's disk and the gate before the world. The disk keeps what was synced and what is still on its way; a crash
 * loses the latter, or keeps a random prefix of it, whole batches only (the store is transactional, so a torn last write
 * is a batch that is not there). Values are kept by reference, for nobody alters what it gave out. The gate lets outputs out in order and stops at a `persist` until its batch is synced: whatever
 * stands behind it has not left the host when a crash strikes.
 */
import type { DurableState, DurableWrite, PersistOutput } from "../../base/machine.ts";
import { type Random, randomBelow } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { EventQueue } from "./event-queue.ts";

export class Disk implements DurableState {
  #synced = new Map<string, Uint8Array>();
  #pending: (readonly DurableWrite[])[] = [];
  /** Batches that a crash took. */
  lostBatches = 0;

  get(key: string): Uint8Array | undefined {
    return this.#synced.get(key);
  }

  keys(prefix: string): readonly string[] {
    return [...this.#synced.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  write(batch: readonly DurableWrite[]): void {
    this.#pending.push(batch);
  }

  /** The oldest pending batch is durable from now on. */
  sync(): void {
    const batch = this.#pending.shift();
    if (batch) this.#apply(batch);
  }

  /** What had not been synced is lost, but for a random prefix that had reached the disk; `random` undefined: all of it. */
  crash(random: Random | undefined): void {
    const surviving = random ? randomBelow(random, this.#pending.length + 1) : 0;
    for (const batch of this.#pending.slice(0, surviving)) this.#apply(batch);
    this.lostBatches += this.#pending.length - surviving;
    this.#pending = [];
  }

  /** What a restart would find now. */
  copy(): ReadonlyMap<string, Uint8Array> {
    return new Map(this.#synced);
  }

  /** Puts a copy back. */
  restore(copy: ReadonlyMap<string, Uint8Array>): void {
    this.#synced = new Map(copy);
    this.#pending = [];
  }

  get size(): number {
    return this.#synced.size;
  }

  erase(): void {
    this.#synced = new Map();
    this.#pending = [];
  }

  #apply(batch: readonly DurableWrite[]): void {
    for (const { key, value } of batch) {
      if (value === undefined) this.#synced.delete(key);
      else this.#synced.set(key, value);
    }
  }
}

/** How long one sync takes, drawn for each. */
export type SyncDelay = () => Millis;

/** Lets outputs pass in order; a `persist` holds everything behind it until the disk has it. */
export class OutputGate<Output extends { readonly kind: string }> {
  /** The most outputs that ever waited at once. */
  waitingMost = 0;
  readonly #time: EventQueue;
  readonly #disk: Disk;
  readonly #syncDelay: SyncDelay;
  readonly #release: (output: Output) => void;
  readonly #waiting: Output[] = [];
  #syncing = false;
  #paused = false;
  #closed = false;
  #releasing = false;

  constructor(time: EventQueue, disk: Disk, syncDelay: SyncDelay, release: (output: Output) => void) {
    this.#time = time;
    this.#disk = disk;
    this.#syncDelay = syncDelay;
    this.#release = release;
  }

  take(outputs: readonly Output[]): void {
    for (const output of outputs) this.#waiting.push(output);
    if (this.#waiting.length > this.waitingMost) this.waitingMost = this.#waiting.length;
    this.#drain();
  }

  /** A process that stands still lets nothing out. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) this.#drain();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The host died: nothing leaves any more, and a sync under way is for `Disk.crash` to decide. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  #drain(): void {
    if (this.#releasing || this.#paused) return;
    this.#releasing = true;
    let passed = 0;
    while (!this.#syncing && !this.#closed && !this.#paused && passed < this.#waiting.length) {
      const output = this.#waiting[passed++] as Output;
      if (output.kind === "persist") this.#beginSync(output as unknown as PersistOutput);
      else this.#release(output);
    }
    if (!this.#closed) this.#waiting.splice(0, passed);
    this.#releasing = false;
  }

  #beginSync(persist: PersistOutput): void {
    this.#syncing = true;
    this.#disk.write(persist.writes);
    this.#time.after(this.#syncDelay(), () => {
      if (this.#closed) return;
      this.#disk.sync();
      this.#syncing = false;
      this.#drain();
    });
  }
}
