/** Overlapping routes, in a namespace of the test's own; needs root. */
import { expect, test } from "vitest";
import { type Cidr, parseCidr } from "../base/address.ts";
import { overlayBridge } from "./bridge.ts";
import { routesOverlapping } from "./route.ts";
import { scratchNamespace } from "./scratch-namespace.ts";

test("routes inside and around the range count; neighbours, the default route and our own bridge's do not", async () => {
  await using host = await scratchNamespace("route");
  const overlapping = () => routesOverlapping(parseCidr("10.32.0.0/12") as Cidr, host.path);
  const ip = async (...words: string[]) => expect((await host.run("ip", ...words)).status, words.join(" ")).toBe(0);
  for (const link of ["d0", overlayBridge]) {
    await ip("link", "add", link, "type", "bridge");
    await ip("link", "set", link, "up");
  }
  for (const fine of ["10.48.0.0/12", "10.31.255.255", "default", "192.168.0.0/16"])
    await ip("route", "add", fine, "dev", "d0");
  await ip("route", "add", "10.40.0.0/16", "dev", overlayBridge);
  expect(await overlapping()).toEqual([]);
  await ip("route", "add", "10.0.0.0/8", "dev", "d0");
  await ip("route", "add", "10.47.1.1", "dev", "d0");
  expect(await overlapping()).toEqual([
    { destination: "10.0.0.0/8", device: "d0" },
    { destination: "10.47.1.1/32", device: "d0" },
  ]);
});
