/**
 * Collects what one step brings about. Everything durable leaves as one `persist` in front, so no answer, no delta and
 * no message of a step can overtake the state that it speaks of; records for the others leave as few deltas.
 */
import { type DurableWrite, type EventOutput, event } from "../base/machine.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { IpamOutput, IpamReply } from "./ipam-types.ts";
import type { Ring } from "./ring.ts";
import { deltasOf } from "./ring-digest.ts";
import type { RingRecord } from "./token.ts";
import { encodeTalk, type KnownTalk } from "./wire.ts";

export class Outbox {
  #writes = new Map<string, Uint8Array | undefined>();
  #records = new Map<string, RingRecord>();
  #rest: IpamOutput[] = [];
  #announces = false;

  persist(key: string, value: Uint8Array | undefined): void {
    this.#writes.set(key, value);
  }

  /** Everybody shall know this record of ours. */
  publish(record: RingRecord): void {
    this.#records.set(record.ringKey, record);
  }

  /** Everybody shall know that there is a ring, even without a record. */
  announceRing(): void {
    this.#announces = true;
  }

  talk(to: PeerKey, meshId: Uint8Array | undefined, talk: KnownTalk): void {
    this.#rest.push({ kind: "unicast", to, payload: encodeTalk(meshId, talk) });
  }

  reply(request: number, reply: IpamReply): void {
    this.#rest.push({ kind: "reply", request, reply });
  }

  output(output: IpamOutput): void {
    this.#rest.push(output);
  }

  event(level: EventOutput["level"], name: string, facts: EventOutput["facts"] = {}): void {
    this.#rest.push(event(level, name, facts));
  }

  /** The outputs of the step, in the order in which they may leave. */
  flush(ring: Ring | undefined): readonly IpamOutput[] {
    const writes: DurableWrite[] = [...this.#writes].map(([key, value]) => ({ key, value }));
    const outputs: IpamOutput[] = writes.length > 0 ? [{ kind: "persist", writes }] : [];
    if (ring && (this.#records.size > 0 || this.#announces)) {
      for (const payload of deltasOf(ring, [...this.#records.values()])) outputs.push({ kind: "publish", payload });
    }
    outputs.push(...this.#rest);
    this.#writes = new Map();
    this.#records = new Map();
    this.#rest = [];
    this.#announces = false;
    return outputs;
  }
}
