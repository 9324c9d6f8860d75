/**
 * What `weave doctor` says of the mesh, from the router's status and from probes of each connected host. Pure. A host that
 * nobody probed yet (idle) was probed for this; the reasons are the router's own.
 */
import type { ReadyView, StatusView, VersionView } from "../api/types.ts";
import type { WhyView } from "../api/why-types.ts";
import { type Finding, fail, ok, warn } from "../host/doctor/finding.ts";
import { peer, plural, roundTrip } from "./render.ts";

export interface MeshFacts {
  readonly status: StatusView;
  readonly ready: ReadyView;
  readonly router: VersionView;
  /** The command's own. */
  readonly version: string;
  /** One of each host with an established control connection, as far as they were probed. */
  readonly probes: readonly WhyView[];
  /** Hosts that were not probed, since they are too many. */
  readonly unprobed: number;
}

/** A share of lost probes that is more than chance. */
const lossMax = 0.02;
const probesLeast = 50;

export function meshFindings(facts: MeshFacts): readonly Finding[] {
  const { status } = facts;
  return [
    versions(facts),
    ...readiness(facts.ready),
    ...status.router.warnings.map((text) => warn("router", text, "the router warns of it", "weave status; weave logs")),
    ...targets(status),
    ...crashes(status),
    ...facts.probes.map(path),
    ...losses(status),
    ...(facts.unprobed > 0
      ? [ok("paths", `${plural(facts.unprobed, "more host")} not probed; weave why HOST does`)]
      : []),
  ];
}

function versions({ router, version }: MeshFacts): Finding {
  if (router.version === version) return ok("version", `command and router have version ${version}`);
  return warn(
    "version",
    `the command has version ${version}, the running router ${router.version}`,
    "the router still runs its old code",
    "restart it: systemctl restart weave, or weave stop and weave launch",
  );
}

function readiness({ checks }: ReadyView): readonly Finding[] {
  return checks.map(({ name, ok: holds, detail }) =>
    holds
      ? ok(`ready-${name}`, detail)
      : fail(
          `ready-${name}`,
          detail,
          "the host is not ready: containers' packets or addresses wait for it",
          "weave status, and the findings below",
        ),
  );
}

function targets({ connections }: StatusView): readonly Finding[] {
  const broken = connections.filter(({ state }) => state === "failed" || state === "retrying");
  return broken.map(({ remote, state, reason, name, nickname }) => {
    const who = name === null ? remote : `${remote}, ${peer(name, nickname)}`;
    const make = state === "failed" ? fail : warn;
    return make(
      "connection",
      `no control connection to ${who}: ${state}${reason === "" ? "" : `, ${reason}`}`,
      "without one it is reached over relays, or not at all",
      state === "failed"
        ? "docs/operations.md lists what mends each reason"
        : "see that TCP passes and a router runs there; weave forget it if it is gone",
    );
  });
}

function crashes({ datapath, router }: StatusView): readonly Finding[] {
  if (datapath.starts <= 1) return [];
  return [
    warn(
      "datapath-starts",
      `the datapath process was started ${datapath.starts} times in the router's ${Math.round(router.uptimeMs / 60_000)} min`,
      "each time packets between hosts stop for a moment",
      "datapath.log beside the router's log; weave report for a bug report",
    ),
  ];
}

function path({ to, reachable, path: way, via, sentence, candidates, rttMicros }: WhyView): Finding {
  const name = peer(to.name, to.nickname);
  const check = "path";
  const direct = candidates.find((one) => one.path === "sleeve");
  const oneWay = direct?.state === "down" && direct.why.includes("one direction only");
  const open = oneWay
    ? "open UDP in the other direction too: look at the firewalls of both hosts, and run weave doctor there"
    : "open UDP between the two hosts, both ways; run weave doctor there too";
  if (!reachable) return fail(check, sentence, `containers here and on ${name} do not reach each other`, open);
  if (way === "relay")
    return warn(
      check,
      `packets to ${name} are relayed by ${via}: ${direct?.why ?? ""}`,
      "slower, and the relay carries the load",
      open,
    );
  const fast = candidates.find((one) => one.path === "fast");
  const slower = way === "sleeve" && fast !== undefined ? `; not by VXLAN: ${fast.why}` : "";
  return ok(check, `${name} answers probes (${way}, rtt ${roundTrip(rttMicros)})${slower}`);
}

function losses({ datapath }: StatusView): readonly Finding[] {
  return datapath.peers.flatMap(({ name, nickname, probes, probesLost }) => {
    if (probes < probesLeast || probesLost / probes <= lossMax) return [];
    const share = `${((100 * probesLost) / probes).toFixed(1)} %`;
    const what = `${share} of ${probes} probes of ${peer(name, nickname)} were lost since its path is watched`;
    return [warn("loss", what, "TCP slows down far more than that", "look at the underlay between the two hosts")];
  });
}
