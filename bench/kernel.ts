/** What the kernel does by itself: the bare underlay, and its VXLAN device on bridges, set up by hand. */
import { run } from "../host/run.ts";
import { bridge, containerMtu, type Ground, underlayLink } from "./ground.ts";
import type { Row } from "./row.ts";

const always = async () => undefined;
const vxlan = "vxlan0";

export const raw: Row = {
  name: "raw",
  what: "the underlay itself, between hosts, MTU 1500",
  missing: always,
  start: async ({ places: [one, two] }) => ({ from: one.host, to: two.host, address: two.address, processes: [] }),
};

export const kernelVxlan: Row = {
  name: "vxlan",
  what: "kernel VXLAN on bridges, by hand, not encrypted",
  missing: always,
  async start(ground: Ground) {
    await ground.bridgeContainers(["10.202.0.1/16", "10.202.0.2/16"]);
    for (const [index, { host, address }] of ground.places.entries()) {
      const remote = (ground.places[1 - index] as (typeof ground.places)[number]).address;
      const tunnel = ["id", "1", "dstport", "4789", "local", address, "remote", remote, "dev", underlayLink];
      await run("ip", ["link", "add", vxlan, "mtu", String(containerMtu), "type", "vxlan", ...tunnel], { netns: host });
      await run("ip", ["link", "set", vxlan, "master", bridge, "up"], { netns: host });
    }
    const [one, two] = ground.places;
    return { from: one.container, to: two.container, address: "10.202.0.2", processes: [] };
  },
};
