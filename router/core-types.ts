/** What the router without I/O takes and gives; the shell (`drive.ts`) and the simulator drive the same. */
import type { Cidr } from "../base/address.ts";
import type { DurableState, EventOutput, PersistOutput, Wake } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Random } from "../base/random.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import type { DatapathInput } from "../datapath/datapath-types.ts";
import type { FastPathKernel, FastPathOptions } from "../datapath/fast-path-types.ts";
import type { FromProcess, ToProcess } from "../datapath/process-messages.ts";
import type { DataSuite } from "../datapath/suite.ts";
import type { IpamInit, IpamReply, IpamRequest } from "../ipam-crdt/ipam-types.ts";
import type { MeshInput, MeshOutput } from "../mesh/mesh-types.ts";

export type { IpamInit } from "../ipam-crdt/ipam-types.ts";

export interface RouterPorts {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly durable: DurableState;
}

/** Every field is required; defaults live in `config.ts`. */
export interface RouterOptions {
  readonly nickname: string;
  /** Ed25519 seed, 32 bytes, from the state directory. */
  readonly identitySeed: Uint8Array;
  /** Random at each launch, 8 bytes: tells a twin from ourselves restarted. */
  readonly bootNonce: Uint8Array;
  /** The password stretched by scrypt, 32 bytes; undefined runs the mesh unencrypted. */
  readonly password: Uint8Array | undefined;
  /** What sessions may be sealed with, best first (`suitePreference`). */
  readonly suites: readonly DataSuite[];
  /** MTU of bridge and containers' interfaces; undefined where frames have no length, in simulations. */
  readonly overlayMtu: number | undefined;
  /** TCP and UDP port. */
  readonly port: number;
  readonly targets: readonly string[];
  readonly discovery: boolean;
  /** Connections at most, 0 for no limit. */
  readonly connectionLimit: number;
  readonly restartWindowMs: number;
  readonly range: Cidr;
  /** The range was set by the user: compared with a peer's where neither has a ring. */
  readonly rangeExplicit: boolean;
  /** Where an address without further wishes comes from; absent: the whole range. */
  readonly defaultSubnet?: Cidr;
  readonly init: IpamInit;
  /** Have leases of this length put in force where none are; absent: off. */
  readonly leaseMs?: number | undefined;
  /** Absent: no fast path, and none is spoken of. */
  readonly fastPath?: FastPathOptions;
}

type TransportInput = Extract<
  MeshInput,
  { readonly kind: "accepted" | "dialed" | "dial-failed" | "bytes" | "closed" | "backlog" | "resolved" }
>;
type TransportOutput = Extract<MeshOutput, { readonly kind: "dial" | "resolve" | "write" | "close" }>;

export type RouterRequest =
  | IpamRequest
  | { readonly kind: "connect"; readonly targets: readonly string[]; readonly replace: boolean }
  | { readonly kind: "forget"; readonly targets: readonly string[] }
  /** `leave`: our space was handed over, withdraw our record too. Replies when goodbyes are written. */
  | { readonly kind: "stop"; readonly leave: boolean };

export type RouterInput =
  | Wake
  | TransportInput
  | { readonly kind: "process-up" }
  | { readonly kind: "process-down" }
  | { readonly kind: "process"; readonly message: FromProcess }
  | { readonly kind: "probe"; readonly peer: PeerKey }
  | Extract<DatapathInput, { readonly kind: "fast-path-kernel" | "fast-path-used" }>
  | { readonly kind: "request"; readonly request: number; readonly body: RouterRequest }
  | { readonly kind: "cancel"; readonly request: number };

export type RouterOutput =
  | TransportOutput
  | { readonly kind: "process"; readonly message: ToProcess }
  | { readonly kind: "fast-path"; readonly kernel: FastPathKernel }
  | { readonly kind: "reply"; readonly request: number; readonly reply: IpamReply }
  | PersistOutput
  | EventOutput;
