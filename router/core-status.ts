/** One snapshot of the whole router: what each room shows of itself. Made when asked for, O(peers). */
import type { DatapathStatus } from "../datapath/datapath-types.ts";
import type { GossipStatus } from "../gossip/gossip-types.ts";
import type { IpamStatus } from "../ipam-crdt/ipam-types.ts";
import type { MeshStatus, TopologyView } from "../mesh/mesh-types.ts";

export interface RouterStatus {
  /** Undefined before the first step. */
  readonly topology: TopologyView | undefined;
  readonly mesh: MeshStatus;
  readonly gossip: GossipStatus;
  readonly ipam: IpamStatus;
  readonly datapath: DatapathStatus;
  /** Inputs since launch, and the most inner messages that one of them caused. */
  readonly steps: number;
  readonly innerMessagesMost: number;
}
