/** The longest time that the router was held up: of the last ten minutes, by whatever held it. */
import { afterEach, expect, test, vi } from "vitest";
import { watchStalls } from "./stalls.ts";

afterEach(() => void vi.useRealTimers());

test("the longest of ten minutes is told, and older ones are forgotten", () => {
  vi.useFakeTimers();
  let now = 0;
  let delay = 0;
  const reset = () => {
    delay = 0;
  };
  const stalls = watchStalls(() => now, { longestMs: () => delay, reset });
  const pass = (minutes: number) => {
    for (let i = 0; i < minutes; i++) {
      now += 60_000;
      vi.advanceTimersByTime(60_000);
    }
  };
  expect(stalls.longestMs()).toBe(0);
  stalls.took(30);
  stalls.took(5);
  expect(stalls.longestMs()).toBe(30);
  pass(4);
  delay = 1_200;
  expect(stalls.longestMs()).toBe(1_200);
  stalls.took(40);
  pass(9);
  expect(stalls.longestMs()).toBe(1_200);
  pass(2);
  expect(stalls.longestMs()).toBe(0);
  stalls.took(70);
  stalls.begin();
  expect(stalls.longestMs()).toBe(0);
});

test("whatever holds this process's loop up is noticed", async () => {
  const stalls = watchStalls(() => performance.now());
  await new Promise((resolve) => void setTimeout(resolve, 250));
  for (const until = performance.now() + 700; performance.now() < until; );
  await new Promise((resolve) => void setTimeout(resolve, 250));
  expect(stalls.longestMs()).toBeGreaterThan(400);
});
