/**
 * Keeps a datapath process at the router's side: finds the one that outlived an earlier router, or starts one, connects,
 * and when it dies has another up within a second. The machines see `process-up`, messages and `process-down` only. A
 * process that dies at once again and again is started once a `retryMsMax` at most.
 */
import type { EventOutput } from "../base/machine.ts";
import { event } from "../base/machine.ts";
import type { FromProcess, ToProcess } from "../datapath/process-messages.ts";
import type { RouterInput } from "./core-types.ts";

/** A connection to a running process. */
export interface ProcessConnection {
  send(message: ToProcess): void;
  close(): void;
}

export interface ProcessEvents {
  message(message: FromProcess): void;
  /** The connection is over; called once at most. */
  closed(reason: string): void;
}

export interface SupervisionPorts {
  /**
   * What it must be started with: one that runs with other flags, and cannot be told ours, is replaced, which interrupts
   * traffic for a moment.
   */
  readonly wanted: {
    readonly port: number;
    readonly underlayMtu: number;
    readonly threads: number;
    /** One that does not tell stays as it is. */
    readonly fastPath: boolean;
  };
  /** Makes sure that a process runs, and connects to it. `started` tells whether it had to be started. */
  open(events: ProcessEvents): Promise<{ readonly connection: ProcessConnection; readonly started: boolean }>;
  feed(input: RouterInput): void;
  event(event: EventOutput): void;
}

export interface DatapathSupervision {
  /**
   * Resolves when the first connection stands.
   * @throws what `open` threw: at launch a datapath that does not start is the launch's failure
   */
  start(): Promise<void>;
  /** Dropped while there is no process: the machine sends everything again after `process-up`. */
  send(message: ToProcess): void;
  /** The underlay carries longer or shorter packets than before. */
  setUnderlayMtu(mtu: number): void;
  /** How many processes were started. */
  starts(): number;
  /** No supervision any more; `stopProcess` asks the process to end. */
  end(stopProcess: boolean): void;
}

type State = Extract<FromProcess, { readonly kind: "state" }>;

const retryMsFirst = 50;
const retryMsMax = 2_000;
/** A process that lived so long has not died at once. */
const settledMs = 10_000;

export function superviseDatapath(ports: SupervisionPorts): DatapathSupervision {
  return new Supervision(ports);
}

class Supervision implements DatapathSupervision {
  readonly #ports: SupervisionPorts;
  #connection: ProcessConnection | undefined;
  #underlayMtu: number;
  #starts = 0;
  #ended = false;
  #retryMs = retryMsFirst;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: SupervisionPorts) {
    this.#ports = ports;
    this.#underlayMtu = ports.wanted.underlayMtu;
  }

  async start(): Promise<void> {
    await this.#open();
  }

  send(message: ToProcess): void {
    this.#connection?.send(message);
  }

  setUnderlayMtu(mtu: number): void {
    if (mtu === this.#underlayMtu) return;
    this.#ports.event(event("info", "underlay-mtu", { before: this.#underlayMtu, mtu }));
    this.#underlayMtu = mtu;
    this.send({ kind: "underlay", mtu });
  }

  starts(): number {
    return this.#starts;
  }

  end(stopProcess: boolean): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (stopProcess) this.#connection?.send({ kind: "stop" });
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #open(): Promise<void> {
    const upSince = performance.now();
    let isDown = false;
    const { connection, started } = await this.#ports.open({
      message: (message) => {
        if (isDown || this.#ended) return;
        if (message.kind === "state" && !this.#becomesAsWanted(message)) return this.#replace(message);
        this.#ports.feed({ kind: "process", message });
      },
      closed: (reason) => {
        if (isDown) return;
        isDown = true;
        if (!this.#ended) this.#lost(reason, performance.now() - upSince);
      },
    });
    if (started) this.#starts++;
    if (isDown) return; // it died while we connected, and the next attempt is under way
    if (this.#ended) return connection.close();
    this.#connection = connection;
    this.#ports.event(event("info", started ? "datapath-started" : "datapath-found"));
    this.#ports.feed({ kind: "process-up" });
  }

  /** It is, or is told what differs. */
  #becomesAsWanted({ port, underlayMtu, takesUnderlay, threads = 1, fastPath }: State): boolean {
    const { wanted } = this.#ports;
    if (port !== wanted.port || threads !== wanted.threads) return false;
    if ((fastPath ?? wanted.fastPath) !== wanted.fastPath) return false;
    if (underlayMtu === undefined || underlayMtu === this.#underlayMtu) return true;
    if (takesUnderlay === true) this.send({ kind: "underlay", mtu: this.#underlayMtu });
    return takesUnderlay === true;
  }

  /** It ends, the connection with it, and the next attempt starts another. */
  #replace({ port, underlayMtu, threads = 1, fastPath = false }: State): void {
    const { wanted } = this.#ports;
    const facts = {
      port,
      portWanted: wanted.port,
      underlayMtu: underlayMtu ?? 0,
      underlayMtuWanted: this.#underlayMtu,
      threads,
      threadsWanted: wanted.threads,
      fastPath,
      fastPathWanted: wanted.fastPath,
    };
    this.#ports.event(event("warn", "datapath-replaced", facts));
    this.#connection?.send({ kind: "stop" });
  }

  #lost(reason: string, livedMs: number): void {
    if (this.#connection !== undefined) {
      this.#connection = undefined;
      this.#ports.feed({ kind: "process-down" });
    }
    if (livedMs >= settledMs) this.#retryMs = retryMsFirst;
    this.#ports.event(event("warn", "datapath-lost", { reason, retryMs: this.#retryMs }));
    this.#retryLater();
  }

  #retryLater(): void {
    this.#timer = setTimeout(() => {
      if (this.#ended) return;
      this.#open().catch((error: Error) => {
        this.#ports.event(event("error", "datapath-not-started", { reason: error.message, retryMs: this.#retryMs }));
        this.#retryLater();
      });
    }, this.#retryMs);
    this.#retryMs = Math.min(retryMsMax, this.#retryMs * 2);
  }
}
