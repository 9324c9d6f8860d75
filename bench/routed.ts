/**
 * Peers that route (layer 3): wireguard-go and nebula, in user space as their projects ship them. Each host routes the
 * other's container network into the tunnel. The kernel's own WireGuard is another thing, and not on every kernel.
 */
import { writeFileSync } from "node:fs";
import { run } from "../host/run.ts";
import { awaitLink, containerMtu, type Ground } from "./ground.ts";
import { debianProgram, goProgram, pathOf, reasonOf } from "./programs.ts";
import type { Row } from "./row.ts";

const wireguardGo = () =>
  goProgram({
    variable: "WIREGUARD_GO",
    module: "golang.zx2c4.com/wireguard@v0.0.0-20260522210424-ecfc5a8d5446",
    name: "wireguard",
  });
const wg = () => debianProgram("wireguard-tools", "wg", ["--version"]);

export const wireguard: Row = {
  name: "wireguard-go",
  what: "wireguard-go, ChaCha20-Poly1305",
  missing: async () => reasonOf([await wireguardGo(), await wg()]),
  async start(ground) {
    const [program, tool] = [pathOf(await wireguardGo()), pathOf(await wg())];
    const keys = await Promise.all(ground.places.map(() => wireguardKeys(tool)));
    const processes: number[] = [];
    const link = (index: number) => `wgb${process.pid % 100_000}${index + 1}`;
    for (const [index, { host, address }] of ground.places.entries()) {
      const other = 1 - index;
      const environment = { LOG_LEVEL: "error", WG_PROCESS_FOREGROUND: "1" };
      processes.push(await ground.start(host, program, ["-f", link(index)], environment));
      await awaitLink(host, link(index));
      const secret = `${ground.folder}/wireguard-${index}`;
      writeFileSync(secret, (keys[index] as WireguardKeys).secret, { mode: 0o600 });
      await run("ip", ["address", "add", `10.203.0.${index + 1}/24`, "dev", link(index)], { netns: host });
      await run("ip", ["link", "set", link(index), "mtu", String(containerMtu), "up"], { netns: host });
      const peer = ["peer", (keys[other] as WireguardKeys).open, "allowed-ips", "0.0.0.0/0"];
      const to = ["endpoint", `${address.replace(/\d+$/, String(other + 1))}:51820`];
      await run(tool, ["set", link(index), "listen-port", "51820", "private-key", secret, ...peer, ...to]);
    }
    return routedWay(ground, link, processes);
  },
};

interface WireguardKeys {
  readonly secret: string;
  readonly open: string;
}

async function wireguardKeys(tool: string): Promise<WireguardKeys> {
  const secret = (await run(tool, ["genkey"])).stdout;
  return { secret, open: (await run(tool, ["pubkey"], { input: secret })).stdout.trim() };
}

const nebulaVersion = "v1.11.0";
const nebulaProgram = (name: "nebula" | "nebula-cert", variable: string) =>
  goProgram({ variable, module: `github.com/slackhq/nebula/cmd/${name}@${nebulaVersion}`, name });
const nebulas = () => Promise.all([nebulaProgram("nebula", "NEBULA"), nebulaProgram("nebula-cert", "NEBULA_CERT")]);

export const nebula: Row = {
  name: "nebula",
  what: "nebula, AES-256-GCM",
  missing: async () => reasonOf(await nebulas()),
  async start(ground) {
    const [program, certifier] = (await nebulas()).map(pathOf) as [string, string];
    const { folder } = ground;
    const [authority, authorityKey] = [`${folder}/ca.crt`, `${folder}/ca.key`];
    await run(certifier, ["ca", "-name", "bench", "-out-crt", authority, "-out-key", authorityKey]);
    const processes: number[] = [];
    const link = (index: number) => `nebula${index + 1}`;
    for (const [index, { host }] of ground.places.entries()) {
      const own = `${folder}/nebula-${index + 1}`;
      const signed = ["-name", `h${index + 1}`, "-networks", `10.203.0.${index + 1}/24`];
      const networks = [
        "-unsafe-networks",
        `10.202.${index + 1}.0/24`,
        "-out-crt",
        `${own}.crt`,
        "-out-key",
        `${own}.key`,
      ];
      await run(certifier, ["sign", "-ca-crt", authority, "-ca-key", authorityKey, ...signed, ...networks]);
      writeFileSync(`${own}.json`, nebulaConfiguration(ground, index, authority, own, link(index)));
      processes.push(await ground.start(host, program, ["-config", `${own}.json`]));
    }
    for (const [index, { host }] of ground.places.entries()) await awaitLink(host, link(index));
    return routedWay(ground, link, processes);
  },
};

/** YAML's subset JSON. */
function nebulaConfiguration(ground: Ground, index: number, authority: string, own: string, device: string): string {
  const other = 1 - index;
  const otherAddress = (ground.places[other] as (typeof ground.places)[number]).address;
  // Containers' addresses too, which are not the host's own.
  const anybody = { port: "any", proto: "any", host: "any", local_cidr: "0.0.0.0/0" };
  return JSON.stringify({
    pki: { ca: authority, cert: `${own}.crt`, key: `${own}.key` },
    static_host_map: { [`10.203.0.${other + 1}`]: [`${otherAddress}:4242`] },
    lighthouse: { am_lighthouse: false },
    listen: { host: "0.0.0.0", port: 4242 },
    cipher: "aes",
    tun: {
      dev: device,
      mtu: containerMtu,
      unsafe_routes: [{ route: `10.202.${other + 1}.0/24`, via: `10.203.0.${other + 1}` }],
    },
    logging: { level: "error" },
    firewall: { outbound: [anybody], inbound: [anybody] },
  });
}

async function routedWay(ground: Ground, link: (index: number) => string, processes: readonly number[]) {
  const networks = ["10.202.1", "10.202.2"] as const;
  const [, address] = await ground.routeContainers(networks);
  for (const [index, { host }] of ground.places.entries())
    await run("ip", ["route", "replace", `${networks[1 - index]}.0/24`, "dev", link(index)], { netns: host });
  const [one, two] = ground.places;
  return { from: one.container, to: two.container, address, processes: processes.slice(0, 1) };
}
