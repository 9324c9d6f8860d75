/**
 * A toy channel that refines: versioned records in 32 buckets. Its digest is a hash a bucket; only where those differ
 * the versions are listed, so that one change among a thousand records costs a few of them. Shows that owners of large
 * states need no other wire.
 */
import { concatBytes, utf8Encode } from "../../base/bytes.ts";
import { digestHash } from "../digest-hash.ts";
import type { ChannelState } from "../gossip-types.ts";
import { membersOf } from "./toy-set.ts";

const buckets = 32;

export class ToyTable implements ChannelState {
  readonly #versions = new Map<string, number>();
  readonly #content: string;
  #digest: Uint8Array | undefined;

  constructor(contentBytes: number) {
    this.#content = "x".repeat(contentBytes);
  }

  get size(): number {
    return this.#versions.size;
  }

  set(record: string, version: number): void {
    this.#versions.set(record, version);
    this.#digest = undefined;
  }

  merge(payload: Uint8Array): void {
    for (const line of membersOf(payload)) {
      const [record = "", version] = line.split(" ");
      if ((this.#versions.get(record) ?? 0) < Number(version)) this.set(record, Number(version));
    }
  }

  digest(): Uint8Array {
    this.#digest ??= lines("coarse", ...Array.from({ length: buckets }, (_, bucket) => this.#hashOf(bucket)));
    return this.#digest;
  }

  /** Nothing for a coarse digest, which does not say what is lacking. */
  diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    const [format, , ...rows] = membersOf(remoteDigest);
    if (format !== "fine") return [];
    const theirs = new Map(rows.map((row) => [row.split(" ")[0], Number(row.split(" ")[1])]));
    return bucketsOf(remoteDigest)
      .flatMap((bucket) => this.#rowsOf(bucket))
      .filter(([record, version]) => (theirs.get(record) ?? 0) < version)
      .map(([record, version]) => lines(`${record} ${version} ${this.#content}`));
  }

  refine(remoteDigest: Uint8Array): Uint8Array | undefined {
    const [format, ...rows] = membersOf(remoteDigest);
    if (format === "coarse") {
      const differing = rows.flatMap((hash, bucket) => (hash === this.#hashOf(bucket) ? [] : [bucket]));
      return this.#fine(differing, "asks");
    }
    return rows[0]?.startsWith("asks") ? this.#fine(bucketsOf(remoteDigest), "answers") : undefined;
  }

  #fine(named: readonly number[], stage: string): Uint8Array {
    const rows = named.flatMap((bucket) => this.#rowsOf(bucket));
    return lines("fine", `${stage} ${named.join(" ")}`, ...rows.map(([record, version]) => `${record} ${version}`));
  }

  #rowsOf(bucket: number): [string, number][] {
    return [...this.#versions].filter(([record]) => bucketOf(record) === bucket).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #hashOf(bucket: number): string {
    return digestHash(utf8Encode(this.#rowsOf(bucket).join(";")));
  }
}

function bucketOf(record: string): number {
  return Number.parseInt(digestHash(utf8Encode(record)).slice(0, 8), 16) % buckets;
}

function bucketsOf(fine: Uint8Array): number[] {
  return (membersOf(fine)[1] ?? "").split(" ").slice(1).map(Number);
}

function lines(...texts: readonly string[]): Uint8Array {
  return concatBytes(...texts.map((text) => utf8Encode(`${text}\n`)));
}
