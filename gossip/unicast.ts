/**
 * Unicasts: a payload for one peer, passed along next hops as the bytes that the source encoded. Nothing waits and
 * nothing is repeated here: whoever needs an answer asks again. The hop limit ends loops while views differ. O(1).
 */
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";
import type { Relay } from "./relay.ts";
import { encodeUnicast, encodeUnicastFrame, type Frame, type Unicast } from "./wire.ts";

type UnicastFrame = Extract<Frame, { kind: "unicast" }>;

export class Unicasts {
  readonly #relay: Relay;

  constructor(relay: Relay) {
    this.#relay = relay;
  }

  send(now: Millis, channel: string, destination: PeerKey, payload: Uint8Array): void {
    if (this.#relay.refusesOversized(now, channel, payload)) return;
    const unicast = { source: this.#relay.self, destination, channel, payload };
    if (destination === this.#relay.self) this.#deliver(unicast);
    else this.#passOn(now, unicast, encodeUnicast(unicast), this.#relay.limits.hopsMax);
  }

  receive(now: Millis, { unicast, original, hopLimit }: UnicastFrame): void {
    if (unicast.destination === this.#relay.self) {
      this.#deliver(unicast);
      return;
    }
    this.#relay.forwarded++;
    this.#passOn(now, unicast, original, hopLimit);
  }

  /** `hopLimit`: how many more links it may cross. */
  #passOn(now: Millis, { source, destination, channel }: Unicast, original: Uint8Array, hopLimit: number): void {
    const hop = this.#relay.routes.nextHop(destination);
    if (hop === undefined) {
      this.#relay.unroutable++;
      this.#relay.outbox.tell(now, "info", "gossip-unroutable", { source, destination, channel });
    } else if (hopLimit === 0) this.#relay.refuseHopLimit(now, source, channel);
    else this.#relay.sender.sendUnicast(now, hop, encodeUnicastFrame(original, hopLimit - 1));
  }

  #deliver({ source, channel: name, payload }: Unicast): void {
    const channel = this.#relay.channels.get(name);
    if (!channel) {
      this.#relay.unknownChannel++;
      return;
    }
    channel.unicastsDelivered++;
    this.#relay.outbox.push({ kind: "deliver", channel: name, source, mode: "unicast", payload });
  }
}
