/**
 * Records of a run, read off the disks now and then, so that merges are tried with what was superseded meanwhile: of
 * peers' own records, as others remember them, a few of each host, the latest; of the ring's all that are met, up to a limit.
 */
import { bytesEqual } from "../../base/bytes.ts";
import { ringPrefix } from "../../ipam-crdt/ledger.ts";
import { decodeEntries } from "../../ipam-crdt/wire.ts";
import { rememberedPrefix } from "../../mesh/known-mesh.ts";
import type { Host } from "./host.ts";

const peerRecordsOfHostMax = 6;
const ringRecordsMax = 400;

export class RecordSamples {
  /** By the key under which a host remembers another. */
  readonly #peers = new Map<string, Uint8Array[]>();
  readonly #ring: Uint8Array[] = [];
  readonly #seen = new WeakSet<Uint8Array>();
  #takes = 0;

  /** From the disk of the next host. */
  take(hosts: readonly Host[]): void {
    const next = hosts[this.#takes++ % hosts.length];
    if (next) this.#takePeers(next);
    if (next && this.#ring.length < ringRecordsMax) this.#takeRing(next);
  }

  get peers(): readonly Uint8Array[] {
    return [...this.#peers.values()].flat();
  }

  get ring(): readonly Uint8Array[] {
    return this.#ring;
  }

  #takePeers(host: Host): void {
    for (const key of host.disk.keys(rememberedPrefix)) {
      const record = host.disk.get(key);
      if (!record || this.#seen.has(record)) continue;
      this.#seen.add(record);
      const samples = this.#peers.get(key) ?? [];
      if (samples.some((sample) => bytesEqual(sample, record))) continue;
      samples.push(record);
      if (samples.length > peerRecordsOfHostMax) samples.shift();
      this.#peers.set(key, samples);
    }
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
