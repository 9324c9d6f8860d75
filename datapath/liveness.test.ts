/** Whether a peer's datapath answers, by the clock. */
import { expect, test } from "vitest";
import { never } from "../base/time.ts";
import { Liveness } from "./liveness.ts";

/** Alive at 0 and not heard since. */
function heardAtZero(): Liveness {
  const liveness = new Liveness();
  liveness.heard(0);
  expect(liveness.update(0)).toBe(true);
  return liveness;
}

test("silence of 10 s makes it dead, and the deadline says when", () => {
  const liveness = heardAtZero();
  expect(liveness.deadline()).toBe(10_000);
  expect([liveness.update(9_999), liveness.alive]).toEqual([false, true]);
  expect([liveness.update(10_000), liveness.alive]).toEqual([true, false]);
  expect(liveness.deadline()).toBe(never);
});

test("who was late himself waits 3 s longer, as often as he is late, but never twice the time", () => {
  const liveness = heardAtZero();
  liveness.pardon(12_000);
  expect(liveness.deadline()).toBe(15_000);
  expect([liveness.update(14_999), liveness.alive]).toEqual([false, true]);
  liveness.pardon(14_999);
  liveness.pardon(17_900);
  expect(liveness.deadline()).toBe(20_000);
  liveness.heard(19_000);
  expect([liveness.update(20_000), liveness.alive, liveness.deadline()]).toEqual([false, true, 29_000]);
});

test("a direct path that died is no matter of lateness", () => {
  const liveness = heardAtZero();
  liveness.pardon(100);
  liveness.path(200, false);
  expect([liveness.update(200), liveness.alive]).toEqual([true, false]);
});
