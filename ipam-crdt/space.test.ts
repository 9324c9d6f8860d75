/** Which address goes next, where the order of many that were freed matters. */
import { expect, it } from "vitest";
import { Outbox } from "./outbox.ts";
import { restMs, Space } from "./space.ts";

it("an address whose freeing is forgotten, since too many came after, counts as never given", {
  timeout: 60_000,
}, () => {
  const space = new Space(new Outbox());
  const freedMax = 65_536;
  const ours = [{ start: 1_000_000, end: 1_200_000 }];
  const give = (name: number, now: number) => {
    const address = space.pick(ours, now) as number;
    space.allocate({ container: `c${name}`, interface: "eth0" }, { address, prefixLength: 12 });
    return address;
  };
  const first = give(0, 0);
  space.release(first, 0);
  // Resting, it is passed over; each of these goes as soon as it came.
  for (let i = 1; i < freedMax; i++) space.release(give(i, 0), 0);
  const kept = give(freedMax, 0);
  expect(kept).toBe(first + freedMax);
  space.release(kept, 0);
  // One more than are remembered: the first is as new again, and the lowest of a block that was begun.
  expect(space.restsFor(first, 0)).toBe(0);
  expect(space.restsFor(first + 1, 0)).toBe(restMs);
  expect(give(freedMax + 1, 0)).toBe(first);
});
