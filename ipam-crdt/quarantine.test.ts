/** The confirmation of a store by neighbours: lost questions, lost parts of answers, late answers, nobody there. */
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import { Confirmation } from "./quarantine.ts";

const self = "aa" as PeerKey;
const peer = "bb" as PeerKey;
const present = new Set([self, peer]);

/** Questions to `peer` from `from` to `until`, each at its wake. */
function asked(confirmation: Confirmation, from: number, until: number): { at: number; number: number }[] {
  const questions: { at: number; number: number }[] = [];
  for (let now = from; now <= until; now = Math.max(now + 1, confirmation.wakeAt())) {
    confirmation.advance(now);
    for (const { to, number } of confirmation.questions(now, present, self)) {
      expect(to).toBe(peer);
      questions.push({ at: now, number });
    }
  }
  return questions;
}

describe("a question about our record", () => {
  it("is asked again, ever less often, also after the router went on unconfirmed", () => {
    const confirmation = new Confirmation();
    confirmation.begin(0);
    const moments = asked(confirmation, 0, 100_000).map(({ at }) => at);
    expect(moments.slice(0, 5)).toEqual([0, 250, 750, 1_750, 3_750]);
    expect(moments.length).toBeLessThan(14);
    expect(confirmation.state).toBe("unconfirmed");
  });

  it("is answered only when no part of an answer is missing, whatever came first", () => {
    const confirmation = new Confirmation();
    confirmation.begin(0);
    const [first] = asked(confirmation, 0, 100);
    const number = first?.number as number;
    confirmation.answered(101, peer, { number, part: 2, more: false }, true);
    confirmation.answered(102, peer, { number, part: 0, more: true }, true);
    confirmation.answered(103, peer, { number, part: 0, more: true }, true);
    confirmation.advance(104);
    expect(confirmation.mayGive).toBe(false);
    confirmation.answered(105, peer, { number, part: 1, more: true }, true);
    confirmation.advance(106);
    expect(confirmation.state).toBe("confirmed");
    expect(confirmation.wakeAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it("never mixes parts of two answers, and takes a late one", () => {
    const confirmation = new Confirmation();
    confirmation.begin(0);
    const [first, second] = asked(confirmation, 0, 300).map(({ number }) => number);
    confirmation.answered(301, peer, { number: first as number, part: 1, more: false }, true);
    confirmation.answered(302, peer, { number: second as number, part: 0, more: true }, true);
    confirmation.advance(303);
    expect(confirmation.mayGive).toBe(false);
    confirmation.answered(304, peer, { number: first as number, part: 0, more: true }, true);
    confirmation.advance(305);
    expect(confirmation.state).toBe("confirmed");
  });

  it("answered by peers without a ring alone leaves the store unconfirmed, until one has a ring", () => {
    const confirmation = new Confirmation();
    confirmation.begin(0);
    const [first] = asked(confirmation, 0, 10);
    confirmation.answered(11, peer, { number: first?.number as number, part: 0, more: false }, false);
    const later = asked(confirmation, 12, 12_000);
    expect(confirmation.state).toBe("unconfirmed");
    confirmation.answered(12_001, peer, { number: later.at(-1)?.number as number, part: 0, more: false }, true);
    confirmation.advance(12_002);
    expect(confirmation.state).toBe("confirmed");
  });
});
