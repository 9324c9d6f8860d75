/**
 * What the routers answered, kept outside of them: which container has which address by whose word. And the journal of a
 * run: violations (a broken promise, a sentence each) and what happened when, for whoever looks for the cause.
 */

export interface HeldAddress {
  readonly address: string;
  readonly ipv6: string;
  readonly mac: string;
}

export interface FaultContainer {
  /** Name of its namespace, and the id under which its router knows it. */
  readonly name: string;
  /** Number of its host, from 1. */
  readonly host: number;
  /** Of the containers that are there all the time, and watch what arrives. */
  readonly isWitness: boolean;
  /** Undefined while an answer is awaited: then nobody may say what it has. */
  held: HeldAddress | undefined;
}

/** A container with an address, at one moment. */
export interface HeldContainer {
  readonly name: string;
  readonly host: number;
  readonly held: HeldAddress;
}

export class Ledger {
  readonly containers = new Map<string, FaultContainer>();
  readonly violations: string[] = [];
  readonly journal: string[] = [];
  readonly #since = performance.now();
  /** Attachments and detachments that were answered. */
  answers = 0;
  /** Calls that were refused for want of space. */
  refusals = 0;

  /** `what` comes with the time. */
  note(what: string): void {
    this.journal.push(`${this.#clock()} ${what}`);
  }

  violation(what: string): void {
    const text = `${this.#clock()} ${what}`;
    this.violations.push(text);
    this.journal.push(`VIOLATION ${text}`);
  }

  ofHost(host: number): readonly FaultContainer[] {
    return [...this.containers.values()].filter((container) => container.host === host);
  }

  /** As of now. */
  held(): readonly HeldContainer[] {
    return [...this.containers.values()].flatMap(({ name, host, held }) => (held ? [{ name, host, held }] : []));
  }

  /** Neither given back nor lost since. */
  isStill({ name, held }: HeldContainer): boolean {
    return this.containers.get(name)?.held === held;
  }

  /** Takes an answer down; one that contradicts an earlier one is a violation. */
  give(container: FaultContainer, held: HeldAddress): void {
    this.answers += 1;
    for (const other of this.held()) {
      if (other.name !== container.name && other.held.address === held.address)
        this.violation(`${held.address} was given to ${container.name} while ${other.name} has it`);
    }
    container.held = held;
  }

  #clock(): string {
    return `${((performance.now() - this.#since) / 1_000).toFixed(2)} s`;
  }
}
