/**
 * The product with one line wrong, so that the simulator can be tested: each of these must be found within a few seeds.
 * A line is changed while its file is loaded (`mutant-worker.ts`), nothing on disk is. `find` occurs exactly once in the
 * file; when the product's line changes its test says so.
 */

export interface Mutant {
  /** What is wrong, as a sentence about the product. */
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Only leases show it: the seeds are played with them. */
  readonly leases?: true;
  /** Only meshes that are not full show it: the seeds are played with this limit, and so many hosts. */
  readonly connectionLimit?: number;
  readonly hosts?: number;
}

export const mutants: readonly Mutant[] = [
  {
    name: "the merge of topology records keeps the older one",
    file: "mesh/topology.ts",
    find: "if (known && compareRecords(record, known) <= 0)",
    replace: "if (known && compareRecords(record, known) >= 0)",
  },
  {
    name: "the merge of ring records keeps the older one",
    file: "ipam-crdt/ring.ts",
    find: "if (!newest || compareAge(record, newest) > 0) newest = record;",
    replace: "if (!newest || compareAge(record, newest) < 0) newest = record;",
  },
  {
    name: "answers do not wait for their sync",
    file: "ipam-crdt/outbox.ts",
    find: "    outputs.push(...this.#rest);\n",
    replace: "    outputs.unshift(...this.#rest);\n",
  },
  {
    name: "a changed record of the ring is not written to the store",
    file: "ipam-crdt/ledger.ts",
    find: "for (const ringKey of ring.takeTouched()) {",
    replace: "for (const ringKey of [...ring.takeTouched()].slice(1)) {",
  },
  {
    name: "the quorum of first boot is one too small",
    file: "ipam-crdt/first-boot.ts",
    find: "return Math.floor(count / 2) + 1;",
    replace: "return Math.max(1, Math.floor(count / 2));",
  },
  {
    name: "a decree skips an epoch",
    file: "ipam-crdt/council.ts",
    find: "return (this.#ledger.view()?.decrees.decrees.length ?? 0) + 1;",
    replace: "return (this.#ledger.view()?.decrees.decrees.length ?? 0) + 2;",
  },
  {
    name: "a freed address does not rest",
    file: "ipam-crdt/space.ts",
    find: "export const restMs: Millis = 60_000;",
    replace: "export const restMs: Millis = 0;",
  },
  {
    name: "addresses in use are donated",
    file: "ipam-crdt/conversation.ts",
    find: "const busy = single ? [] : space.busyRanges(now);",
    replace: "const busy = single ? [] : space.busyRanges(now).slice(0, 0);",
  },
  {
    name: "one address is donated although a container holds it",
    file: "ipam-crdt/conversation.ts",
    find: "if (single && space.isUsed(address)) {",
    replace: "if (single && !space.isUsed(address)) {",
  },
  {
    name: "who donated goes on giving from what he gave away",
    file: "ipam-crdt/ledger.ts",
    find: "    ring.merge(record, true);\n    this.#persistTouched(ring);\n    this.#outbox.publish(record);",
    replace:
      '    if (record.content.kind !== "token") ring.merge(record, true);\n    this.#persistTouched(ring);\n    this.#outbox.publish(record);',
  },
  {
    name: "an allocation is not written to the store",
    file: "ipam-crdt/space.ts",
    find: "withheld: false };\n    this.#outbox.persist(allocationPrefix + hex8(address), encodeAllocation(stored));",
    replace: "withheld: false };\n    encodeAllocation(stored);",
  },
  {
    name: "a repeated broadcast counts as new",
    file: "gossip/broadcast-memory.ts",
    find: 'return memory.window.admit(sequence) ? "new" : "repeat";',
    replace: 'return memory.window.admit(sequence) || memory ? "new" : "repeat";',
  },
  {
    name: "neighbours that just came up are not compared with",
    file: "gossip/anti-entropy.ts",
    find: "  neighbourUp(now: Millis, neighbour: Neighbour): void {\n",
    replace: "  neighbourUp(now: Millis, neighbour: Neighbour): void {\n    if (now > 0) return;\n",
  },
  {
    name: "broadcasts go to no more than one neighbour",
    file: "gossip/broadcast.ts",
    find: "for (const hop of hops) this.#relay.sender",
    replace: "for (const hop of hops.slice(0, 1)) this.#relay.sender",
  },
  {
    name: "a broadcast goes to every neighbour",
    file: "mesh/routes.ts",
    find: "const hops = broadcastChildren(this.#graph, source, this.#self, this.#firstHops.size + 1);",
    replace: "const hops = [...this.#ours];",
  },
  {
    name: "records of peers that nobody reaches are never collected",
    file: "mesh/known-mesh.ts",
    find: "collectAfterMs: 2 * options.restartWindowMs,",
    replace: "collectAfterMs: 200_000 * options.restartWindowMs,",
  },
  {
    name: "a lost connection is not dialled again",
    file: "mesh/connection-maker.ts",
    find: "at.dueAt = now + backoffMs(failures, randomFraction(this.#random), this.#backoffFor(now, at, end));",
    replace:
      "at.dueAt = now + 1e9 * backoffMs(failures, randomFraction(this.#random), this.#backoffFor(now, at, end));",
  },
  {
    name: "silence of a neighbour is never noticed",
    file: "mesh/connection.ts",
    find: 'case "active":\n        return this.close("timeout", ',
    replace:
      'case "active":\n        if (this.#deadline < never) {\n          this.#deadline = never;\n          return [];\n        }\n        return this.close("timeout", ',
  },
  {
    name: "a second connection of one pair stays",
    file: "mesh/neighbours.ts",
    find: 'this.#run(now, other, other.close("duplicate-connection"));',
    replace: 'if (other.state === "ended") this.#run(now, other, other.close("duplicate-connection"));',
  },
  {
    name: "a twin is not fenced",
    file: "mesh/neighbours.ts",
    find: 'this.#run(now, told, [told.send({ kind: "fence", firstAddress, secondAddress })]);',
    replace: "this.#run(now, told, []);",
  },
  {
    name: "the end of an examined connection puts the one that waits in the place of a third",
    file: "mesh/neighbours.ts",
    find: "    this.#probes.delete(peer);\n    this.#earliest = undefined;\n    const restarted",
    replace: "    const restarted",
  },
  {
    name: "a fenced router gives",
    file: "router/core.ts",
    find: '        this.#fenced = true;\n        this.#post({ to: "ipam", input: { kind: "fenced" } });\n',
    replace: "",
  },
  {
    name: "a newer record of one's own is not noticed",
    file: "ipam-crdt/ledger.ts",
    find: "if (record.signer === this.identity.key) this.#newerOwn.push(record);",
    replace: "",
  },
  {
    name: "what a restored store forgot is not withheld",
    file: "ipam-crdt/tending.ts",
    find: "if ((used || this.#space.isUsed(address)) && this.#space.withhold(address)) withheld++;",
    replace: "if (!used && this.#space.isUsed(address) && this.#space.withhold(address)) withheld++;",
  },
  {
    name: "a restart forgets what rests",
    file: "ipam-crdt/space.ts",
    find: "for (const key of durable.keys(restPrefix)) this.#rest(",
    replace: "for (const key of durable.keys(restPrefix).slice(0, 0)) this.#rest(",
  },
  {
    name: "resting addresses are donated",
    file: "ipam-crdt/space.ts",
    find: "if (now < freedAt + restMs) busy.push(address);",
    replace: "if (now < freedAt) busy.push(address);",
  },
  {
    name: "of two records with equal numbers the first that came stays",
    file: "mesh/peer-record.ts",
    find: " || compareBytes(a.bytes, b.bytes);",
    replace: ";",
  },
  {
    name: "a takeover by lease keeps all hot blocks of the absent owner but one",
    file: "ipam-crdt/takeover.ts",
    find: "return encodeDecreeValue({ removed, heir, added: [], kept: newest.hot });",
    replace: "return encodeDecreeValue({ removed, heir, added: [], kept: newest.hot.slice(1) });",
    leases: true,
  },
  {
    name: "what a voter grants after the first time is not durable",
    file: "ipam-crdt/grants.ts",
    find: "    this.#grants.set(peer, { peer, version, config, hot, own });\n    this.#outbox.persist(grantPrefix",
    replace:
      "    const isFirst = !this.#grants.has(peer);\n    this.#grants.set(peer, { peer, version, config, hot, own });\n    if (isFirst) this.#outbox.persist(grantPrefix",
    leases: true,
  },
  {
    name: "a takeover by lease does not wait until the lease ran out",
    file: "ipam-crdt/lease-terms.ts",
    find: "takeoverMs: 1.25 * leaseMs,",
    replace: "takeoverMs: 0.3 * leaseMs,",
    leases: true,
  },
  {
    name: "the quorum for hot blocks is one too small",
    file: "ipam-crdt/tenure.ts",
    find: "version === this.#version).length >= voters.majority;",
    replace: "version === this.#version).length >= Math.max(1, voters.majority - 1);",
    leases: true,
  },
  {
    name: "an owner gives from what it asked for, granted or not",
    file: "ipam-crdt/tenure.ts",
    find: "    this.#usable = common(this.#usable, hot);\n",
    replace: "    this.#usable = hot;\n",
    leases: true,
  },
  {
    name: "an heir takes what is hot as well",
    file: "ipam-crdt/upkeep.ts",
    find: "      value.kept ?? [],\n",
    replace: "      [],\n",
    leases: true,
  },
  {
    name: "a voter grants and promises without knowing what was granted before",
    file: "ipam-crdt/succession.ts",
    find: "return !this.#forgot && this.readyAt(since) >= config;",
    replace: "return config >= since;",
    leases: true,
  },
  {
    name: "a sparse host does not dial its neighbours of the first cycle",
    file: "mesh/link-limit.ts",
    find: "maker.discover(now, this.#choice.tried, this.#patience());",
    replace: "maker.discover(now, new Set([...this.#choice.tried].slice(2)), this.#patience());",
    connectionLimit: 4,
    hosts: 9,
  },
  {
    name: "links beyond the limit are never given up",
    file: "mesh/link-limit.ts",
    find: "neighbours.active.size <= this.#options.connectionLimit) return;",
    replace: "neighbours.active.size > 0) return;",
    connectionLimit: 4,
    hosts: 9,
  },
  {
    name: "a full host refuses those that it needs",
    file: "mesh/link-limit.ts",
    find: "this.#choice.tried.has(peer) || maker.isTarget(peer)) return false;",
    replace: "maker.isTarget(peer)) return false;",
    connectionLimit: 4,
    hosts: 9,
  },
];

/** The file's text with the line wrong. */
export function mutated({ name, file, find, replace }: Mutant, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`mutant "${name}": its line occurs ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}
