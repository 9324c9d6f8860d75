/**
 * A toy channel for tests: a grow-only set of short strings. The digest lists its members in order; a payload is some
 * members. The same state gives the same array, as the contract asks.
 */
import { concatBytes, utf8Encode } from "../../base/bytes.ts";
import type { ChannelState } from "../gossip-types.ts";

const separator = 10;

export class ToySet implements ChannelState {
  readonly members = new Set<string>();
  readonly #membersPerPayload: number;
  #digest: Uint8Array | undefined;

  constructor(membersPerPayload = 100) {
    this.#membersPerPayload = membersPerPayload;
  }

  add(member: string): Uint8Array {
    this.merge(utf8Encode(member));
    return utf8Encode(member);
  }

  merge(payload: Uint8Array): void {
    for (const member of membersOf(payload)) {
      if (this.members.has(member)) continue;
      this.members.add(member);
      this.#digest = undefined;
    }
  }

  digest(): Uint8Array {
    this.#digest ??= payloadOf([...this.members].sort());
    return this.#digest;
  }

  diff(remoteDigest: Uint8Array): readonly Uint8Array[] {
    const theirs = new Set(membersOf(remoteDigest));
    const lacking = [...this.members].filter((member) => !theirs.has(member)).sort();
    const payloads: Uint8Array[] = [];
    for (let i = 0; i < lacking.length; i += this.#membersPerPayload)
      payloads.push(payloadOf(lacking.slice(i, i + this.#membersPerPayload)));
    return payloads;
  }
}

function payloadOf(members: readonly string[]): Uint8Array {
  return concatBytes(...members.map((member) => concatBytes(utf8Encode(member), Uint8Array.of(separator))));
}

export function membersOf(payload: Uint8Array): string[] {
  let text = "";
  for (const byte of payload) text += String.fromCharCode(byte);
  return text.split("\n").filter((member) => member !== "");
}
