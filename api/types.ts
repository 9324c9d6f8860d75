/**
 * What travels over the API, as JSON. Described for others by `openapi.yaml`, which a test holds against these types'
 * answers. Peers are named as people read them (`name`, `nickname`); addresses are text. Fields are only ever added.
 * Units stand in the names. `null` says that there is no value; no field is left out unless marked optional.
 */
import type { KnownLeaseView, LeaseView } from "./lease-view.ts";

/** Everything, in one answer. */
export interface StatusView {
  readonly router: RouterView;
  readonly peers: readonly PeerView[];
  readonly connections: readonly ConnectionView[];
  readonly targets: readonly TargetView[];
  readonly ipam: IpamView;
  readonly gossip: GossipView;
  readonly datapath: DatapathView;
}

export interface RouterView {
  readonly version: string;
  /** The versions of the control protocol that it speaks. */
  readonly protocol: { readonly min: number; readonly max: number };
  readonly name: string;
  readonly nickname: string;
  /** The identity's public key in hex. */
  readonly key: string;
  readonly pid: number;
  readonly uptimeMs: number;
  /** The longest time of the last ten minutes that it was held up. A router of 0.1.0 does not tell. */
  readonly longestStallMs?: number;
  readonly encryption: boolean;
  readonly discovery: boolean;
  /** Control connections at most; 0: no limit. `sparse`: more hosts are known, so not all are connected to all. */
  readonly connectionLimit: number;
  readonly sparse: boolean;
  readonly port: number;
  readonly mtu: number;
  readonly bridge: string;
  readonly stateDirectory: string;
  /** Null: standard error. */
  readonly logFile: string | null;
  /** Why this router gives out nothing and says nothing new: somebody runs under the same identity. */
  readonly fenced: string | null;
  /** What an operator should look at, each a sentence. */
  readonly warnings: readonly string[];
}

export interface PeerView {
  readonly name: string;
  readonly nickname: string;
  readonly key: string;
  readonly self: boolean;
  readonly reachable: boolean;
  /** Its router is away, its datapath answers. */
  readonly stale: boolean;
  readonly underlay: string | null;
  readonly connections: readonly {
    readonly name: string;
    readonly nickname: string;
    readonly remote: string;
    readonly outbound: boolean;
    readonly established: boolean;
  }[];
}

export interface ConnectionView {
  readonly remote: string;
  readonly outbound: boolean;
  /**
   * `connecting`, `pending` (not yet accepted by both), `established`, `retrying`, `failed` (only a person can mend it),
   * `not-needed` (a target without room for us, reached by others),
   * or `stale` (gone, while the peer's datapath answers).
   */
  readonly state: string;
  readonly name: string | null;
  readonly nickname: string | null;
  readonly encrypted: boolean;
  /** Why it failed or was refused, by whom; empty when there is nothing to say. */
  readonly reason: string;
  readonly retryInMs: number | null;
  /** How containers' traffic goes to this peer now: `fast`, `sleeve`, `relay`, `idle` or `none`; null before it is known. */
  readonly path: string | null;
  /** Why this path, in words; empty before it is known. */
  readonly why: string;
  /** How frames are sealed; null without a session. */
  readonly suite: string | null;
  /** Why no session can be agreed: `no-common-suite` or `process-lacks-suite`; null: nothing known against it. */
  readonly refusal: string | null;
  /** Bytes of the largest datagram sent to it, IP header included; null without a session. */
  readonly mtu: number | null;
  readonly rttMicros: number | null;
  /** Null before the datapath knows the peer. */
  readonly traffic: TrafficView | null;
}

/** What passed between this host's datapath and a peer's, since the datapath process knows the peer. */
export interface TrafficView {
  readonly framesIn: number;
  readonly framesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Datagrams of others that went on to it. */
  readonly relayed: number;
  /** Heartbeats that probed the direct path, and those that nothing had answered when the next one was due. */
  readonly probes: number;
  readonly probesLost: number;
  /** Packets from it or for it that were dropped, by reason, as in `totals`. */
  readonly drops: Readonly<Record<string, number>>;
  /** What the kernel carries, which the figures above do not count; null unless both hosts agreed on it. */
  readonly fast: FastTrafficView | null;
}

/** VXLAN datagrams from and to a peer, probes among them; one that the kernel cuts later (a super-frame) counts once. */
export interface FastTrafficView {
  /** Since it was last agreed; null where the host's rules do not tell. */
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly probes: number;
  readonly probesLost: number;
  /** Bytes of a probe's IP packet, the longest that the path has to carry. */
  readonly mtu: number;
  readonly rttMicros: number | null;
}

/** A way in which frames could go to a peer. */
export interface PathView {
  /** `fast` (the kernel's), `sleeve` (directly through user space) or `relay`. */
  readonly path: string;
  /** The relay. */
  readonly via: string | null;
  /** `in-use`, `ready`, `idle`, `down` (tried in vain) or `unavailable` (out of the question). */
  readonly state: string;
  /** The reason, in one sentence. */
  readonly why: string;
}

export interface TargetView {
  readonly target: string;
  readonly state: string;
  readonly reason: string;
  readonly retryInMs: number | null;
}

export interface IpamView {
  /** `idle`, `awaiting-consensus`, `confirming`, `ready`, `quarantined`, `unconfirmed` or `left`. */
  readonly state: string;
  /** The state in a sentence, with what to do about it. */
  readonly detail: string;
  readonly range: string | null;
  /** Where addresses come from when nobody says of which subnet. A router of 0.1.0 does not tell. */
  readonly defaultSubnet?: string | null;
  readonly ipv6Prefix: string | null;
  readonly meshId: string | null;
  /** Addresses that this host gave out. */
  readonly allocated: number;
  /** Ranges in which nobody allocates, since the ring's records contradict each other. */
  readonly disputed: readonly string[];
  /** Meshes that were founded apart from this one and meet it; both go on. A router of 0.1.0 does not tell. */
  readonly otherMeshes?: readonly OtherMeshView[];
  readonly owners: readonly {
    readonly name: string;
    readonly nickname: string;
    readonly self: boolean;
    readonly addresses: number;
    /** Of them in use, as far as the ring's records tell. */
    readonly used: number;
    /** 0 to 1, of the whole range. */
    readonly share: number;
    readonly reachable: boolean;
    readonly lease?: KnownLeaseView | null;
  }[];
  readonly lease?: LeaseView | null;
}

export interface OtherMeshView {
  readonly meshId: string;
  readonly range: string | null;
  /** How many hosts it has, as one of them says; null: of release 0.1.0. */
  readonly hosts: number | null;
  /** Some of them. */
  readonly names: readonly string[];
  /** Which of its hosts was met at a handshake, and where. */
  readonly via: readonly string[];
  /** A host of it is connected nevertheless: it had joined when this one had no ring. */
  readonly connected: boolean;
  /** How to make one mesh of the two. */
  readonly advice: string;
}

export interface GossipView {
  readonly channels: readonly {
    readonly channel: string;
    readonly published: number;
    readonly merges: number;
    readonly repeats: number;
    readonly digestBytes: number;
    /** Records kept apart since they are nonsense. */
    readonly quarantined: number;
    /** Records that found no room; sent again by others for as long as they have them. */
    readonly refused: number;
  }[];
  /** One row for each channel and neighbour. */
  readonly neighbours: readonly {
    readonly channel: string;
    readonly name: string;
    readonly nickname: string;
    /** How long ago both were last seen to hold the same; null: never yet. */
    readonly lagMs: number | null;
    readonly mismatches: number;
    readonly bytesIn: number;
    readonly bytesOut: number;
    readonly queueBytes: number;
    readonly slow: boolean;
  }[];
  readonly counters: Readonly<Record<string, number>>;
}

export interface DatapathView {
  readonly running: boolean;
  readonly pid: number | null;
  readonly tap: string | null;
  readonly port: number | null;
  /** Since its packet thread last answered; every second. Null while it has not. */
  readonly answeredMs: number | null;
  /** Times that it was started by this router. */
  readonly starts: number;
  readonly macs: number;
  /** Frames dropped on containers' ports since they carried addresses of others. */
  readonly spoofed: number | null;
  /** Broadcast and multicast frames dropped on containers' ports that sent too many of them. */
  readonly stormed: number | null;
  /** VXLAN datagrams that the guard dropped; null without a guard. */
  readonly fastPath: {
    /** From hosts with which no fast path is agreed. */
    readonly strangers: number;
    /** That would have left to such. */
    readonly unconsented: number;
  } | null;
  /** How this host takes frames to be sealed, best first. A router of 0.1.0 does not tell. */
  readonly suites?: readonly string[];
  readonly totals: Readonly<Record<string, number>>;
  readonly peers: readonly DatapathPeerView[];
}

export interface DatapathPeerView extends TrafficView {
  readonly name: string;
  readonly nickname: string;
  /** `fast`, `sleeve`, `relay`, `idle` (made when traffic comes) or `none`. */
  readonly path: string;
  /** Through whom it goes, when by relay. */
  readonly via: string | null;
  /** Why this path, in words. */
  readonly why: string;
  /** How its frames are sealed; null without a session. */
  readonly suite: string | null;
  /** Why no session can be agreed: `no-common-suite` or `process-lacks-suite`; null: nothing known against it. */
  readonly refusal: string | null;
  /** Bytes of the largest datagram sent to it, IP header included; by relay, to the first one; null without a session. */
  readonly mtu: number | null;
  /** `base` (not looked yet, 1280), `searching` or `complete` (found by probes); null without a session. */
  readonly mtuState: string | null;
  readonly rttMicros: number | null;
  readonly heardMs: number | null;
  /** Since it answered a probe of ours directly, so that both directions pass; null: never. */
  readonly echoMs: number | null;
  /** Every way to it, in order of preference. */
  readonly candidates: readonly PathView[];
}

/** `GET /v1/ready`: ready means that packets pass, not that a process runs. */
export interface ReadyView {
  readonly ready: boolean;
  readonly checks: readonly {
    /** `datapath`, `bridge`, `addresses`, `peers`. */
    readonly name: string;
    readonly ok: boolean;
    readonly detail: string;
  }[];
}

/** `GET /v1/report`: for people who file a bug, and for machines that want all there is. */
export interface ReportView {
  readonly status: StatusView;
  readonly containers: readonly ContainerView[];
  /** How often each event happened since launch. */
  readonly events: Readonly<Record<string, number>>;
  /** The flags in force, without secrets. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** What the router's protocol machines say of themselves; its shape may change between releases. */
  readonly internals: unknown;
  readonly host: {
    readonly kernel: string;
    readonly node: string;
    readonly cpus: number;
    readonly memoryBytes: number;
  };
}

export interface VersionView {
  readonly version: string;
  readonly protocol: { readonly min: number; readonly max: number };
}

export interface ConnectRequest {
  readonly targets: readonly string[];
  /** Forget all targets that are not listed. */
  readonly replace?: boolean;
}

export interface ForgetRequest {
  readonly targets: readonly string[];
}

export interface AttachRequest {
  /** A network namespace's path or name, a process id, or an id or name in podman, Docker or containerd. */
  readonly container: string;
  /** `10.2.1.3/24` or `ip:10.2.1.3/24`, `net:10.2.1.0/24`, `net:default`; empty is `net:default`. */
  readonly addresses?: readonly string[];
  /** Its name inside the container; `ethwe` when absent. */
  readonly interface?: string;
  /** Its MTU; the router's when absent. */
  readonly mtu?: number;
}

/** A container that is attached, or addresses held for one that is not there. */
export interface ContainerView {
  readonly id: string;
  readonly interface: string;
  /** Null when no interface of weave's is there. */
  readonly hostInterface: string | null;
  readonly mac: string | null;
  /** `10.32.0.1/12`. */
  readonly addresses: readonly string[];
  readonly ipv6: readonly string[];
}

export interface DetachView {
  readonly id: string;
  readonly interface: string;
  /** The addresses that went back. */
  readonly released: readonly string[];
}

export interface RingView {
  readonly state: string;
  readonly range: string | null;
  readonly meshId: string | null;
}

export interface RemovePeerView {
  /** How many addresses this host took over. */
  readonly takenOver: number;
}

export interface AddressesView {
  readonly container: string;
  readonly interface: string;
  readonly addresses: readonly string[];
}

/** What `PUT /v1/addresses/{container}/{interface}` asks for: one address of a subnet, or exactly this address. */
export interface AddressRequest {
  readonly subnet?: string;
  readonly address?: string;
}

export interface DoneView {
  readonly done: true;
}
