/** What is said when options and the range of a mesh that exists disagree. */
import { expect, test } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { rangeIgnored } from "./range-check.ts";

const cidr = (text: string) => parseCidr(text) as Cidr;
const said = (range: string, rangeExplicit: boolean, subnet: string | undefined, mesh: string | undefined) =>
  rangeIgnored(
    { range: cidr(range), rangeExplicit, defaultSubnet: subnet === undefined ? undefined : cidr(subnet) },
    mesh === undefined ? undefined : cidr(mesh),
  );

test("a range that was given and is not the mesh's, and a default subnet outside of it, are said to be of no use", () => {
  expect(said("10.40.0.0/16", true, undefined, undefined)).toEqual([]);
  expect(said("10.32.0.0/12", false, undefined, "10.40.0.0/16")).toEqual([]);
  expect(said("10.40.0.0/16", true, "10.40.1.0/24", "10.40.0.0/16")).toEqual([]);
  expect(said("10.32.0.0/12", true, "10.32.1.0/24", "10.40.0.0/16")).toEqual([
    expect.stringMatching(
      /10\.40\.0\.0\/16 since its first boot: --ipalloc-range 10\.32\.0\.0\/12 of this host is not used/,
    ),
    expect.stringMatching(/--ipalloc-default-subnet 10\.32\.1\.0\/24 is no part of it/),
  ]);
});
