/** Ports, MTU and routes: what the underlay offers, and who else wants the same. Pure. */
import { type Finding, fail, ok, warn } from "./finding.ts";

export interface UnderlayFacts {
  readonly port: number;
  readonly metricsPort: number;
  readonly listeners: readonly Listener[];
  /** Process ids of this host's router and datapath process; none: no router runs. */
  readonly ours: readonly number[];
  /** Interfaces over which other hosts are reached. */
  readonly devices: readonly { readonly name: string; readonly mtu: number }[];
  /** MTU of containers' interfaces. */
  readonly overlayMtu: number;
  /** Headers and seals around a frame. */
  readonly tunnelBytes: number;
  readonly range: string;
  readonly overlapping: readonly { readonly destination: string; readonly device: string }[];
}

/** A socket that takes packets, as `ss -ltunp` shows it. */
export interface Listener {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  readonly program: string | undefined;
  readonly pid: number | undefined;
}

/** Of the datapath: it cuts frames to fit, down to this. */
const underlayMtuMin = 576;

export function underlayFindings(facts: UnderlayFacts): readonly Finding[] {
  return [...portFindings(facts), mtuFinding(facts), routeFinding(facts)];
}

function portFindings(facts: UnderlayFacts): readonly Finding[] {
  const { port, metricsPort } = facts;
  const taken = facts.listeners.filter(
    (one) => (one.port === port || (one.port === metricsPort && one.protocol === "tcp")) && !isOurs(one, facts),
  );
  if (taken.length === 0)
    return [
      ok("ports", `TCP and UDP ${port} and TCP ${metricsPort} are ${facts.ours.length > 0 ? "this router's" : "free"}`),
    ];
  return taken.map((one) => {
    const who = `${one.program ?? "a process of another namespace"}${one.pid === undefined ? "" : ` (process ${one.pid})`}`;
    const what = `${one.protocol.toUpperCase()} ${one.address}:${one.port} is in use by ${who}`;
    if (one.port === port)
      return fail(
        "ports",
        what,
        "the router cannot listen there",
        "end that program, or weave launch --port with another one, the same on all hosts",
      );
    return warn("ports", what, "metrics are not served", "weave launch --metrics-addr with another port, or empty");
  });
}

function isOurs({ pid }: Listener, { ours }: UnderlayFacts): boolean {
  // Another user's process has no id here; with a router running it is taken for the router's.
  return pid === undefined ? ours.length > 0 : ours.includes(pid);
}

function mtuFinding({ devices, overlayMtu, tunnelBytes }: UnderlayFacts): Finding {
  const check = "underlay-mtu";
  const needed = overlayMtu + tunnelBytes;
  const small = devices.filter(({ mtu }) => mtu < needed);
  const shown = (all: UnderlayFacts["devices"]) => all.map(({ name, mtu }) => `${name} ${mtu}`).join(", ");
  if (small.some(({ mtu }) => mtu < underlayMtuMin))
    return fail(
      check,
      `the underlay has ${shown(small)}`,
      `the datapath makes no datagram smaller than ${underlayMtuMin} bytes`,
      `raise the MTU to ${underlayMtuMin} or more`,
    );
  if (small.length > 0) {
    const least = Math.min(...small.map(({ mtu }) => mtu));
    return warn(
      check,
      `containers' MTU ${overlayMtu} needs ${needed} bytes on the underlay, which has ${shown(small)}`,
      "frames are cut to fit and joined again, so nothing is lost; each large one takes two datagrams, and the fast path is not used",
      `weave launch --mtu ${Math.max(underlayMtuMin, least - tunnelBytes)}, the same on all hosts, or raise the underlay's MTU`,
    );
  }
  if (devices.length === 0)
    return warn(check, "no interface leads to other hosts", "this host is alone", "see ip route: give it a route");
  const spare = Math.min(...devices.map(({ mtu }) => mtu)) - tunnelBytes;
  const more = spare >= overlayMtu + 500 ? `; --mtu ${spare} would carry more in a packet, if all hosts have it` : "";
  return ok(check, `containers' MTU ${overlayMtu} fits the underlay (${shown(devices)})${more}`);
}

function routeFinding({ range, overlapping }: UnderlayFacts): Finding {
  if (overlapping.length === 0) return ok("range", `no route of this host overlaps the range ${range}`);
  const shown = overlapping.map(({ destination, device }) => `${destination} on ${device}`).join(", ");
  return fail(
    "range",
    `the range ${range} overlaps the route ${shown}`,
    "containers and what lies behind that route do not see each other, or answers go astray",
    "weave launch --ipalloc-range with a free range, the same on all hosts, or remove the route",
  );
}
