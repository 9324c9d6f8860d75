/** When a router's heap is worth a collection. */
import { expect, test } from "vitest";
import { heapKeeper } from "./heap.ts";

test("is collected at the first look and when garbage came together, and never when it is large", () => {
  let used = 20 << 20;
  let collections = 0;
  const look = heapKeeper({
    used: () => used,
    collect: () => {
      collections++;
      used = 15 << 20;
    },
  });
  look();
  expect(collections).toBe(1);
  used += 2 << 20;
  look();
  expect(collections).toBe(1);
  used += 2 << 20;
  look();
  expect(collections).toBe(2);
  used = 100 << 20;
  look();
  expect(collections).toBe(2);
});
