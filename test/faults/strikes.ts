/**
 * Carries strikes out on a lab, and undoes each when its time is over. Several cuts may take the same link: it heals with
 * the last of them. A host that is replaced is dead first, then removed by an operator on another host, who tries again
 * while the others still see it, and comes back without state under the same address.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { WeaveError } from "../../base/error.ts";
import type { Lab } from "../../lab/state.ts";
import { changePairs } from "../../lab/underlay.ts";
import type { ContainerLoad } from "./containers.ts";
import type { FaultyHost } from "./faulty-host.ts";
import type { Ledger } from "./ledger.ts";
import { formatStrike, isOfHost, type Strike, type StrikeKind } from "./plan.ts";
import type { Witnesses } from "./witness.ts";

export interface StrikePorts {
  readonly lab: Lab;
  readonly hosts: readonly FaultyHost[];
  readonly loads: readonly ContainerLoad[];
  readonly ledger: Ledger;
  readonly witnesses: Witnesses;
}

/** Others see a dead host for as long as its restart window, and a majority may be apart until all is healed. */
const removalMsMax = 120_000;
/** What a removal may be answered with while the others do not agree yet. */
const notYet = /^(API_|IPAM_(PEER_SEEN|NO_MAJORITY|NO_VOTER|NO_RING|BUSY|TIMEOUT)|PEER_UNKNOWN)/;

export class Strikes {
  readonly #ports: StrikePorts;
  /** `h1 h2`: by how many strikes this direction is cut now. */
  readonly #cuts = new Map<string, number>();

  /** Hosts under a strike of their own, which on a slow machine may take longer than planned. */
  readonly #busy = new Set<number>();
  /** How many of each kind were carried out. */
  readonly counts = new Map<StrikeKind, number>();

  constructor(ports: StrikePorts) {
    this.#ports = ports;
  }

  /** Resolves when it is undone. */
  async carryOut(strike: Strike): Promise<void> {
    const [first = 0] = strike.hosts;
    if (isOfHost(strike.kind) && this.#busy.has(first)) {
      this.#ports.ledger.note(`left out, since h${first} is not back yet: ${formatStrike(strike)}`);
      return;
    }
    this.#ports.ledger.note(formatStrike(strike));
    this.counts.set(strike.kind, (this.counts.get(strike.kind) ?? 0) + 1);
    if (!isOfHost(strike.kind)) return this.#strike(strike);
    this.#busy.add(first);
    await this.#strike(strike);
    this.#busy.delete(first);
  }

  async #strike(strike: Strike): Promise<void> {
    const host = this.#host(strike.hosts[0] as number);
    switch (strike.kind) {
      case "kill-router":
        await host.kill("router");
        await sleep(strike.forMs);
        return host.start();
      case "end-weave":
        await host.endWeave();
        await sleep(strike.forMs);
        return host.start();
      case "kill-datapath":
        return host.kill("datapath");
      case "lose-container":
        return this.#ports.loads[host.number - 1]?.loseOne();
      case "stop-router":
      case "stop-datapath": {
        const resume = await host.suspend(strike.kind === "stop-router" ? "router" : "datapath");
        await sleep(strike.forMs);
        return resume();
      }
      case "cut-power":
      case "replace-host":
        return this.#losePower(host, strike);
      case "cut":
      case "cut-one-way":
      case "isolate":
      case "split": {
        const pairs = this.#pairs(strike);
        await this.#cut(pairs, 1);
        await sleep(strike.forMs);
        await this.#cut(pairs, -1);
        this.#ports.ledger.note(`healed: ${formatStrike(strike)}`);
      }
    }
  }

  async #losePower(host: FaultyHost, { kind, forMs }: Strike): Promise<void> {
    const { loads, witnesses } = this.#ports;
    const load = loads[host.number - 1] as ContainerLoad;
    const before = host.peerName;
    const power = host.losePower();
    await witnesses.end(host.number);
    const lost = await load.loseAll();
    await power;
    await sleep(forMs);
    if (kind === "replace-host") {
      await this.#removePeer(host, before);
      await host.forgetState();
    }
    await host.getPower();
    await host.start();
    if (kind === "cut-power") await load.recover(lost);
    const witness = await load.attachWitness();
    if (witness !== undefined) witnesses.watch(witness);
  }

  async #removePeer(host: FaultyHost, name: string): Promise<void> {
    const { hosts, ledger } = this.#ports;
    let answer = "";
    for (const deadline = performance.now() + removalMsMax; performance.now() < deadline; await sleep(500)) {
      for (const operator of hosts.filter((one) => one.isUp && one !== host)) {
        try {
          const { takenOver } = await operator.client().removePeer(name, false);
          return ledger.note(`${operator.host.name} removed ${name} of ${host.host.name}: ${takenOver} addresses`);
        } catch (error) {
          answer = `${operator.host.name}: ${(error as WeaveError).code}`;
          if (!notYet.test((error as WeaveError).code)) {
            return ledger.violation(`${operator.host.name} refused to remove ${name}: ${(error as Error).message}`);
          }
          if (!(error as WeaveError).code.startsWith("API_")) break;
        }
      }
    }
    ledger.violation(
      `${name} of ${host.host.name} could not be removed in ${removalMsMax} ms; the last answer: ${answer}`,
    );
  }

  #pairs({ kind, hosts: struck }: Strike): readonly (readonly [string, string])[] {
    if (kind === "cut" || kind === "cut-one-way") {
      const [from, to] = struck.map((number) => `h${number}`) as [string, string];
      return kind === "cut"
        ? [
            [from, to],
            [to, from],
          ]
        : [[from, to]];
    }
    const names = this.#ports.hosts.map(({ host }) => host.name);
    const side = new Set(struck.map((number) => `h${number}`));
    return names.flatMap((from) =>
      names.filter((to) => side.has(from) !== side.has(to)).map((to) => [from, to] as const),
    );
  }

  async #cut(pairs: readonly (readonly [string, string])[], by: 1 | -1): Promise<void> {
    const changed = pairs.filter(([from, to]) => {
      const key = `${from} ${to}`;
      const before = this.#cuts.get(key) ?? 0;
      this.#cuts.set(key, before + by);
      return before === 0 || before + by === 0;
    });
    await changePairs(this.#ports.lab, "cut", by === 1 ? "add" : "delete", changed);
  }

  #host(number: number): FaultyHost {
    return this.#ports.hosts[number - 1] as FaultyHost;
  }
}
