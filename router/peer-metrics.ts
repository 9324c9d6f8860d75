/**
 * The metrics of each peer. Series exist for the `peersMax` peers with most traffic; one says how many more there are.
 */
import type { DatapathPeerView, StatusView } from "../api/types.ts";
import { bothWays, counter, drops, gauge, type Metric, type Sample, seconds, whole } from "./metric.ts";

export const peersMax = 256;

const paths = ["fast", "sleeve", "relay", "idle", "none"];
const perPeerLabels = ["peer", "nickname"];

export const peerMetrics: readonly Metric[] = [
  gauge(
    "peer_path",
    "1 for the path in use to the peer: fast, sleeve, relay, idle or none.",
    [...perPeerLabels, "path"],
    perPeer((peer) => paths.map((path) => [Number(peer.path === path), { path }])),
  ),
  gauge(
    "peer_session_info",
    "Always 1 while there is a session; how frames are sealed is in the label.",
    [...perPeerLabels, "suite"],
    perPeer((peer) => (peer.suite === null ? [] : [[1, { suite: peer.suite }]])),
  ),
  gauge(
    "peer_session_refused",
    "Always 1 while no session can be agreed with the peer; the reason is in the label.",
    [...perPeerLabels, "reason"],
    perPeer((peer) => (peer.refusal === null ? [] : [[1, { reason: peer.refusal }]])),
  ),
  gauge(
    "peer_rtt_seconds",
    "Round trip of the last probe of the direct path.",
    perPeerLabels,
    perPeer((peer) => [[peer.rttMicros === null ? null : peer.rttMicros / 1e6]]),
  ),
  gauge(
    "peer_mtu_bytes",
    "Largest datagram sent to the peer, IP header included.",
    perPeerLabels,
    perPeer((peer) => [[peer.mtu]]),
  ),
  gauge(
    "peer_answer_age_seconds",
    "Since the peer answered a probe of the direct path.",
    perPeerLabels,
    perPeer((peer) => [[seconds(peer.echoMs)]]),
  ),
  counter(
    "peer_probes_total",
    "Probes of the direct path.",
    perPeerLabels,
    perPeer((peer) => [[peer.probes]]),
  ),
  counter(
    "peer_probes_lost_total",
    "Probes that nothing had answered when the next one was due.",
    perPeerLabels,
    perPeer((peer) => [[peer.probesLost]]),
  ),
  counter(
    "peer_frames_total",
    "Frames from the peer's containers (in) and to them (out), by sleeve or relay.",
    [...perPeerLabels, "direction"],
    perPeer((peer) => bothWays(peer.framesIn, peer.framesOut)),
  ),
  counter(
    "peer_bytes_total",
    "Bytes of those frames.",
    [...perPeerLabels, "direction"],
    perPeer((peer) => bothWays(peer.bytesIn, peer.bytesOut)),
  ),
  counter(
    "peer_fast_path_datagrams_total",
    "VXLAN datagrams from the peer (in) and to it (out), probes among them; a super-frame counts once.",
    [...perPeerLabels, "direction"],
    perPeer(({ fast }) => bothWays(fast?.packetsIn ?? undefined, fast?.packetsOut ?? undefined)),
  ),
  counter(
    "peer_fast_path_bytes_total",
    "Bytes of those datagrams, with their headers.",
    [...perPeerLabels, "direction"],
    perPeer(({ fast }) => bothWays(fast?.bytesIn ?? undefined, fast?.bytesOut ?? undefined)),
  ),
  counter(
    "peer_fast_path_probes_total",
    "Full-size probes of the fast path.",
    perPeerLabels,
    perPeer(({ fast }) => [[fast?.probes ?? null]]),
  ),
  counter(
    "peer_fast_path_probes_lost_total",
    "Those that were not answered in time.",
    perPeerLabels,
    perPeer(({ fast }) => [[fast?.probesLost ?? null]]),
  ),
  gauge(
    "peer_fast_path_rtt_seconds",
    "Round trip of the last full-size probe of the fast path.",
    perPeerLabels,
    perPeer(({ fast }) => [[typeof fast?.rttMicros === "number" ? fast.rttMicros / 1e6 : null]]),
  ),
  counter(
    "peer_relayed_datagrams_total",
    "Datagrams of other hosts passed on to the peer.",
    perPeerLabels,
    perPeer((peer) => [[peer.relayed]]),
  ),
  counter(
    "peer_dropped_packets_total",
    "Packets from the peer or for it that were dropped, by reason.",
    [...perPeerLabels, "reason"],
    perPeer((peer) => drops(peer.drops)),
  ),
  gauge(
    "peers_omitted",
    "Peers without series of their own, since there are too many.",
    [],
    whole(({ status }) => Math.max(0, status.datapath.peers.length - peersMax)),
  ),
];

/** A series for each peer, or several. */
function perPeer(read: (peer: DatapathPeerView) => readonly Sample[]): Metric["read"] {
  return ({ status }) =>
    shownPeers(status).flatMap((peer) =>
      read(peer).map(([value, labels]) => [value, { peer: peer.name, nickname: peer.nickname, ...labels }] as const),
    );
}

function shownPeers({ datapath }: StatusView): readonly DatapathPeerView[] {
  const traffic = (peer: DatapathPeerView) =>
    peer.bytesIn + peer.bytesOut + (peer.fast?.bytesIn ?? 0) + (peer.fast?.bytesOut ?? 0);
  return datapath.peers.toSorted((a, b) => traffic(b) - traffic(a) || (a.name < b.name ? -1 : 1)).slice(0, peersMax);
}
