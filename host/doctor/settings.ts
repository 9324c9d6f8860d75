/** The kernel's settings (sysctl) that decide over containers' packets. Pure. */
import { type Finding, ok, warn } from "./finding.ts";

export interface SettingsFacts {
  /** By path below /proc/sys; undefined: the kernel has no such setting. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Interfaces over which other hosts may be reached. */
  readonly underlayDevices: number;
}

export const settingsRead = [
  "net/ipv4/ip_forward",
  "net/ipv4/conf/all/rp_filter",
  "net/ipv6/conf/all/disable_ipv6",
  "net/bridge/bridge-nf-call-iptables",
  "net/bridge/bridge-nf-call-ip6tables",
] as const;

export function settingsFindings(facts: SettingsFacts): readonly Finding[] {
  return [forwarding(facts), reversePath(facts), ipv6(facts)];
}

/** Whether bridged frames pass the host's IP firewall, where others' forward rules judge them. */
export function bridgedFramesAreFiltered({ values }: Pick<SettingsFacts, "values">): boolean {
  return values["net/bridge/bridge-nf-call-iptables"] === "1" || values["net/bridge/bridge-nf-call-ip6tables"] === "1";
}

function forwarding({ values }: SettingsFacts): Finding {
  if (values["net/ipv4/ip_forward"] !== "0") return ok("ip-forward", "the host forwards IPv4");
  return warn(
    "ip-forward",
    "net.ipv4.ip_forward is 0",
    "containers reach each other, and nothing else through this host",
    "sysctl -w net.ipv4.ip_forward=1, if they shall reach more",
  );
}

function reversePath({ values, underlayDevices }: SettingsFacts): Finding {
  const strict = values["net/ipv4/conf/all/rp_filter"] === "1";
  if (!strict || underlayDevices < 2) return ok("rp-filter", "reverse path filtering stands in nobody's way");
  return warn(
    "rp-filter",
    `net.ipv4.conf.all.rp_filter is 1 (strict), and other hosts are reached over ${underlayDevices} interfaces`,
    "datagrams that come over another interface than answers leave by are dropped without a trace",
    "sysctl -w net.ipv4.conf.all.rp_filter=2",
  );
}

function ipv6({ values }: SettingsFacts): Finding {
  const setting = values["net/ipv6/conf/all/disable_ipv6"];
  if (setting === "0") return ok("ipv6", "IPv6 is on");
  return warn(
    "ipv6",
    setting === undefined ? "the kernel has no IPv6" : "IPv6 is switched off (disable_ipv6)",
    "containers of this host get no IPv6 addresses",
    "sysctl -w net.ipv6.conf.all.disable_ipv6=0, if they shall have them",
  );
}
