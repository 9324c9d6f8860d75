/**
 * The machines' status as the API shows it: keys become names and nicknames, numbers of addresses text, states sentences
 * that say what to do. Pure, O(peers + connections + rows of gossip).
 */
import type * as view from "../api/types.ts";
import { formatCidr, formatEndpoint, formatIpv4 } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { DatapathPeerStatus, DatapathStatus, FastPathProbes } from "../datapath/datapath-types.ts";
import type { FastPathCounters } from "../host/fast-path-entries.ts";
import type { PortDrops } from "../host/spoof.ts";
import type { IpamStatus } from "../ipam-crdt/ipam-types.ts";
import type { ConnectionStatus } from "../mesh/mesh-types.ts";
import type { RouterStatus } from "./core-status.ts";
import { formatIpv6Prefix } from "./ipv6-text.ts";
import { knownLease, leaseView } from "./lease-view.ts";
import { nameOf, otherMeshesView, otherMeshWarnings } from "./other-meshes-view.ts";
import { stallToldMs } from "./stalls.ts";
import { version } from "./version.ts";

/** What the shell knows beside the machines. */
export interface ShellFacts {
  /** The clock that the machines are driven by; ages are told as of now, not as of a machine's last step. */
  readonly now: number;
  readonly pid: number;
  readonly uptimeMs: number;
  readonly mtu: number;
  readonly bridge: string;
  readonly stateDirectory: string;
  readonly logFile: string | null;
  readonly warnings: readonly string[];
  readonly datapathStarts: number;
  /** The longest time of the last ten minutes that the router was held up. */
  readonly longestStallMs: number;
  readonly portDrops: PortDrops | undefined;
  /** Null without a guard. */
  readonly fastPath: FastPathCounters | null;
}

export function statusView(status: RouterStatus, facts: ShellFacts): view.StatusView {
  const named = namesIn(status);
  const otherMeshes = otherMeshesView(status, named);
  return {
    router: routerView(status, facts, otherMeshes),
    peers: peersView(status, named),
    connections: status.mesh.connections.map((connection) => connectionView(connection, status, facts)),
    targets: status.mesh.targets.map((target) => targetView(target, status.mesh.connections)),
    ipam: ipamView(status, named, otherMeshes),
    gossip: gossipView(status, named),
    datapath: datapathView(status, facts, named),
  };
}

export interface Named {
  readonly name: string;
  readonly nickname: string;
}

/** A peer of which nobody ever told is shown by the beginning of its key. */
export function namesIn(status: RouterStatus): (key: PeerKey) => Named {
  const owners = new Map(status.ipam.owners.map((owner) => [owner.key, owner]));
  return (key) => {
    const peer = status.mesh.peers.get(key);
    const owner = owners.get(key) ?? status.ipam.remembered.get(key);
    return { name: peer?.name ?? owner?.name ?? key.slice(0, 12), nickname: peer?.nickname ?? owner?.nickname ?? "" };
  };
}

function routerView(
  status: RouterStatus,
  facts: ShellFacts,
  otherMeshes: readonly view.OtherMeshView[],
): view.RouterView {
  const { mesh, ipam } = status;
  const warnings = [...facts.warnings, ...otherMeshWarnings(status, otherMeshes)];
  warnings.push(...quarantineTexts(status));
  if (ipam.refused > 0)
    warnings.push(`${ipam.refused} records of address management found no room; weave status gossip`);
  const [disputed] = ipam.disputed;
  if (disputed)
    warnings.push(
      `part of the range is claimed by more than one peer; weave ipam explain ${formatIpv4(disputed.first)} says by whom and what to do`,
    );
  warnings.push(...flappingTexts(status));
  if (facts.longestStallMs >= stallToldMs)
    warnings.push(
      `this router was held up for ${(facts.longestStallMs / 1_000).toFixed(1)} s within the last ten minutes: it was suspended, or is short of processor time (weave_router_longest_stall_seconds)`,
    );
  return {
    version,
    protocol: { min: mesh.protocolMin, max: mesh.protocolMax },
    name: mesh.name,
    nickname: mesh.nickname,
    key: mesh.key,
    pid: facts.pid,
    uptimeMs: facts.uptimeMs,
    longestStallMs: Math.round(facts.longestStallMs),
    encryption: mesh.encrypted,
    discovery: mesh.discovery,
    connectionLimit: mesh.connectionLimit,
    sparse: mesh.sparse,
    port: mesh.port,
    mtu: facts.mtu,
    bridge: facts.bridge,
    stateDirectory: facts.stateDirectory,
    logFile: facts.logFile,
    fenced: mesh.fenced
      ? `${mesh.fenced.reason}${mesh.fenced.addresses.length > 0 ? ` (seen at ${mesh.fenced.addresses.join(" and ")})` : ""}`
      : null,
    warnings,
  };
}

/** Who sent them, when few did: they harm nobody, and whoever sends them needs a look. */
function quarantineTexts(status: RouterStatus): readonly string[] {
  const { ipam, mesh } = status;
  const named = namesIn(status);
  const text = (count: number, what: string, source: PeerKey | undefined) => {
    const hint = source === undefined ? "weave status gossip" : `weave ipam explain ${nameOf(named(source))}`;
    return `${count} records of ${what} are kept apart, and harm nobody; ${hint} says why`;
  };
  const refused = sumOf(mesh.refusedRecords);
  return [
    ...(ipam.quarantined.count > 0
      ? [text(ipam.quarantined.count, "address management", ipam.quarantined.latest[0]?.source)]
      : []),
    ...(refused > 0 ? [text(refused, "the topology", mesh.refusedRecords.at(-1)?.peer)] : []),
  ];
}

function flappingTexts(status: RouterStatus): readonly string[] {
  const named = namesIn(status);
  const place = (key: PeerKey | undefined) => (key === undefined ? "this host" : shown(named(key)));
  return status.datapath.flapping.map(
    ({ mac, between: [one, other] }) =>
      `${place(one)} and ${place(other)} both have a container with MAC ${mac}: each is reached now and then only; give one of them another`,
  );
}

function peersView({ mesh }: RouterStatus, named: (key: PeerKey) => Named): view.PeerView[] {
  return [...mesh.peers.values()]
    .map((peer) => ({
      name: peer.name,
      nickname: peer.nickname,
      key: peer.key,
      self: peer.key === mesh.key,
      reachable: peer.reachable || peer.key === mesh.key,
      stale: peer.stale,
      underlay: peer.underlay ? formatEndpoint(peer.underlay) : null,
      connections: peer.connections.map(({ peer: other, established, outbound, remote }) => ({
        ...named(other),
        remote,
        outbound,
        established,
      })),
    }))
    .sort((a, b) => Number(b.self) - Number(a.self) || compare(a.nickname, b.nickname) || compare(a.name, b.name));
}

function connectionView(
  connection: ConnectionStatus,
  { mesh, datapath }: RouterStatus,
  facts: ShellFacts,
): view.ConnectionView {
  const overlay = datapath.peers.find((peer) => peer.key === connection.peer);
  return {
    remote: connection.address,
    outbound: connection.outbound,
    state: connection.state,
    name: connection.name ?? null,
    nickname: connection.nickname ?? null,
    encrypted: mesh.encrypted,
    reason: reasonOf(connection),
    retryInMs: connection.retryInMs ?? null,
    path: overlay ? pathOf(overlay) : null,
    why: overlay?.why ?? "",
    suite: overlay ? suiteOf(overlay, datapath) : null,
    refusal: overlay ? refusalOf(overlay) : null,
    mtu: overlay ? mtuOf(overlay, datapath) : null,
    rttMicros: overlay?.rttMicros ?? (connection.rttMs === undefined ? null : Math.round(connection.rttMs * 1_000)),
    traffic: overlay ? trafficOf(overlay, facts) : null,
  };
}

export function reasonOf({ reason }: ConnectionStatus): string {
  if (!reason) return "";
  return `${reason.byRemote ? "the other end says: " : ""}${reason.message} (${reason.code})`;
}

function targetView(target: string, connections: readonly ConnectionStatus[]): view.TargetView {
  const connection = connections.find((one) => one.target === target);
  if (!connection) return { target, state: "connected otherwise", reason: "", retryInMs: null };
  return { target, state: connection.state, reason: reasonOf(connection), retryInMs: connection.retryInMs ?? null };
}

function ipamView(
  { ipam, mesh }: RouterStatus,
  named: (key: PeerKey) => Named,
  otherMeshes: readonly view.OtherMeshView[],
): view.IpamView {
  const leases = new Map(ipam.lease?.known.map((known) => [known.key, known]));
  const owners = ipam.owners.map((owner) => ({
    ...named(owner.key),
    self: owner.key === mesh.key,
    addresses: owner.addresses,
    used: owner.used,
    share: owner.percent / 100,
    reachable: owner.reachable,
    lease: knownLease(leases.get(owner.key)),
  }));
  return {
    state: ipam.state,
    detail: describeIpam(ipam),
    range: ipam.range ? formatCidr(ipam.range) : null,
    defaultSubnet: ipam.defaultSubnet ? formatCidr(ipam.defaultSubnet) : null,
    ipv6Prefix: ipam.ipv6Prefix ? formatIpv6Prefix(ipam.ipv6Prefix) : null,
    meshId: ipam.meshId ? toHex(ipam.meshId) : null,
    allocated: ipam.allocations.reduce((sum, allocation) => sum + allocation.addresses.length, 0),
    otherMeshes,
    disputed: ipam.disputed.map(({ first, last }) => `${formatIpv4(first)}-${formatIpv4(last)}`),
    lease: ipam.lease ? leaseView(ipam.lease) : null,
    owners: owners.sort((a, b) => Number(b.self) - Number(a.self) || compare(a.nickname, b.nickname)),
  };
}

/** A state as a sentence that says what to do. */
export function describeIpam(ipam: Pick<IpamStatus, "state" | "consensus" | "pending" | "owners">): string {
  switch (ipam.state) {
    case "idle":
      return "no ring yet: it is made, or found at another host, when the first address is asked for";
    case "awaiting-consensus":
      return `waiting for other hosts to agree on the first ring (known ${ipam.consensus?.known ?? 1} of the ${ipam.consensus?.quorum ?? "?"} needed): launch them, or start a new mesh with --ipalloc-init consensus=1`;
    case "confirming":
      return "asking the other hosts whether this host's records are the newest";
    case "quarantined":
      return "this host's state is older than what others know of it; it waits until that is reconciled and gives out nothing";
    case "unconfirmed":
      return "ready; no other host could confirm that this host's records are the newest";
    case "left":
      return "this host handed its addresses over and gives out none";
    case "ready": {
      if (ipam.pending.every(({ kind }) => kind !== "allocate")) return "ready";
      const unreachable = ipam.owners.some((owner) => !owner.reachable);
      return `waiting for free addresses${unreachable ? "; some belong to hosts that are not reachable: weave rmpeer takes over what a dead one had" : ""}`;
    }
  }
}

function sumOf(complaints: RouterStatus["mesh"]["refusedRecords"]): number {
  return complaints.reduce((sum, { count }) => sum + count, 0);
}

function gossipView({ gossip, ipam, mesh }: RouterStatus, named: (key: PeerKey) => Named): view.GossipView {
  return {
    channels: gossip.channels.map((channel) => ({
      channel: channel.channel,
      published: channel.published,
      merges: channel.channel === "ring" ? ipam.merges : channel.broadcastsDelivered + channel.exchangesDelivered,
      repeats: channel.repeats,
      digestBytes: channel.digestBytes,
      quarantined: channel.channel === "ring" ? ipam.quarantined.count : sumOf(mesh.refusedRecords),
      refused: channel.channel === "ring" ? ipam.refused : 0,
    })),
    neighbours: gossip.pairs.map((pair) => {
      const neighbour = gossip.neighbours.find((one) => one.peer === pair.peer);
      return {
        channel: pair.channel,
        ...named(pair.peer),
        lagMs: pair.lagMs ?? null,
        mismatches: pair.mismatches,
        bytesIn: pair.bytesIn,
        bytesOut: pair.bytesOut,
        queueBytes: neighbour?.backlogBytes ?? 0,
        slow: neighbour?.slow ?? false,
      };
    }),
    counters: { ...gossip.counters },
  };
}

function datapathView(
  { datapath }: RouterStatus,
  facts: ShellFacts,
  named: (key: PeerKey) => Named,
): view.DatapathView {
  const sinceStep = Math.max(0, facts.now - datapath.asOf);
  return {
    running: datapath.process !== undefined,
    pid: datapath.process?.pid ?? null,
    tap: datapath.process?.tap ?? null,
    port: datapath.process?.port ?? null,
    answeredMs: agedMs(datapath.process?.answeredMs, sinceStep),
    starts: facts.datapathStarts,
    macs: datapath.macs,
    spoofed: facts.portDrops?.spoofed ?? null,
    stormed: facts.portDrops?.stormed ?? null,
    fastPath: facts.fastPath && { strangers: facts.fastPath.strangers, unconsented: facts.fastPath.unconsented },
    suites: datapath.suites,
    totals: datapath.totals,
    peers: datapath.peers.map((peer) => datapathPeerView(peer, datapath, facts, named)),
  };
}

export function datapathPeerView(
  peer: DatapathPeerStatus,
  datapath: DatapathStatus,
  facts: Pick<ShellFacts, "now" | "mtu" | "fastPath">,
  named: (key: PeerKey) => Named,
): view.DatapathPeerView {
  const sinceStep = Math.max(0, facts.now - datapath.asOf);
  return {
    ...named(peer.key),
    path: pathOf(peer),
    via: peer.path.kind === "relay" ? shown(named(peer.path.via)) : null,
    why: peer.why,
    suite: suiteOf(peer, datapath),
    refusal: refusalOf(peer),
    mtu: mtuOf(peer, datapath),
    mtuState: peer.session === undefined ? null : (peer.mtu?.state ?? null),
    rttMicros: peer.rttMicros ?? null,
    heardMs: agedMs(peer.heardMs, sinceStep),
    echoMs: agedMs(peer.echoMs, sinceStep),
    ...trafficOf(peer, facts),
    candidates: peer.candidates.map(({ kind, via, state, why }) => ({
      path: kind,
      via: via === undefined ? null : shown(named(via)),
      state,
      why,
    })),
  };
}

function agedMs(ageMs: number | undefined, sinceStep: number): number | null {
  return ageMs === undefined ? null : Math.round(ageMs + sinceStep);
}

/** While a session stands it does not matter. */
function refusalOf({ session, refusal }: DatapathPeerStatus): string | null {
  return session === undefined ? (refusal?.code ?? null) : null;
}

function trafficOf(peer: DatapathPeerStatus, facts: Pick<ShellFacts, "mtu" | "fastPath">): view.TrafficView {
  const { framesIn, framesOut, bytesIn, bytesOut, relayed, probes, probesLost, drops } = peer;
  const fast = peer.fast === undefined ? null : fastTrafficOf(peer.fast, facts);
  return { framesIn, framesOut, bytesIn, bytesOut, relayed, probes, probesLost, drops, fast };
}

function fastTrafficOf(
  { address, rttMicros, probes, probesLost }: FastPathProbes,
  { mtu, fastPath }: Pick<ShellFacts, "mtu" | "fastPath">,
): view.FastTrafficView {
  const [received, sent] = [fastPath?.received.get(address), fastPath?.sent.get(address)];
  return {
    packetsIn: received?.packets ?? null,
    packetsOut: sent?.packets ?? null,
    bytesIn: received?.bytes ?? null,
    bytesOut: sent?.bytes ?? null,
    probes,
    probesLost,
    // Ethernet, VXLAN and UDP headers, and the underlay's IP header.
    mtu: mtu + 30 + (address.includes(":") ? 40 : 20),
    rttMicros: rttMicros ?? null,
  };
}

/** An older process sends datagrams of the size that it was started for to every peer. */
function mtuOf(peer: DatapathPeerStatus, { process }: DatapathStatus): number | null {
  return peer.session === undefined ? null : (peer.mtu?.bytes ?? process?.underlayMtu ?? null);
}

/** The session seals what takes the sleeve; the kernel's path is as the underlay is. */
function suiteOf(peer: DatapathPeerStatus, { encrypted }: DatapathStatus): string | null {
  if (peer.path.kind === "fast" && encrypted) return "plaintext";
  return peer.session?.suite ?? null;
}

function pathOf(peer: DatapathPeerStatus): string {
  if (peer.path.kind === "none" || peer.path.kind === "fast") return peer.path.kind;
  if (peer.session === undefined) return "idle";
  return peer.path.kind === "relay" ? "relay" : "sleeve";
}

export function shown({ name, nickname }: Named): string {
  return nickname === "" ? name : `${name}(${nickname})`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
