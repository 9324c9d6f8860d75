/** When a voter knows enough of what was granted under earlier decrees to grant and promise itself. */
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import type { LeaseMode } from "./lease-mode.ts";
import { leaseTerms } from "./lease-terms.ts";
import { Outbox } from "./outbox.ts";
import { Succession } from "./succession.ts";
import { MemoryDisk } from "./testing/world.ts";

const key = (letter: string) => letter.repeat(64) as PeerKey;
const terms = leaseTerms(60_000);

/** Voters by decree, from decree 1 on, which put leases in force. We are `a`. */
function modeOf(...voters: readonly string[]): LeaseMode {
  const at = (decree: number) => {
    const keys = new Set((voters[decree - 1] ?? "").split("").map(key));
    return { keys, unresolved: 0, majority: Math.floor(keys.size / 2) + 1 };
  };
  const config = voters.length;
  return { terms, self: key("a"), config, since: 1, voters: at(config), votersAt: at };
}

class Voter {
  readonly outbox = new Outbox();
  readonly disk: MemoryDisk;
  readonly it: Succession;
  now = 0;

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.disk = disk;
    this.it = new Succession(this.outbox);
    this.it.open(disk, 0);
  }

  /** Asks whom it wants to; `ready` says which of the others answer, knowing the newest decree, and at what they are ready. */
  hear(mode: LeaseMode, ready: Readonly<Record<string, number>>, config: number = mode.config): boolean {
    this.now += 2_000;
    const others = new Set(Object.keys(ready).map(key));
    for (const { to, number } of this.it.questions(this.now, mode, others)) {
      const [letter = ""] = to;
      this.it.answered(to, { number, part: 0, more: false, config, ready: ready[letter] ?? 0 });
    }
    const became = this.it.advance(this.now, mode);
    for (const output of this.outbox.flush(undefined)) if (output.kind === "persist") this.disk.write(output.writes);
    return became;
  }
}

describe("a voter", () => {
  it("is ready under the decree that put leases in force, since nothing was granted before", () => {
    expect(new Voter().it.isReady(modeOf("abc"))).toBe(true);
  });

  it("needs a majority of the voters before, itself included, and not of those now", () => {
    const mode = modeOf("abcde", "abxyz");
    const voter = new Voter();
    expect(voter.it.isReady(mode)).toBe(false);
    // What the newcomers are ready for, everybody is: nothing was granted before.
    expect(voter.hear(mode, { x: 1, y: 1, z: 1 })).toBe(false);
    expect(voter.hear(mode, { b: 1, c: 1 })).toBe(true);
  });

  it("needs a majority of each of the earlier decrees that nobody is ready at", () => {
    const voter = new Voter();
    const mode = modeOf("abcde", "abxyz", "abxyz");
    expect(voter.hear(mode, { b: 1, c: 1 })).toBe(false);
    expect(voter.hear(mode, { x: 1 })).toBe(true);
  });

  it("believes one who is ready", () => {
    expect(new Voter().hear(modeOf("abcde", "xyz", "axyz"), { x: 3 })).toBe(true);
  });

  it("counts nobody who does not know the newest decree, and no answer of which a part is missing", () => {
    const mode = modeOf("abc", "abcd");
    const voter = new Voter();
    expect(voter.hear(mode, { b: 1, c: 1 }, 1)).toBe(false);
    const [question] = voter.it.questions(10_000, mode, new Set([key("b")]));
    expect(question?.to).toBe(key("b"));
    const number = question?.number ?? 0;
    voter.it.answered(key("b"), { number, part: 1, more: false, config: 2, ready: 1 });
    expect(voter.it.advance(10_000, mode)).toBe(false);
    voter.it.answered(key("b"), { number, part: 0, more: true, config: 2, ready: 1 });
    expect(voter.it.advance(10_000, mode)).toBe(true);
  });

  it("stays ready over a restart, and stays without its memory as well", () => {
    const mode = modeOf("abc", "abcd");
    const voter = new Voter();
    expect(voter.hear(mode, { b: 1 })).toBe(true);
    expect(new Voter(voter.disk).it.isReady(mode)).toBe(true);
    voter.it.forget(0);
    voter.hear(mode, {});
    const again = new Voter(voter.disk);
    expect(again.it.isReady(mode)).toBe(false);
    expect(again.it.readyAt(1)).toBe(0);
  });

  it("that forgot needs so many ready others that they meet each majority that it was of", () => {
    const mode = modeOf("abcde");
    const voter = new Voter();
    voter.it.forget(0);
    expect(voter.hear(mode, { b: 1, c: 1 })).toBe(false);
    expect(voter.hear(mode, { b: 1, c: 1, d: 1 })).toBe(true);
  });

  it("that forgot takes the word of another that forgot only after a lease and a quarter", () => {
    const mode = modeOf("abc");
    const voter = new Voter();
    voter.it.forget(0);
    expect(voter.hear(mode, { b: 0, c: 1 })).toBe(false);
    voter.now = terms.takeoverMs;
    expect(voter.hear(mode, { b: 0, c: 1 })).toBe(true);
    const alone = new Voter();
    alone.it.forget(0);
    alone.now = terms.takeoverMs;
    expect(alone.hear(mode, { b: 0 })).toBe(false);
  });
});
