/**
 * Whom we refused lately, or who refused us after dialling here: the end that did not dial has nobody to try again, so
 * without this `weave status connections` would show the reason at the dialling end only. One row for each host and
 * reason, kept for `shownForMs`; at most `rowsMax`, the longest silent makes room. Display only: before authentication
 * anybody can write here.
 */
import { formatEndpoint } from "../base/address.ts";
import type { Millis } from "../base/time.ts";
import { type RefusalCode, refusalMeanings } from "../crypto/refusal.ts";
import type { Connection, ConnectionEnd } from "./connection.ts";
import type { ConnectionStatus } from "./mesh-types.ts";

export const rowsMax = 16;
/** Longer than the back-off of a dialler that only a person can help. */
export const shownForMs = 120_000;

/** No refusals, or nothing that a person should look at. */
const unremarkable: ReadonlySet<string> = new Set<RefusalCode>([
  "duplicate-connection",
  "not-needed",
  "stopping",
  "timeout",
  "self",
]);

interface Row {
  readonly at: Millis;
  readonly connection: Connection;
  readonly end: ConnectionEnd;
}

export class RecentRefusals {
  /** By host and reason, the latest last. */
  readonly #rows = new Map<string, Row>();

  ended(now: Millis, connection: Connection, end: ConnectionEnd): void {
    if (connection.outbound || unremarkable.has(end.code) || !Object.hasOwn(refusalMeanings, end.code)) return;
    const place = `${connection.remoteEndpoint.host} ${end.code}`;
    this.#rows.delete(place);
    this.#rows.set(place, { at: now, connection, end });
    if (this.#rows.size > rowsMax) this.#rows.delete(this.#rows.keys().next().value as string);
  }

  /** The host was accepted after all. */
  connected(host: string): void {
    for (const [place, { connection }] of this.#rows)
      if (connection.remoteEndpoint.host === host) this.#rows.delete(place);
  }

  statuses(now: Millis): readonly ConnectionStatus[] {
    for (const [place, { at }] of this.#rows) if (now - at > shownForMs) this.#rows.delete(place);
    return [...this.#rows.values()].map(({ connection, end }) => ({
      connection: undefined,
      outbound: false,
      address: formatEndpoint(connection.remoteEndpoint),
      target: undefined,
      state: "failed",
      peer: connection.remote?.key,
      name: connection.remote?.name,
      nickname: connection.hello?.nickname,
      reason: end,
      retryInMs: undefined,
      rttMs: undefined,
      bytesIn: connection.bytesIn,
      bytesOut: connection.bytesOut,
    }));
  }
}
