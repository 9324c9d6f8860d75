/**
 * Paxos under random schedules: several proposers, messages that are lost, repeated and overtaken, and peers that crash
 * at a persist, before or after it is durable, and come back with what their disk holds. Seen from outside, from what
 * the disks ever held, at most one value is chosen, and no proposer reports another.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../base/bytes.ts";
import type { PeerKey } from "../base/peer-name.ts";
import { Acceptors } from "./consensus.ts";
import { Election } from "./election.ts";
import { Outbox } from "./outbox.ts";
import { MemoryDisk } from "./testing/world.ts";
import { decodeAcceptor, decodeTalk } from "./wire.ts";

type Act =
  | { readonly kind: "propose"; readonly node: number }
  /** `take` picks among the messages under way; `repeat` leaves it there. */
  | { readonly kind: "deliver"; readonly take: number; readonly repeat: boolean }
  | { readonly kind: "lose"; readonly take: number }
  /** At once, or before or after its next persist is durable. */
  | { readonly kind: "crash"; readonly node: number; readonly when: "now" | "before" | "after" }
  | { readonly kind: "pass"; readonly ms: number };

interface Message {
  readonly from: number;
  readonly to: PeerKey;
  readonly payload: Uint8Array;
}

/** Told what each acceptor durably holds; knows what was chosen. */
class Observer {
  readonly #accepted = new Map<string, Set<number>>();
  readonly chosen = new Set<string>();
  readonly #majority: number;

  constructor(count: number) {
    this.#majority = Math.floor(count / 2) + 1;
  }

  saw(node: number, stored: Uint8Array): void {
    const state = decodeAcceptor(stored);
    if (!state.ok || !state.value.accepted) return;
    const { ballot, value } = state.value.accepted;
    const key = `${ballot.round} ${ballot.proposer} ${toHex(value)}`;
    const acceptors = this.#accepted.get(key) ?? new Set();
    this.#accepted.set(key, acceptors.add(node));
    if (acceptors.size >= this.#majority) this.chosen.add(toHex(value));
  }
}

class Peer {
  readonly index: number;
  readonly key: PeerKey;
  readonly disk = new MemoryDisk();
  crashAtPersist: "before" | "after" | undefined;
  outbox = new Outbox();
  election: Election;

  constructor(index: number) {
    this.index = index;
    this.key = keyOf(index);
    this.election = this.#boot();
  }

  #boot(): Election {
    this.outbox = new Outbox();
    const acceptors = new Acceptors(this.outbox);
    acceptors.open(this.disk);
    const sign = () => new Uint8Array(0);
    const seat = { self: this.key, meshId: () => undefined, expected: () => 1, range: undefined, sign };
    return new Election(acceptors, this.outbox, seat);
  }

  crash(): void {
    this.crashAtPersist = undefined;
    this.election = this.#boot();
  }
}

function keyOf(index: number): PeerKey {
  return toHex(new Uint8Array(32).fill(index + 1)) as PeerKey;
}

/** Runs `acts` and returns what was chosen and what proposers said. */
function play(count: number, acts: readonly Act[], quorum: number): Set<string> {
  const observer = new Observer(count);
  const peers = Array.from({ length: count }, (_, i) => new Peer(i));
  const messages: Message[] = [];
  let now = 0;
  let values = 0;

  const settle = (peer: Peer) => {
    const outcome = peer.election.advance(now);
    for (const output of peer.outbox.flush(undefined)) {
      if (output.kind === "unicast") messages.push({ from: peer.index, to: output.to, payload: output.payload });
      if (output.kind !== "persist") continue;
      if (peer.crashAtPersist !== "before") {
        peer.disk.write(output.writes);
        for (const { value } of output.writes) if (value) observer.saw(peer.index, value);
      }
      if (peer.crashAtPersist) return peer.crash();
    }
    if (outcome?.kind === "chosen") observer.chosen.add(toHex(outcome.value));
  };

  const receive = ({ from, to, payload }: Message) => {
    const peer = peers.find(({ key }) => key === to);
    const decoded = decodeTalk(payload);
    if (!peer || !decoded.ok) return;
    const { talk } = decoded.value;
    if (talk.kind === "prepare" || talk.kind === "accept") peer.election.answer(keyOf(from), talk);
    else if (talk.kind === "promise" || talk.kind === "accepted" || talk.kind === "refused") {
      peer.election.received(keyOf(from), talk);
    }
    settle(peer);
  };

  for (const act of acts) {
    switch (act.kind) {
      case "propose": {
        const peer = peers[act.node % count] as Peer;
        if (peer.election.running) break;
        const value = Uint8Array.of(++values);
        const invited = peers.map(({ key }) => key);
        peer.election.start(now, {
          instance: 1,
          invited,
          removes: undefined,
          quorum: () => quorum,
          build: () => value,
        });
        settle(peer);
        break;
      }
      case "deliver":
      case "lose": {
        const at = act.take % Math.max(1, messages.length);
        const message = messages[at];
        if (!message) break;
        if (act.kind === "lose" || !act.repeat) messages.splice(at, 1);
        if (act.kind === "deliver") receive(message);
        break;
      }
      case "crash":
        if (act.when === "now") (peers[act.node % count] as Peer).crash();
        else (peers[act.node % count] as Peer).crashAtPersist = act.when;
        break;
      case "pass":
        now += act.ms;
        for (const peer of peers) settle(peer);
    }
  }
  return observer.chosen;
}

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("propose" as const), node: fc.nat(4) }) },
  {
    weight: 30,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      take: fc.nat(1_000),
      repeat: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("lose" as const), take: fc.nat(1_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("crash" as const),
      node: fc.nat(4),
      when: fc.constantFrom("now" as const, "before" as const, "after" as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(100, 600, 3_100) }) },
);
const schedule = fc.array(act, { minLength: 60, maxLength: 200, size: "max" });

describe("Paxos", () => {
  it("chooses at most one value, whatever the schedule, and often one", () => {
    let decided = 0;
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), schedule, (count, acts) => {
        const chosen = play(count, acts, Math.floor(count / 2) + 1);
        expect(chosen.size).toBeLessThanOrEqual(1);
        decided += chosen.size;
      }),
      { numRuns: 1_000 },
    );
    expect(decided).toBeGreaterThan(300);
  }, 60_000);

  it("is seen to choose two when quorums need not meet: the schedules are hard enough", () => {
    const broken = fc.check(
      fc.property(schedule, (acts) => play(4, acts, 2).size <= 1),
      { numRuns: 1_000, endOnFailure: true },
    );
    expect(broken.failed).toBe(true);
  }, 60_000);

  it("keeps its word across a restart: what was promised and accepted is durable with the answer", () => {
    const disk = new MemoryDisk();
    const reopened = () => {
      const outbox = new Outbox();
      const acceptors = new Acceptors(outbox);
      acceptors.open(disk);
      const flush = () => {
        for (const output of outbox.flush(undefined)) if (output.kind === "persist") disk.write(output.writes);
      };
      return { acceptors, flush };
    };
    const ballot = (round: number) => ({ round, proposer: keyOf(0) });
    const first = reopened();
    first.acceptors.prepare(7, ballot(2));
    first.flush();
    const second = reopened();
    expect(second.acceptors.accept(7, ballot(1), Uint8Array.of(1))).toEqual(ballot(2));
    expect(second.acceptors.accept(7, ballot(2), Uint8Array.of(2))).toBeUndefined();
    second.flush();
    expect(reopened().acceptors.prepare(7, ballot(3))).toMatchObject({
      accepted: { ballot: ballot(2), value: Uint8Array.of(2) },
    });
  });
});
