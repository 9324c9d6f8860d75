/**
 * Flannel's VXLAN backend, where `FLANNELD` names its daemon: the kernel's device, but routed (layer 3). Its leases live in
 * an etcd on the first host, which must be installed already: Debian's package would start a service of the machine.
 */
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isInstalled, run } from "../host/run.ts";
import { type Ground, underlayLink } from "./ground.ts";
import type { Row } from "./row.ts";

const readyMsMax = 20_000;
const configuration = { Network: "10.202.0.0/16", SubnetLen: 24, Backend: { Type: "vxlan" } };

export const flannel: Row = {
  name: "flannel",
  what: "flannel's VXLAN, routed (FLANNELD)",
  async missing() {
    const given = process.env["FLANNELD"] ?? "";
    if (given === "") return "FLANNELD names no daemon of flannel";
    if (!existsSync(given)) return `FLANNELD names ${given}, which is not there`;
    const isThere = (await isInstalled("etcd")) && (await isInstalled("etcdctl", ["version"]));
    return isThere ? undefined : "flannel needs etcd and etcdctl (Debian: etcd-server, etcd-client)";
  },
  async start(ground) {
    const [one, two] = ground.places;
    const store = await startStore(ground);
    const processes: number[] = [];
    const networks: string[] = [];
    for (const [index, { host }] of ground.places.entries()) {
      const lease = `${ground.folder}/flannel-${index + 1}.env`;
      const words = [`-etcd-endpoints=${store}`, `-iface=${underlayLink}`, `-subnet-file=${lease}`, "-ip-masq=false"];
      processes.push(await ground.start(host, process.env["FLANNELD"] as string, words));
      networks.push(await leased(lease));
    }
    const [, address] = await ground.routeContainers(networks as [string, string]);
    return { from: one.container, to: two.container, address, processes: processes.slice(0, 1) };
  },
};

/** Returns the endpoint, once it holds flannel's configuration. */
async function startStore(ground: Ground): Promise<string> {
  const [{ host, address }] = ground.places;
  const endpoint = `http://${address}:2379`;
  const words = [`--listen-client-urls=${endpoint}`, `--advertise-client-urls=${endpoint}`];
  await ground.start(host, "etcd", [`--data-dir=${ground.folder}/etcd`, ...words]);
  const put = ["put", "/coreos.com/network/config", JSON.stringify(configuration)];
  for (const deadline = performance.now() + readyMsMax; ; await sleep(200)) {
    const options = { netns: host, environment: { ETCDCTL_API: "3" }, acceptStatus: [0, 1, 2, 3, 4, 5] };
    const { status, stderr } = await run("etcdctl", [`--endpoints=${endpoint}`, ...put], options);
    if (status === 0) return endpoint;
    if (performance.now() > deadline) throw new Error(`etcd is not ready: ${stderr}`);
  }
}

/** The first three bytes of the network that a host was given. */
async function leased(file: string): Promise<string> {
  for (const deadline = performance.now() + readyMsMax; ; await sleep(100)) {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const network = /^FLANNEL_SUBNET=(\d+\.\d+\.\d+)\.\d+\/24$/m.exec(text)?.[1];
    if (network !== undefined) return network;
    if (performance.now() > deadline) throw new Error(`flannel wrote no lease to ${file}`);
  }
}
