/**
 * Places that peers without room named to us, who are connected to nobody: each is tried once. A place that was tried is
 * not tried as an alternative again for `triedForMs`, since two full hosts name each other. Bounded in number, whatever is
 * named.
 */
import { type Endpoint, formatEndpoint, parseHostPort } from "../base/address.ts";
import type { Millis } from "../base/time.ts";
import { type Destination, destination, isLiteral } from "./destination.ts";
import { alternativesMax } from "./wire.ts";

const keptMax = 16;
const triedForMs = 60_000;
const triedMax = 256;

export class Alternatives {
  readonly #defaultPort: number;
  readonly #places = new Map<string, Destination>();
  /** When. */
  readonly #tried = new Map<string, Millis>();

  constructor(defaultPort: number) {
    this.#defaultPort = defaultPort;
  }

  get destinations(): Iterable<Destination> {
    return this.#places.values();
  }

  /** `isOurs`: it leads back to us. */
  add(now: Millis, named: readonly string[], isOurs: (place: string) => boolean): void {
    for (const [place, at] of this.#tried) if (now >= at + triedForMs) this.#tried.delete(place);
    for (const text of named.slice(0, alternativesMax)) {
      const endpoint = parseHostPort(text, this.#defaultPort);
      if (!endpoint || !isLiteral(endpoint.host) || this.#places.size >= keptMax) continue;
      const place = formatEndpoint(endpoint);
      if (isOurs(place) || this.#tried.has(place) || this.#tried.size >= triedMax) continue;
      this.#tried.set(place, now);
      this.#places.set(place, destinationAt(now, endpoint));
    }
  }

  forget(tried: Destination): void {
    for (const [place, known] of this.#places) if (known === tried) this.#places.delete(place);
  }

  /** We are connected to somebody. */
  clear(): void {
    this.#places.clear();
    this.#tried.clear();
  }
}

function destinationAt(now: Millis, endpoint: Endpoint): Destination {
  const added = destination(now, undefined, undefined, now);
  added.candidates = [endpoint];
  return added;
}
