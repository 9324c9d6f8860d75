/** Wishes of addresses, and the room that they take. */
import { expect, test } from "vitest";
import { type Cidr, parseAddressWithPrefix } from "../base/address.ts";
import { longestOf, wishesOf } from "./wishes.ts";

const cidr = (text: string) => parseAddressWithPrefix(text) as Cidr;

test("what is there already takes no more room, and what is not as much as it may", () => {
  const range = cidr("10.32.0.0/12");
  const wishes = wishesOf(["net:default", "10.2.1.3/24", "net:10.40.1.0/24"]);
  expect(longestOf(wishes, [], range)).toEqual(["10.47.255.255/12", "10.2.1.3/24", "10.40.1.255/24"]);
  expect(longestOf(wishes, [cidr("10.40.1.9/24"), cidr("10.2.1.3/24")], range)).toEqual([]);
  expect(longestOf(wishesOf([]), [], range)).toEqual(["10.47.255.255/12"]);
});

test("a text that is no address is named", () => {
  expect(() => wishesOf(["10.2.1.3"])).toThrow(/"10.2.1.3" is no address/);
});
