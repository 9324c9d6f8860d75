/** Turns of lab commands: one at a time, and passed on. */
import { expect, test } from "vitest";
import { takeTurn } from "./turn.ts";

test("a second one waits until the first has passed it on", async () => {
  const order: string[] = [];
  const first = await takeTurn();
  const second = takeTurn().then(async (turn) => {
    order.push("second");
    await turn[Symbol.asyncDispose]();
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  order.push("first ends");
  await first[Symbol.asyncDispose]();
  await second;
  expect(order).toEqual(["first ends", "second"]);
});
