/** What `weave doctor` finds: one thing looked at, how it stands, and for what is not well why it matters and what to do. */

export type FindingLevel = "ok" | "warn" | "fail";

export interface Finding {
  /** What was looked at, in words that stay: `underlay-mtu`. */
  readonly check: string;
  /** `warn`: it works, less well or not always. `fail`: packets or launches do not work. */
  readonly level: FindingLevel;
  /** What was found, one sentence without a full stop. */
  readonly what: string;
  /** Why it matters; empty when it is well. */
  readonly why: string;
  /** What to do next; empty when it is well. */
  readonly next: string;
}

export function ok(check: string, what: string): Finding {
  return { check, level: "ok", what, why: "", next: "" };
}

export function warn(check: string, what: string, why: string, next: string): Finding {
  return { check, level: "warn", what, why, next };
}

export function fail(check: string, what: string, why: string, next: string): Finding {
  return { check, level: "fail", what, why, next };
}
