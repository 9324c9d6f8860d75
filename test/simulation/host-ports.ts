/** What a simulated host launches with, and what it shares with its world. */
import type { Cidr, Ipv4 } from "../../base/address.ts";
import type { EventOutput } from "../../base/machine.ts";
import type { Random } from "../../base/random.ts";
import type { Millis } from "../../base/time.ts";
import type { Crypto } from "../../crypto/crypto-port.ts";
import type { FromProcess, ToProcess } from "../../datapath/process-messages.ts";
import type { IpamInit } from "../../router/core-types.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Network } from "./network.ts";
import type { RouterFactory, RouterRelease } from "./releases.ts";
import type { Trace } from "./trace.ts";

/** What all hosts of a world launch with. */
export interface LaunchOptions {
  readonly range: Cidr;
  readonly init: IpamInit;
  readonly leaseMs?: Millis;
  readonly password: Uint8Array | undefined;
  readonly restartWindowMs: Millis;
  readonly discovery: boolean;
  readonly connectionLimit: number;
  readonly targets: readonly string[];
  /** A machine that stands by: nobody launches it but a fault. */
  readonly spare?: true;
}

/** What a host needs of the model of its datapath process. */
export interface DatapathProcess {
  readonly running: boolean;
  /** Its host is suspended. */
  asleep: boolean;
  start(): void;
  stop(): void;
  /** A router connects to the process's socket, or is gone. */
  attach(router: ((message: FromProcess) => void) | undefined): void;
  take(message: ToProcess): void;
}

export interface HostPorts<Process extends DatapathProcess> {
  readonly time: EventQueue;
  readonly network: Network;
  readonly twin: Process;
  readonly crypto: Crypto;
  readonly random: Random;
  readonly trace: Trace;
  readonly releases: (release: RouterRelease) => RouterFactory;
  onEvent(event: EventOutput): void;
  /** What its containers hold. */
  holdings(): readonly (readonly [Ipv4, { readonly container: string }])[];
  /** What it owns may have changed, or whether it lives. */
  onRing(): void;
}
