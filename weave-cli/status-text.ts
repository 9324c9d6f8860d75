/** The status views as people read them: Weave's shape, one screen for the whole. Pure functions of the API's answers. */
import type { LeaseView } from "../api/lease-view.ts";
import type * as view from "../api/types.ts";
import { bytes, duration, labelled, peer, plural, roundTrip, table } from "./render.ts";

const width = 14;
/** The order in which Weave counts connections, and then ours. */
const stateOrder = ["established", "pending", "retrying", "failed", "connecting", "stale", "not-needed"];

/** `weave status`: everything that matters, on one screen whatever the size of the mesh. */
export function statusText(status: view.StatusView): string {
  return [routerText(status), ipamSummary(status.ipam), datapathSummary(status.datapath), troubles(status)]
    .filter((block) => block !== "")
    .join("\n\n");
}

function routerText(status: view.StatusView): string {
  const { router, peers, connections, targets } = status;
  const established = peers.flatMap((one) => one.connections).filter((one) => one.established).length;
  const stale = peers.filter((one) => one.stale).length;
  return labelled(
    [
      ["Version", router.version],
      ["Service", "router"],
      [
        "Protocol",
        router.protocol.min === router.protocol.max
          ? `weave ${router.protocol.max}`
          : `weave ${router.protocol.min}..${router.protocol.max}`,
      ],
      ["Name", peer(router.name, router.nickname)],
      ["Encryption", router.encryption ? "enabled" : "disabled"],
      ["PeerDiscovery", router.discovery ? "enabled" : "disabled"],
      ["Targets", String(targets.length)],
      ["Connections", connectionCounts(connections)],
      ["Sparse", sparseText(status)],
      [
        "Peers",
        `${peers.length} (with ${plural(established, "established connection")}${stale > 0 ? `, ${stale} stale` : ""})`,
      ],
      ["Up", `${duration(router.uptimeMs)}, process ${router.pid}, port ${router.port}`],
    ],
    width,
  );
}

/** Undefined in a full mesh, and of a router that does not tell. */
function sparseText({ router, peers, connections }: view.StatusView): string | undefined {
  if (!router.sparse) return undefined;
  const connected = connections.filter(({ state }) => state === "established").length;
  const others = peers.filter(({ self, reachable }) => reachable && !self).length;
  return `${connected} of ${others} hosts connected; data goes directly`;
}

function connectionCounts(connections: readonly view.ConnectionView[]): string {
  const counts = stateOrder.flatMap((state) => {
    const count = connections.filter((connection) => connection.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  return counts.length === 0 ? "0" : `${connections.length} (${counts.join(", ")})`;
}

function ipamSummary(ipam: view.IpamView): string {
  const own = ipam.owners.find((owner) => owner.self);
  return labelled(
    [
      ["Service", "ipam"],
      ["Status", ipam.detail],
      ["Range", ipam.range ?? undefined],
      ["DefaultSubnet", ipam.defaultSubnet === ipam.range ? undefined : (ipam.defaultSubnet ?? undefined)],
      ["IPv6", ipam.ipv6Prefix ?? undefined],
      ["Addresses", own && `${own.addresses} of this host (${percent(own.share)}), ${ipam.allocated} in use`],
    ],
    width,
  );
}

function datapathSummary(datapath: view.DatapathView): string {
  const counts = ["fast", "sleeve", "relay", "idle", "none"].flatMap((path) => {
    const count = datapath.peers.filter((one) => one.path === path).length;
    return count > 0 ? [`${count} ${path === "none" ? "without a way" : path}`] : [];
  });
  return labelled(
    [
      ["Service", "datapath"],
      [
        "Status",
        datapath.running
          ? `running, process ${datapath.pid}`
          : "not running: containers reach nobody on other hosts; weave logs says why",
      ],
      ["Paths", counts.length > 0 ? counts.join(", ") : undefined],
      ["Ciphers", datapath.suites && (datapath.suites.join(", ") || "none that the datapath process has")],
      ["MACs", datapath.running ? String(datapath.macs) : undefined],
      ["Spoofed", datapath.spoofed ? `${datapath.spoofed} frames of containers dropped` : undefined],
      [
        "Storms",
        datapath.stormed ? `${datapath.stormed} frames of containers that broadcast too much dropped` : undefined,
      ],
    ],
    width,
  );
}

/** What an operator should look at; nothing when all is well. */
function troubles({ router, connections }: view.StatusView): string {
  const lines = [...router.warnings];
  if (router.fenced !== null) lines.unshift(`fenced: ${router.fenced}`);
  for (const connection of connections) {
    if (connection.state === "failed") lines.push(`connection to ${connection.remote} failed: ${connection.reason}`);
  }
  const shown = lines.slice(0, troublesShown).map((line) => `  ! ${line}`);
  if (lines.length > troublesShown)
    shown.push(`  ! and ${lines.length - troublesShown} more; weave status connections`);
  return shown.join("\n");
}

const troublesShown = 5;

export function peersText(peers: readonly view.PeerView[]): string {
  return peers
    .map((one) => {
      const note = one.self
        ? ""
        : one.stale
          ? "  stale: its router is away, its datapath answers"
          : one.reachable
            ? ""
            : "  unreachable";
      const rows = one.connections.map((connection) => [
        connection.outbound ? "->" : "<-",
        connection.remote,
        peer(connection.name, connection.nickname),
        connection.established ? "established" : "pending",
      ]);
      return [`${peer(one.name, one.nickname)}${note}`, ...(rows.length > 0 ? [table(rows, "   ")] : [])].join("\n");
    })
    .join("\n");
}

export function connectionsText(connections: readonly view.ConnectionView[]): string {
  if (connections.length === 0) return "no connections, and no targets to connect to; weave connect HOST";
  return table(
    connections.map((connection) => [
      connection.outbound ? "->" : "<-",
      connection.remote,
      connection.state,
      ...connectionDetail(connection),
    ]),
  );
}

function connectionDetail(connection: view.ConnectionView): readonly string[] {
  if (connection.state !== "established" && connection.state !== "stale") {
    const retry = connection.retryInMs === null ? "" : `, next attempt in ${duration(connection.retryInMs)}`;
    const who = connection.name === null ? "" : `${peer(connection.name, connection.nickname)} `;
    return [`${who}${connection.reason}${retry}`.replace(/^, /, "")];
  }
  return [
    sealing(connection),
    connection.path ?? "-",
    peer(connection.name, connection.nickname),
    [
      `rtt=${roundTrip((connection.path === "fast" ? connection.traffic?.fast?.rttMicros : undefined) ?? connection.rttMicros)}`,
      ...(connection.mtu === null ? [] : [`mtu=${connection.mtu}`]),
      ...(connection.traffic === null ? [] : trafficDetail(connection.traffic)),
      ...(connection.path === "none" || connection.path === "relay" ? [connection.why] : []),
    ].join(" "),
  ];
}

/** What VXLAN carries is sealed by nobody, whatever the mesh has agreed on. */
function sealing({ encrypted, path, suite }: view.ConnectionView): string {
  if (!encrypted) return "plain";
  return path === "fast" ? "PLAINTEXT by VXLAN" : `encrypted ${suite ?? ""}`.trimEnd();
}

/** What is worth a glance: bytes always, losses when there are any. */
function trafficDetail({ bytesIn, bytesOut, probes, probesLost, drops, fast }: view.TrafficView): readonly string[] {
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  return [
    `in=${bytes(bytesIn)}`,
    `out=${bytes(bytesOut)}`,
    ...(probesLost > 0 ? [`lost=${probesLost}/${probes}`] : []),
    ...(dropped > 0 ? [`dropped=${dropped}`] : []),
    ...fastDetail(fast),
  ];
}

/** What the kernel carries beside that; a router of 0.1.0 does not tell. */
function fastDetail(fast: view.FastTrafficView | null | undefined): readonly string[] {
  if (!fast) return [];
  return [
    ...(fast.bytesIn === null ? [] : [`vxlan-in=${bytes(fast.bytesIn)}`]),
    ...(fast.bytesOut === null ? [] : [`vxlan-out=${bytes(fast.bytesOut)}`]),
    ...(fast.probesLost > 0 ? [`vxlan-lost=${fast.probesLost}/${fast.probes}`] : []),
  ];
}

export function readyText({ ready, checks }: view.ReadyView): string {
  return [
    ready ? "ready" : "not ready",
    table(
      checks.map(({ name, ok, detail }) => [ok ? "ok" : "FAILS", name, detail]),
      "  ",
    ),
  ].join("\n");
}

export function targetsText(targets: readonly view.TargetView[]): string {
  if (targets.length === 0) return "no targets; weave connect HOST adds one";
  return table(
    targets.map((one) => [
      one.target,
      one.state,
      one.reason + (one.retryInMs === null ? "" : `, next attempt in ${duration(one.retryInMs)}`),
    ]),
  );
}

export function ipamText(ipam: view.IpamView): string {
  const head = labelled(
    [
      ["Status", ipam.detail],
      ["Range", ipam.range ?? undefined],
      ["DefaultSubnet", ipam.defaultSubnet ?? undefined],
      ["IPv6", ipam.ipv6Prefix ?? undefined],
      ["Mesh", ipam.meshId ?? undefined],
      ["Disputed", ipam.disputed.length > 0 ? ipam.disputed.join(", ") : undefined],
      ["Lease", ipam.lease ? leaseText(ipam.lease) : undefined],
      ["Hot", ipam.lease ? hotText(ipam.lease) : undefined],
    ],
    width,
  );
  const rows = ipam.owners.map((owner) => [
    peer(owner.name, owner.nickname),
    `${String(owner.addresses).padStart(8)} addresses`,
    `(${percent(owner.share)} of the range)`,
    `(${owner.used} in use)${owner.reachable ? "" : ` - unreachable: ${comesBack(owner)}`}`,
  ]);
  const others = (ipam.otherMeshes ?? []).map(otherMeshText);
  return [head, ...(rows.length === 0 ? [] : [table(rows)]), ...others].join("\n\n");
}

function otherMeshText(other: view.OtherMeshView): string {
  const hosts = `${other.hosts ?? "unknown number of"} host${other.hosts === 1 ? "" : "s"}: ${other.names.join(", ")}`;
  return labelled(
    [
      ["OtherMesh", other.meshId],
      ["Range", other.range ?? undefined],
      ["Hosts", hosts],
      ["Met", other.connected ? "connected; it joined while this host had no ring" : other.via.join(", ")],
      ["ToJoin", other.advice],
    ],
    width,
  );
}

/** How an unreachable host's space gets to others. */
function comesBack({ addresses, lease }: view.IpamView["owners"][number]): string {
  if (!lease) return "weave rmpeer takes over when it is gone for good";
  const { renewedMs, hot } = lease;
  if (addresses <= hot) return "all that it has is hot: weave rmpeer takes over when it is gone for good";
  return `its lease was renewed ${duration(renewedMs)} ago; a quarter after its end all but ${hot} hot addresses come back`;
}

function leaseText({ lengthMs, state, renewedMs, validForMs, ready }: LeaseView): string {
  const renewed = renewedMs === null ? "not renewed since launch" : `renewed ${duration(renewedMs)} ago`;
  const until =
    state === "valid" ? `valid for ${duration(validForMs)}` : "no majority renews it: addresses from hot blocks only";
  const vote = ready === false ? "; asks the other voters what was granted" : "";
  return `${duration(lengthMs)}, ${renewed}, ${until}${vote}`;
}

const hotShownMax = 4;

function hotText({ hot, hotAddresses, hotFree, unsettled }: LeaseView): string {
  const shown = [...hot.slice(0, hotShownMax), ...(hot.length > hotShownMax ? ["…"] : [])];
  const where = hot.length === 0 ? "" : `: ${shown.join(", ")}`;
  return `${hotAddresses} addresses, ${hotFree} free${unsettled ? ", a change waits for a majority" : ""}${where}`;
}

export function gossipText(gossip: view.GossipView): string {
  const channels = gossip.channels.map((one) => [
    one.channel,
    String(one.published),
    String(one.merges),
    String(one.repeats),
    bytes(one.digestBytes),
    String(one.quarantined),
    String(one.refused),
  ]);
  const neighbours = gossip.neighbours.map((one) => [
    one.channel,
    peer(one.name, one.nickname),
    one.lagMs === null ? "never" : duration(one.lagMs),
    String(one.mismatches),
    bytes(one.bytesIn),
    bytes(one.bytesOut),
    `${bytes(one.queueBytes)}${one.slow ? " slow" : ""}`,
  ]);
  const blocks = [
    table([["CHANNEL", "PUBLISHED", "MERGES", "REPEATS", "DIGEST", "QUARANTINED", "REFUSED"], ...channels]),
  ];
  if (neighbours.length > 0)
    blocks.push(table([["CHANNEL", "NEIGHBOUR", "LAG", "MISMATCHES", "IN", "OUT", "QUEUE"], ...neighbours]));
  return blocks.join("\n\n");
}

export function datapathText(datapath: view.DatapathView): string {
  const rows = datapath.peers.map((one) => [
    peer(one.name, one.nickname),
    one.via === null ? one.path : `${one.path} via ${one.via}`,
    one.path === "fast" ? "none" : (one.suite ?? "-"),
    roundTrip(one.rttMicros),
    bytes(one.bytesIn),
    bytes(one.bytesOut),
    bytes(one.relayed),
    one.why,
  ]);
  const totals = Object.entries(datapath.totals)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [name, String(count)]);
  const blocks = [datapathSummary(datapath)];
  if (rows.length > 0) blocks.push(table([["PEER", "PATH", "SUITE", "RTT", "IN", "OUT", "RELAYED", "WHY"], ...rows]));
  if (totals.length > 0) blocks.push(table(totals));
  return blocks.join("\n\n");
}

export function containersText(containers: readonly view.ContainerView[]): string {
  return table(
    containers.map((one) => [
      one.id.length === 64 ? one.id.slice(0, 12) : one.id,
      one.interface,
      one.mac ?? "(no interface here)",
      [...one.addresses, ...one.ipv6].join(" "),
    ]),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
