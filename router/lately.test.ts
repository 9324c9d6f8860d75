/** One reading serves all who ask within a moment, and a failed one is no answer. */
import { expect, test } from "vitest";
import { lately } from "./lately.ts";

test("reads once in a moment, and again after it", async () => {
  let time = 0;
  let reads = 0;
  const ask = lately(
    1_000,
    () => time,
    async () => ++reads,
  );
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  time = 1_000;
  expect(await ask()).toBe(1);
  time = 1_001;
  expect(await ask()).toBe(2);
});

test("what cannot be read is undefined, and is read again", async () => {
  let time = 0;
  let works = false;
  const ask = lately(
    1_000,
    () => time,
    async () => {
      if (!works) throw new Error("no table");
      return "counted";
    },
  );
  expect(await ask()).toBeUndefined();
  works = true;
  time = 2_000;
  expect(await ask()).toBe("counted");
});
