/**
 * What the datapath's control machine takes and gives. It turns the topology into the process's tables, keeps sessions
 * (handshake, rekey, retirement) with the peers that have traffic, and tells which peers' datapaths answer.
 */

import type { Endpoint } from "../base/address.ts";
import type { EventOutput, Wake } from "../base/machine.ts";
import type { PeerKey, PeerName } from "../base/peer-name.ts";
import type { FromProcess, ToProcess } from "./process-messages.ts";

/** A peer as the datapath needs it; the core derives it from the mesh's view. */
export interface OverlayPeer {
  readonly key: PeerKey;
  readonly name: PeerName;
  readonly shortId: number;
  readonly underlay: Endpoint | undefined;
  /** In order of preference, as in `TopologyView.routes.nextHops`; a neighbour's first hop is itself. */
  readonly hops: readonly PeerKey[];
}

export type DatapathInput =
  | Wake
  /** `floods` by source: to whom we pass on its broadcast frames. */
  | {
      readonly kind: "overlay";
      readonly self: OverlayPeer;
      readonly peers: readonly OverlayPeer[];
      readonly floods: ReadonlyMap<PeerKey, readonly PeerKey[]>;
    }
  | { readonly kind: "process-up" }
  | { readonly kind: "process-down" }
  | { readonly kind: "process"; readonly message: FromProcess }
  /** First boot (or the ring that we adopted) fixed the mesh id, 16 bytes: part of every transcript from then on. */
  | { readonly kind: "mesh-id"; readonly meshId: Uint8Array }
  /** A delivery on the unicast channel `session`. */
  | { readonly kind: "unicast"; readonly source: PeerKey; readonly payload: Uint8Array };

export type DatapathOutput =
  | { readonly kind: "process"; readonly message: ToProcess }
  | { readonly kind: "unicast"; readonly to: PeerKey; readonly payload: Uint8Array }
  /** The peer's datapath answers ours directly, or no longer does. */
  | { readonly kind: "alive"; readonly peer: PeerKey; readonly alive: boolean }
  | EventOutput;
