/** What labs there are, and what is in each: from their files, and from the routers that answer. */
import { stat } from "node:fs/promises";
import { netnsOfName } from "../host/netns.ts";
import { clientOf } from "./host-process.ts";
import { hostsOf, type Lab, type LabHost, labNames, readLab, type Topology } from "./state.ts";
import { isUp } from "./virtual-host.ts";

export interface LabView {
  readonly name: string;
  readonly topology: Topology;
  readonly encrypt: boolean;
  readonly createdAt: string;
  readonly hosts: readonly LabHostView[];
}

export interface LabHostView {
  readonly name: string;
  /** `up`: its router answers; `router down`: the host is up, its router does not answer; `down`: powered off. */
  readonly state: "up" | "router down" | "down";
  /** On the underlay. */
  readonly address: string;
  readonly netns: string;
  readonly containers: readonly LabContainerView[];
}

export interface LabContainerView {
  readonly name: string;
  readonly netns: string;
  /** On the overlay, without prefix length; empty when it is not attached. */
  readonly addresses: readonly string[];
  readonly ipv6: readonly string[];
}

/** One lab. @throws LAB_UNKNOWN */
export async function labShow(name: string): Promise<LabView> {
  return describeLab(await readLab(name));
}

/** All labs of this machine, also those that a crash left behind (without hosts, when nothing more is known). */
export async function labList(): Promise<readonly LabView[]> {
  const names = await labNames();
  return Promise.all(names.map(async (name) => labShow(name).catch(() => unreadable(name))));
}

export async function describeLab(lab: Lab): Promise<LabView> {
  return {
    name: lab.name,
    topology: lab.topology,
    encrypt: lab.encrypt,
    createdAt: new Date(lab.createdAt).toISOString(),
    hosts: await Promise.all(hostsOf(lab).map(describeHost)),
  };
}

async function describeHost(host: LabHost): Promise<LabHostView> {
  const up = await isUp(host);
  const attached = up
    ? await clientOf(host)
        .containers()
        .catch(() => undefined)
    : undefined;
  const containers = await Promise.all(
    host.containers.map(async (container): Promise<LabContainerView> => {
      const own = (attached ?? []).filter((view) => view.id === container.netns);
      const exists = await stat(netnsOfName(container.netns)).then(
        () => true,
        () => false,
      );
      const texts = (list: readonly string[]) => list.map((text) => text.split("/")[0] as string);
      return {
        name: container.name,
        netns: container.netns,
        addresses: exists ? texts(own.flatMap((view) => view.addresses)) : [],
        ipv6: exists ? texts(own.flatMap((view) => view.ipv6)) : [],
      };
    }),
  );
  const state = !up ? "down" : attached === undefined ? "router down" : "up";
  return { name: host.name, state, address: host.address, netns: host.netns, containers };
}

function unreadable(name: string): LabView {
  return { name, topology: "full", encrypt: false, createdAt: "", hosts: [] };
}
