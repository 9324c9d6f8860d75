/**
 * What our dials taught us of places: where we met ourselves, and who answered last. A name or an address that somebody
 * else saw can lead back to us, and a new machine may have come where another one was; neither is to be dialled for
 * somebody else. Bounded: `ourselvesMax` places for `ourselvesMs` each, since anybody on the path could have said so, and
 * of the answers the `answeredMax` latest.
 */
import { type Endpoint, formatEndpoint } from "../base/address.ts";
import type { PeerKey } from "../base/peer-name.ts";
import type { Millis } from "../base/time.ts";

const ourselvesMax = 64;
const ourselvesMs = 600_000;
const answeredMax = 1_024;

export class MetPlaces {
  /** Until when that is believed. */
  readonly #ourselves = new Map<string, Millis>();
  /** The latest last. */
  readonly #answered = new Map<string, PeerKey>();

  answered(endpoint: Endpoint, peer: PeerKey): void {
    const place = formatEndpoint(endpoint);
    this.#answered.delete(place);
    this.#answered.set(place, peer);
    const [oldest] = this.#answered.keys();
    if (oldest !== undefined && this.#answered.size > answeredMax) this.#answered.delete(oldest);
  }

  ledToUs(now: Millis, endpoint: Endpoint): void {
    if (this.#ourselves.size < ourselvesMax) this.#ourselves.set(formatEndpoint(endpoint), now + ourselvesMs);
  }

  isOurs(now: Millis, place: string): boolean {
    const until = this.#ourselves.get(place);
    if (until !== undefined && until <= now) this.#ourselves.delete(place);
    return until !== undefined && until > now;
  }

  whoAnswered(place: string): PeerKey | undefined {
    return this.#answered.get(place);
  }
}
