/**
 * The least that a router needs of a datapath process: it answers, has empty tables, and moves nothing. A large mesh is
 * about the control plane; heartbeats between processes and their tables are the small simulator's (`datapath-twin.ts`).
 */
import type { FromProcess, ToProcess } from "../../datapath/process-messages.ts";
import { processProtocolVersion } from "../../datapath/process-messages.ts";
import type { EventQueue } from "../simulation/event-queue.ts";
import type { DatapathProcess } from "../simulation/host-ports.ts";
import { routerPort } from "../simulation/network.ts";

export class LightDatapath implements DatapathProcess {
  running = false;
  asleep = false;
  readonly #time: EventQueue;
  readonly #pid: number;
  #router: ((message: FromProcess) => void) | undefined;
  #shortId = 0;

  constructor(time: EventQueue, host: number) {
    this.#time = time;
    this.#pid = 1000 + host;
  }

  start(): void {
    this.running = true;
    this.asleep = false;
    this.#shortId = 0;
  }

  stop(): void {
    this.running = false;
    this.#router = undefined;
  }

  attach(router: ((message: FromProcess) => void) | undefined): void {
    this.#router = router;
  }

  take(message: ToProcess): void {
    if (message.kind === "configure") this.#shortId = message.shortId;
    if (message.kind === "stop") this.stop();
    if (message.kind === "hello" || message.kind === "query") this.#answer();
  }

  #answer(): void {
    const router = this.#router;
    this.#time.after(0, () => {
      if (!router || this.#router !== router) return;
      const empty = { sessions: [], peers: [], floods: [] };
      const tap = "weave-tap";
      router({
        kind: "state",
        protocol: processProtocolVersion,
        shortId: this.#shortId,
        pid: this.#pid,
        tap,
        port: routerPort,
        ...empty,
      });
    });
  }
}
