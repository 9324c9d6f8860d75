/**
 * Owners and voters under lost, late and repeated messages, restarts and decrees: whatever each owner believes to own,
 * here everything, no two ever may give from one address, and what an owner may give from is what a takeover keeps.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PeerKey } from "../base/peer-name.ts";
import { Grants } from "./grants.ts";
import { common, minus } from "./hot-ranges.ts";
import type { LeaseMode } from "./lease-mode.ts";
import { leaseTerms } from "./lease-terms.ts";
import type { Grant, LeaseTalk } from "./lease-wire.ts";
import { Outbox } from "./outbox.ts";
import type { Range } from "./range.ts";
import { type Holding, Tenure } from "./tenure.ts";
import { MemoryDisk } from "./testing/world.ts";

const terms = leaseTerms(60_000);
const everything: Range = { start: 0, end: 64 };

function keyOf(letter: string, index: number): PeerKey {
  return `${letter}${index}`.padEnd(64, "0") as PeerKey;
}

/** A part with its own disk, which is written at the end of each step, as the barrier has it. */
class Part<T extends { open(disk: MemoryDisk, now: number): void }> {
  readonly key: PeerKey;
  readonly disk = new MemoryDisk();
  readonly #make: (outbox: Outbox) => T;
  outbox = new Outbox();
  it: T;

  constructor(key: PeerKey, make: (outbox: Outbox) => T) {
    this.key = key;
    this.#make = make;
    this.it = make(this.outbox);
  }

  restart(now: number): void {
    this.outbox = new Outbox();
    this.it = this.#make(this.outbox);
    this.it.open(this.disk, now);
  }

  sync(): void {
    for (const output of this.outbox.flush(undefined)) if (output.kind === "persist") this.disk.write(output.writes);
  }
}

type Request = Extract<LeaseTalk, { readonly kind: "lease-request" }>;
type Answer = Extract<LeaseTalk, { readonly kind: "lease-answer" }>;
type Message =
  | { readonly kind: "request"; readonly owner: number; readonly voter: number; readonly request: Request }
  | { readonly kind: "answer"; readonly owner: number; readonly voter: number; readonly answer: Answer };

class Mesh {
  now = 0;
  readonly voters: Part<Grants>[];
  readonly owners: Part<Tenure>[];
  readonly mode: LeaseMode;
  /** By owner, where a takeover is decided. */
  readonly kept = new Map<number, readonly Range[]>();
  readonly #promised: Map<PeerKey, Grant>[];
  readonly #used: Set<number>[];
  #messages: Message[] = [];

  constructor(voters: number, owners: number) {
    this.voters = Array.from({ length: voters }, (_, i) => new Part(keyOf("a", i), (outbox) => new Grants(outbox)));
    this.owners = Array.from({ length: owners }, (_, i) => new Part(keyOf("b", i), (outbox) => new Tenure(outbox)));
    this.#used = this.owners.map(() => new Set());
    this.#promised = this.owners.map(() => new Map());
    const keys = new Set(this.voters.map(({ key }) => key));
    const who = { keys, unresolved: 0, majority: Math.floor(voters / 2) + 1 };
    this.mode = { terms, self: keyOf("c", 0), config: 1, since: 1, voters: who, votersAt: () => who };
  }

  #holding(owner: number): Holding {
    const used = [...(this.#used[owner] ?? [])].toSorted((a, b) => a - b).map((start) => ({ start, end: start + 1 }));
    return { owned: [everything], used, busy: used, blockSize: 4 };
  }

  /** The owner looks at what it needs and asks all voters. */
  ask(owner: number): void {
    const part = this.owners[owner] as Part<Tenure>;
    part.it.adjust(this.now, terms, this.#holding(owner));
    const asked = part.it.requests(this.now, this.mode, this.mode.voters.keys);
    part.sync();
    this.voters.forEach(({ key }, voter) => {
      const request = asked.get(key);
      if (request) this.#messages.push({ kind: "request", owner, voter, request });
    });
  }

  /** Gives an address, if it may. */
  give(owner: number): void {
    const { it: tenure } = this.owners[owner] as Part<Tenure>;
    const [free] = minus(tenure.usable(this.now), this.#holding(owner).busy);
    if (free) this.#used[owner]?.add(free.start);
    else tenure.want(this.now, everything, this.#holding(owner));
  }

  deliver(at: number, keep: boolean): void {
    const message = this.#messages[at % Math.max(1, this.#messages.length)];
    if (!message) return;
    if (!keep) this.#messages = this.#messages.filter((other) => other !== message);
    const { owner, voter } = message;
    const [asker, answerer] = [this.owners[owner] as Part<Tenure>, this.voters[voter] as Part<Grants>];
    if (message.kind === "answer") {
      asker.it.answered(this.now, answerer.key, message.answer, this.mode);
      asker.sync();
      return;
    }
    const { number } = message.request;
    const given = answerer.it.ask(this.now, asker.key, message.request);
    answerer.sync();
    const answer: Answer = { kind: "lease-answer", number, ...given, count: answerer.it.count };
    this.#messages.push({ kind: "answer", owner, voter, answer });
  }

  lose(): void {
    this.#messages = [];
  }

  /** A voter promises the takeover of an owner; once a majority has, what is kept is decided. */
  promise(voter: number, owner: number): void {
    const [part, asker] = [this.voters[voter] as Part<Grants>, this.owners[owner] as Part<Tenure>];
    const word = part.it.of(asker.key);
    const promised = this.#promised[owner] as Map<PeerKey, Grant>;
    if (!word || promised.has(part.key)) return;
    part.it.bind(asker.key, 2);
    part.sync();
    promised.set(part.key, word);
    if (promised.size !== this.mode.voters.majority) return;
    this.kept.set(owner, newestOf([...promised.values()]));
  }

  /** What owners may give from, as soon as nobody tells them otherwise. */
  usable(): readonly (readonly Range[])[] {
    return this.owners.map(({ it }) => it.usable(Number.POSITIVE_INFINITY));
  }

  /** What a takeover would keep, whichever majority promises it. */
  keptAtLeast(owner: number): readonly Range[] {
    const { key } = this.owners[owner] as Part<Tenure>;
    let least: readonly Range[] = [everything];
    const { majority } = this.mode.voters;
    for (let first = 0; first < this.voters.length; first++) {
      const quorum = Array.from({ length: majority }, (_, i) => this.voters[(first + i) % this.voters.length]);
      const words = quorum.map((voter) => voter?.it.of(key));
      // Who knows no lease does not promise.
      if (words.some((word) => word === undefined)) continue;
      least = common(least, newestOf(words.filter((word) => word !== undefined)));
    }
    return least;
  }
}

function newestOf(words: readonly Grant[]): readonly Range[] {
  const [first, ...rest] = words;
  return rest.reduce((a, b) => (a && b.version > a.version ? b : a), first)?.hot ?? [];
}

const anAction = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("ask" as const), owner: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("give" as const), count: fc.nat(3), owner: fc.nat(2) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      at: fc.nat(99),
      count: fc.nat(12),
      again: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart-voter" as const), at: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart-owner" as const), at: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cool" as const), owner: fc.nat(2), address: fc.nat(63) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "lose" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("promise" as const),
      voter: fc.nat(4),
      count: fc.nat(3),
      owner: fc.nat(2),
    }),
  },
);

describe("leases", () => {
  it("are exclusive, and kept by every takeover, whatever is lost, late, repeated or restarted", () => {
    let granted = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(1, 3, 4, 5),
        fc.array(anAction, { minLength: 40, maxLength: 150 }),
        (voters, actions) => {
          const mesh = new Mesh(voters, 3);
          for (const action of actions) {
            mesh.now += 700;
            switch (action.kind) {
              case "ask":
                mesh.ask(action.owner);
                break;
              case "give":
                for (let i = 0; i <= action.count; i++) mesh.give(action.owner);
                break;
              case "deliver":
                for (let i = 0; i <= action.count; i++) mesh.deliver(action.at + i, action.again === 0);
                break;
              case "restart-voter":
                mesh.voters[action.at % voters]?.restart(mesh.now);
                break;
              case "restart-owner":
                mesh.owners[action.at]?.restart(mesh.now);
                break;
              case "cool": {
                const part = mesh.owners[action.owner];
                part?.it.cool(mesh.now, { start: action.address, end: action.address + 1 });
                part?.sync();
                break;
              }
              case "promise":
                for (let i = 0; i <= action.count; i++) mesh.promise((action.voter + i) % voters, action.owner);
                break;
              case "lose":
                mesh.lose();
                break;
            }
            const usable = mesh.usable();
            usable.forEach((ranges, owner) => {
              granted += ranges.length;
              expect(minus(ranges, mesh.keptAtLeast(owner))).toEqual([]);
              const kept = mesh.kept.get(owner);
              if (kept) expect(minus(ranges, kept)).toEqual([]);
              for (const other of usable.slice(owner + 1)) expect(common(ranges, other)).toEqual([]);
            });
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(granted).toBeGreaterThan(1_000);
  });
});
