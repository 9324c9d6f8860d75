/**
 * Why there is no session with a peer although both routers are there: a stable code, and a sentence that says what to do.
 * The end that refuses an init says so in a signed message, so both ends know; the sentence is made where it is shown.
 */

/**
 * `no-common-suite`: no suite is taken by both ends.
 * `process-lacks-suite`: our datapath process is of an older release and has none of the suites that our router takes.
 */
export type SessionRefusalCode = "no-common-suite" | "process-lacks-suite";

export interface SessionRefusal {
  readonly code: SessionRefusalCode;
  /** What our router takes, best first. */
  readonly ours: readonly string[];
  /** What the peer takes; empty when that is not known. */
  readonly theirs: readonly string[];
}

/** One sentence without a full stop, with the code. */
export function refusalText({ code, ours, theirs }: SessionRefusal): string {
  if (code === "process-lacks-suite")
    return `the running datapath process is of an older release and lacks ${listed(ours)}: weave stop, then weave launch, start a newer one (${code})`;
  return `no cipher is taken by both hosts, this one takes ${listed(ours)} and the peer ${listed(theirs)}: launch both with the same --cipher, or without (${code})`;
}

export function isSameRefusal(a: SessionRefusal | undefined, b: SessionRefusal): boolean {
  return a?.code === b.code && listed(a.ours) === listed(b.ours) && listed(a.theirs) === listed(b.theirs);
}

/** Names come from the network: nothing of them but their letters reaches a terminal. */
function listed(suites: readonly string[]): string {
  return suites.length === 0 ? "none that it can use" : suites.map((name) => name.replace(/[^\w-]/g, "?")).join(", ");
}
