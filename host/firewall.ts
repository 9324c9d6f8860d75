/**
 * Letting traffic across our bridge past other people's rules. With br_netfilter loaded, bridged frames pass the host's
 * FORWARD hooks, where an accept of ours does not overrule a drop of somebody else's. So next to Docker we add one rule
 * to the chain that it documents for this (DOCKER-USER), next to firewalld we put the bridge into its zone `trusted`, and
 * touch nothing else; what else would drop is reported, for the user to decide. May be repeated: Docker and firewalld
 * forget or reorder rules when they restart.
 */
import { existsSync } from "node:fs";
import { netnsIdentityIfAny, ownNetnsIdentity } from "./netns.ts";
import { run } from "./run.ts";
import { readSysctl } from "./sysctl.ts";

export interface ForwardingState {
  /** What was told to let our traffic pass. */
  readonly allowedIn: readonly ("docker" | "docker-ipv6" | "firewalld")[];
  /** Forward chains with policy drop that still stand in the way: `ip filter FORWARD`. */
  readonly blockedBy: readonly string[];
}

/** Makes other firewalls accept what passes from a port of the bridge to another, or to and from the bridge. */
export async function allowForwarding(bridge: string, netns?: string): Promise<ForwardingState> {
  const allowedIn: ("docker" | "docker-ipv6" | "firewalld")[] = [];
  if (await allowInDocker("iptables", bridge, netns)) allowedIn.push("docker");
  if (await allowInDocker("ip6tables", bridge, netns)) allowedIn.push("docker-ipv6");
  if (netns === undefined && (await allowInFirewalld(bridge))) allowedIn.push("firewalld");
  const passed = new Set<string>();
  if (allowedIn.includes("docker")) passed.add("ip filter FORWARD");
  if (allowedIn.includes("docker-ipv6")) passed.add("ip6 filter FORWARD");
  const filtered = await bridgedFramesAreFiltered(netns);
  const blockedBy = filtered ? (await droppingForwardChains(netns)).filter((chain) => !passed.has(chain)) : [];
  return { allowedIn, blockedBy };
}

/** Takes our rules out of the others' chains again. */
export async function withdrawForwarding(bridge: string, netns?: string): Promise<void> {
  for (const command of ["iptables", "ip6tables"] as const) {
    if (await hasDockerChain(command, netns)) {
      await run(command, ["-w", "5", "-D", dockerChain, ...ruleFor(bridge)], { netns, acceptStatus: [0, 1, 2] });
    }
  }
  if (netns === undefined && (await firewalldIsOurs())) {
    await run("firewall-cmd", ["--zone=trusted", `--remove-interface=${bridge}`], { acceptStatus: anyStatus });
  }
}

const dockerChain = "DOCKER-USER";
const anyStatus = Array.from({ length: 256 }, (_, status) => status);

function ruleFor(bridge: string): readonly string[] {
  return ["-i", bridge, "-o", bridge, "-j", "ACCEPT"];
}

async function allowInDocker(command: "iptables" | "ip6tables", bridge: string, netns?: string): Promise<boolean> {
  if (!(await hasDockerChain(command, netns))) return false;
  const check = await run(command, ["-w", "5", "-C", dockerChain, ...ruleFor(bridge)], {
    netns,
    acceptStatus: [0, 1, 2],
  });
  if (check.status !== 0) await run(command, ["-w", "5", "-I", dockerChain, "1", ...ruleFor(bridge)], { netns });
  return true;
}

/** No iptables, no Docker: it needs the program itself. */
async function hasDockerChain(command: string, netns: string | undefined): Promise<boolean> {
  try {
    const listing = await run(command, ["-w", "5", "-S", dockerChain], { netns, acceptStatus: anyStatus });
    return listing.status === 0;
  } catch {
    return false;
  }
}

async function allowInFirewalld(bridge: string): Promise<boolean> {
  if (!(await firewalldIsOurs())) return false;
  await run("firewall-cmd", ["--zone=trusted", `--change-interface=${bridge}`]);
  return true;
}

/** firewalld rules the first process's namespace; in a namespace of our own (a lab's host) it is somebody else's. */
async function firewalldIsOurs(): Promise<boolean> {
  if (!["/usr/bin/firewall-cmd", "/bin/firewall-cmd"].some((path) => existsSync(path))) return false;
  if ((await netnsIdentityIfAny("/proc/1/ns/net")) !== (await ownNetnsIdentity())) return false;
  return (await run("firewall-cmd", ["--state"], { acceptStatus: anyStatus })).status === 0;
}

/** In another namespace than ours the settings are taken to be on, as they are by default. */
async function bridgedFramesAreFiltered(netns: string | undefined): Promise<boolean> {
  if (netns !== undefined) return true;
  const settings = ["net/bridge/bridge-nf-call-iptables", "net/bridge/bridge-nf-call-ip6tables"];
  return (await Promise.all(settings.map(readSysctl))).some((value) => value === "1");
}

async function droppingForwardChains(netns: string | undefined): Promise<readonly string[]> {
  const { stdout } = await run("nft", ["-j", "list", "chains"], { netns });
  const listing = JSON.parse(stdout) as {
    nftables: { chain?: { family: string; table: string; name: string; hook?: string; policy?: string } }[];
  };
  return listing.nftables.flatMap(({ chain }) =>
    chain?.hook === "forward" && chain.policy === "drop" && ["ip", "ip6", "inet"].includes(chain.family)
      ? [`${chain.family} ${chain.table} ${chain.name}`]
      : [],
  );
}
