/**
 * Keeps the number of control connections at the limit, whatever the size of the mesh: asks link-choice.ts whom we need,
 * tells neighbours how much we want their connection (wire.ts, `Need`), gives up those beyond the limit that are wanted
 * least, and says which strangers may come in when there is no room.
 *
 * Both ends agree since each knows what the other one wants: a connection that neither wants is given up by whoever is
 * beyond its limit, and nobody dials it again. Below the limit nothing is given up, so a mesh that grows past it loses
 * one connection a host at a time. Held against flapping: a connection is given up `dropAgeMs` after it came up, one each
 * `dropEveryMs`, and never one without which we would not reach the peer.
 *
 * Without a limit, or when only the user's targets are dialled, nothing of this is in force but the limit itself.
 */
import type { PeerKey } from "../base/peer-name.ts";
import { type Millis, never } from "../base/time.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionMaker } from "./connection-maker.ts";
import { affinity } from "./cycles.ts";
import { type Choice, headroomFor, LinkChoice } from "./link-choice.ts";
import type { Neighbours } from "./neighbours.ts";
import { type Need, needs } from "./wire.ts";

const dropAgeMs: Millis = 2_000;
const dropEveryMs: Millis = 500;
/** Who has so many neighbours dials a peer only when it was needed for so long. */
const heldFrom = 3;
const patienceMs: Millis = 1_000;
/** After a change of neighbours; many come together. */
const spacingMs: Millis = 250;
/** How often the choice is looked at without any change: who was passed over may be reachable now. */
const lookAgainMs: Millis = 5_000;

export interface LinkLimitPorts {
  readonly neighbours: Neighbours;
  readonly maker: ConnectionMaker;
  readonly known: {
    others(): ReadonlySet<PeerKey>;
    reaches(peer: PeerKey): boolean;
    reachesWithout(peer: PeerKey): boolean;
  };
}

export interface LinkLimitOptions {
  readonly self: PeerKey;
  readonly connectionLimit: number;
  readonly discovery: boolean;
}

export class LinkLimit {
  readonly #ports: LinkLimitPorts;
  readonly #options: LinkLimitOptions;
  readonly #chooser: LinkChoice | undefined;
  #choice: Choice = { needed: new Set(), tried: new Set() };
  #lookAt: Millis = never;
  #dropNotBefore: Millis = 0;

  constructor(ports: LinkLimitPorts, options: LinkLimitOptions) {
    this.#ports = ports;
    this.#options = options;
    const { connectionLimit, discovery, self } = options;
    if (connectionLimit > 0 && discovery) this.#chooser = new LinkChoice(self, connectionLimit);
  }

  get isSparse(): boolean {
    return this.#chooser?.isSparse ?? false;
  }

  wakeAt(): Millis {
    return this.#lookAt;
  }

  /** A neighbour came, went, or wants something else. */
  neighboursChanged(now: Millis): void {
    if (this.#chooser) this.#lookAt = Math.min(this.#lookAt, now + spacingMs);
  }

  /** `changed`: who is known, or reached, may have changed. */
  wake(now: Millis, changed: boolean): void {
    const { maker, known } = this.#ports;
    if (!changed && this.#lookAt > now) return;
    if (!this.#chooser) {
      if (this.#options.discovery) maker.discover(now, known.others());
      return;
    }
    this.#lookAt = never;
    if (changed) {
      this.#chooser.see(known.others(), (peer) => known.reaches(peer));
      maker.tryUnreached(now, (peer) => known.reaches(peer));
    }
    this.#choice = this.#chooser.choose((peer) => maker.isTroubled(now, peer));
    maker.discover(now, this.#choice.tried, this.#patience());
    if (this.#chooser.isSparse) this.#lookAt = now + lookAgainMs;
    this.#sayNeeds(now);
    this.#dropOne(now);
  }

  /** Whether the authenticated peer at the other end, who dialled us, finds no room. */
  isFullFor(connection: Connection, peer: PeerKey): boolean {
    const { connectionLimit } = this.#options;
    const { neighbours, maker, known } = this.#ports;
    if (connectionLimit === 0 || connection.outbound) return false;
    const others = neighbours.acceptedPeersBut(peer);
    if (others < connectionLimit || this.#choice.tried.has(peer) || maker.isTarget(peer)) return false;
    if (others >= connectionLimit + headroomFor(connectionLimit)) return true;
    if (!known.reaches(peer)) return false;
    let idle = 0;
    for (const { ourNeed, theirNeed } of neighbours.active.values())
      if (ourNeed === "none" && theirNeed === "none") idle++;
    return others - idle >= connectionLimit;
  }

  /** How many more peers may be dialled; those that the user named do not count. */
  room(): number {
    const { connectionLimit } = this.#options;
    if (connectionLimit === 0) return Number.POSITIVE_INFINITY;
    const { neighbours, maker } = this.#ports;
    let named = 0;
    for (const peer of neighbours.active.keys()) if (maker.isTarget(peer)) named++;
    return connectionLimit + headroomFor(connectionLimit) - (neighbours.count - named);
  }

  /** Where hosts start all at once, whom we need changes from one moment to the next. */
  #patience(): Millis {
    const isHeld = this.#ports.neighbours.active.size >= Math.min(heldFrom, this.#options.connectionLimit);
    return this.isSparse && isHeld ? patienceMs : 0;
  }

  #sayNeeds(now: Millis): void {
    for (const [peer, connection] of this.#ports.neighbours.active) {
      const need = this.#needOf(peer);
      if (need !== connection.ourNeed) this.#ports.neighbours.sayNeed(now, connection, need);
    }
  }

  #needOf(peer: PeerKey): Need {
    const { maker, known } = this.#ports;
    if (!this.isSparse) return "wanted";
    if (maker.isTarget(peer)) return "named";
    return this.#choice.needed.has(peer) || !known.reaches(peer) ? "wanted" : "none";
  }

  /** Beyond the limit: of those that we do not want ourselves, the one that its peer wants least. */
  #dropOne(now: Millis): void {
    const { neighbours, known } = this.#ports;
    if (!this.isSparse || neighbours.active.size <= this.#options.connectionLimit) return;
    this.#lookAt = Math.min(this.#lookAt, Math.max(now + dropEveryMs, this.#dropNotBefore));
    if (now < this.#dropNotBefore) return;
    const rank = new Map<Need, number>([
      ["none", 0],
      ["named", 1],
      ["wanted", 2],
    ]);
    const candidates = [...neighbours.active]
      .filter(([, { ourNeed, activeSince }]) => ourNeed === "none" && now - activeSince >= dropAgeMs)
      .map(([peer, connection]) => ({
        peer,
        connection,
        rank: rank.get(connection.theirNeed) ?? needs.length,
        worth: affinity(this.#options.self, peer),
      }))
      .sort((a, b) => a.rank - b.rank || a.worth - b.worth);
    const found = candidates.find(({ peer }) => known.reachesWithout(peer));
    this.#dropNotBefore = now + dropEveryMs;
    if (!found) return;
    neighbours.drop(now, found.connection, found.rank === 0 ? "not-needed" : "connection-limit");
  }
}
