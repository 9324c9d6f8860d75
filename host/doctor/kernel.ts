/** What the kernel and the host's programs must offer. Pure; the facts are gathered in `inspect.ts`. */
import { type Finding, fail, ok, warn } from "./finding.ts";

export interface KernelFacts {
  /** `6.1.0-18-amd64`. */
  readonly release: string;
  /** `missing`: no /dev/net/tun. `denied`: it is there and cannot be opened. */
  readonly tunDevice: "ok" | "missing" | "denied";
  /** Whether an interface of the kind, or a table, could be made in a namespace that is thrown away; undefined: not tried. */
  readonly bridge: boolean | undefined;
  readonly vxlan: boolean | undefined;
  readonly nftables: boolean | undefined;
  /** Programs that are not installed, with Debian's package. */
  readonly missingPrograms: readonly { readonly name: string; readonly remedy: string }[];
  readonly root: boolean;
}

/** From this version on a TAP device takes UDP super-frames (USO). */
const usoSince = [6, 2] as const;

export function kernelFindings(facts: KernelFacts): readonly Finding[] {
  return [rights(facts), programs(facts), tun(facts), ...devices(facts), uso(facts)];
}

function rights({ root }: KernelFacts): Finding {
  if (root) return ok("root", "the command runs as root");
  return warn("root", "the command does not run as root", "much of this host cannot be looked at", "sudo weave doctor");
}

function programs({ missingPrograms }: KernelFacts): Finding {
  if (missingPrograms.length === 0) return ok("programs", "ip, bridge, nft and nsenter are installed");
  const names = missingPrograms.map(({ name }) => name).join(", ");
  const remedies = missingPrograms.map(({ remedy }) => remedy).join("; ");
  return fail("programs", `not installed: ${names}`, "a router changes the host's network with them", remedies);
}

function tun({ tunDevice }: KernelFacts): Finding {
  const matters = "the packet thread takes containers' frames from a TAP device";
  switch (tunDevice) {
    case "ok":
      return ok("tun", "/dev/net/tun can be opened");
    case "missing":
      return fail("tun", "there is no /dev/net/tun", matters, "modprobe tun; in a container, give it /dev/net/tun");
    case "denied":
      return fail(
        "tun",
        "/dev/net/tun cannot be opened",
        matters,
        "be root, and allow the device (--device /dev/net/tun)",
      );
  }
}

function devices({ bridge, vxlan, nftables }: KernelFacts): readonly Finding[] {
  const findings: Finding[] = [];
  if (bridge !== undefined) {
    findings.push(
      bridge
        ? ok("bridge", "the kernel makes bridges")
        : fail("bridge", "the kernel makes no bridge", "containers hang on one", "modprobe bridge, or another kernel"),
    );
  }
  if (vxlan !== undefined) {
    findings.push(
      vxlan
        ? ok("vxlan", "the kernel makes VXLAN devices")
        : warn(
            "vxlan",
            "the kernel makes no VXLAN device",
            "traffic goes through user space on this host, also where the kernel could carry it",
            "modprobe vxlan, if that speed is wanted",
          ),
    );
  }
  if (nftables !== undefined) {
    findings.push(
      nftables
        ? ok("nftables", "the kernel takes nftables rules, also for bridges")
        : fail(
            "nftables",
            "the kernel takes no nftables rules for bridges",
            "they keep containers from sending with addresses of others",
            "modprobe nf_tables, or another kernel",
          ),
    );
  }
  return findings;
}

function uso({ release }: KernelFacts): Finding {
  const [major = 0, minor = 0] = release.split(/[.-]/).map(Number);
  const has = major > usoSince[0] || (major === usoSince[0] && minor >= usoSince[1]);
  if (has) return ok("kernel", `kernel ${release} has every offload that is used`);
  return warn(
    "kernel",
    `kernel ${release} is older than ${usoSince.join(".")}: no UDP segmentation offload on TAP devices`,
    "UDP in large amounts (QUIC) costs more processor time; TCP does not",
    "nothing, or a newer kernel",
  );
}
