/** What a run of seeds comes to: how it went, how fast, and which faults struck. Its size does not grow with the run. */
import { Coverage } from "./coverage.ts";
import type { SeedReport } from "./seed-worker.ts";

/** Failing seeds that are named again in the end; all are counted. */
const namedMax = 1_000;

export class Summary {
  readonly coverage = new Coverage();
  /** The commands that play the failing ones again. */
  readonly failing: string[] = [];
  seeds = 0;
  failed = 0;
  /** Seeds in a row that held, as they ended. */
  longestRun = 0;
  #run = 0;
  readonly #sizes = new Map<number, number>();
  #virtualMs = 0;
  #given = 0;
  #looks = 0;
  #milliseconds = 0;
  #slowest: SeedReport | undefined;

  add(report: SeedReport): void {
    this.seeds++;
    this.coverage.add(report.faults);
    this.#sizes.set(report.hosts, (this.#sizes.get(report.hosts) ?? 0) + 1);
    this.#virtualMs += report.virtualMs;
    this.#given += report.addressesGiven;
    this.#looks += report.looks;
    this.#milliseconds += report.milliseconds;
    if (report.milliseconds >= (this.#slowest?.milliseconds ?? 0)) this.#slowest = report;
    const holds = report.violations.length === 0;
    this.#run = holds ? this.#run + 1 : 0;
    this.longestRun = Math.max(this.longestRun, this.#run);
    if (holds) return;
    this.failed++;
    if (this.failing.length < namedMax) this.failing.push(report.replay);
  }

  /** One line. */
  text(): string {
    const each = Math.round(this.#milliseconds / Math.max(1, this.seeds));
    const virtual = (this.#virtualMs / 60_000).toFixed(0);
    const given = `${this.#given} addresses given`;
    const looks = `${this.#looks} changes of space checked`;
    const went = `${this.seeds} seeds, ${this.failed} failed`;
    return `${went}: ${this.#hosts()}, ${virtual} virtual minutes, ${given}, ${looks}, ${each} ms a seed`;
  }

  /** What only a long run is asked for. */
  soakText(elapsedMs: number): string {
    const rate = Math.round((this.seeds * 3_600_000) / Math.max(1, elapsedMs));
    const slowest = this.#slowest ? `, slowest seed ${this.#slowest.seed}: ${this.#slowest.milliseconds} ms` : "";
    const minutes = (elapsedMs / 60_000).toFixed(1);
    return `${minutes} minutes, ${rate} seeds an hour, longest run without a violation: ${this.longestRun} seeds${slowest}`;
  }

  #hosts(): string {
    const sizes = [...this.#sizes].toSorted(([a], [b]) => a - b);
    let [median, upTo] = [0, 0];
    for (const [size, count] of sizes) {
      if (upTo <= this.seeds >> 1) median = size;
      upTo += count;
    }
    return `${sizes[0]?.[0] ?? 0} to ${sizes.at(-1)?.[0] ?? 0} hosts, median ${median}`;
  }
}
