/**
 * Records of a run, read off the disks now and then, so that merges are tried with what was superseded meanwhile: of
 * peers' own records a few of each host, the latest; of the ring's all that are met, up to a limit.
 */
import { ringPrefix } from "../../ipam-crdt/ledger.ts";
import { decodeEntries } from "../../ipam-crdt/wire.ts";
import { ownRecordKey } from "../../mesh/own-record.ts";
import type { Host } from "./host.ts";

const peerRecordsOfHostMax = 6;
const ringRecordsMax = 400;

export class RecordSamples {
  readonly #peers = new Map<Host, Uint8Array[]>();
  readonly #ring: Uint8Array[] = [];
  readonly #seen = new WeakSet<Uint8Array>();
  #takes = 0;

  /** From the disks of all, and the ring from the next one's. */
  take(hosts: readonly Host[]): void {
    for (const host of hosts) this.#takePeer(host);
    const next = hosts[this.#takes++ % hosts.length];
    if (next && this.#ring.length < ringRecordsMax) this.#takeRing(next);
  }

  get peers(): readonly Uint8Array[] {
    return [...this.#peers.values()].flat();
  }

  get ring(): readonly Uint8Array[] {
    return this.#ring;
  }

  #takePeer(host: Host): void {
    const record = host.disk.get(ownRecordKey);
    if (!record || this.#seen.has(record)) return;
    this.#seen.add(record);
    const samples = this.#peers.get(host) ?? [];
    samples.push(record);
    if (samples.length > peerRecordsOfHostMax) samples.shift();
    this.#peers.set(host, samples);
  }

  #takeRing(host: Host): void {
    for (const key of host.disk.keys(ringPrefix)) {
      const value = host.disk.get(key);
      if (!value || this.#seen.has(value)) continue;
      this.#seen.add(value);
      const entries = decodeEntries(value);
      if (entries.ok) this.#ring.push(...entries.value);
    }
  }
}
