/**
 * Weave Net's user-space path, where `WEAVER` names its router (2.1 or later, which sets its bridge up by itself). Without
 * one its TCP figure is computed from the kernel's VXLAN: both were measured beside each other on such a machine.
 */
import { existsSync } from "node:fs";
import { awaitLink, bridge, containerMtu, type Ground } from "./ground.ts";
import { kernelVxlan } from "./kernel.ts";
import type { Row } from "./row.ts";

/** The router's capture end, which it makes last. */
const captureLink = "vethwe-pcap";

export interface WeaveNetRow {
  readonly name: string;
  readonly what: string;
  readonly encrypted: boolean;
  /** Of the kernel's VXLAN. */
  readonly share: number;
}

export function weaveNet({ name, what, encrypted, share }: WeaveNetRow): Row {
  return {
    name,
    what,
    substitute: { of: kernelVxlan.name, share },
    async missing() {
      const given = process.env["WEAVER"] ?? "";
      if (given === "") return "WEAVER names no router of Weave Net";
      return existsSync(given) ? undefined : `WEAVER names ${given}, which is not there`;
    },
    async start(ground) {
      const processes: number[] = [];
      for (const index of ground.places.keys()) processes.push(await launch(ground, index, encrypted));
      for (const { host } of ground.places) await awaitLink(host, captureLink);
      await ground.plugContainers(["10.202.0.1/16", "10.202.0.2/16"]);
      const [one, two] = ground.places;
      return { from: one.container, to: two.container, address: "10.202.0.2", processes: processes.slice(0, 1) };
    },
  };
}

function launch(ground: Ground, index: number, encrypted: boolean): Promise<number> {
  const [one] = ground.places;
  const { host } = ground.places[index] as (typeof ground.places)[number];
  const names = [`--name=02:00:00:00:00:0${index + 1}`, `--nickname=h${index + 1}`];
  const alone = ["--docker-api=", "--no-dns", "--no-fastdp", `--db-prefix=${ground.folder}/weaver-${index + 1}-`];
  const words = [...names, ...alone, `--weave-bridge=${bridge}`, `--mtu=${containerMtu}`];
  const environment: Readonly<Record<string, string>> = encrypted ? { WEAVE_PASSWORD: "bench" } : {};
  const peers = index === 0 ? [] : [one.address];
  return ground.start(host, process.env["WEAVER"] as string, [...words, ...peers], environment);
}
