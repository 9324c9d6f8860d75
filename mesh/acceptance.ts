/**
 * What we say of ourselves in a handshake, and whether the authenticated peer at its other end may become a neighbour.
 * The facts of both sides are compared the same way at both ends, so that both come to the same refusal. Duplicates and
 * twins, which depend on other connections, are the business of neighbours.ts.
 */
import { bytesEqual } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import { Handshake, type RemoteIdentity } from "../crypto/handshake.ts";
import type { RefusalCode } from "../crypto/refusal.ts";
import type { MeshOptions } from "./mesh-types.ts";
import type { PeerRecord } from "./peer-record.ts";
import {
  encodeHello,
  type Hello,
  type MeshSummary,
  nicknameBytesMax,
  protocolVersionMax,
  protocolVersionMin,
  shownText,
  summaryNamesMax,
} from "./wire.ts";

export class Acceptance {
  readonly #ports: { readonly crypto: Crypto; readonly random: Random };
  readonly #options: MeshOptions;
  readonly #reachable: () => Iterable<PeerRecord>;
  /** 16 bytes, or empty while there is none. */
  meshId = new Uint8Array();
  #meshRange = "";

  /** `reachable`: the records of all peers that we reach. */
  constructor(
    ports: { readonly crypto: Crypto; readonly random: Random },
    options: MeshOptions,
    reachable: () => Iterable<PeerRecord>,
  ) {
    this.#ports = ports;
    this.#options = options;
    this.#reachable = reachable;
  }

  /** First boot, or a ring that we adopted, fixed both. */
  found(meshId: Uint8Array, range: string): void {
    this.meshId = new Uint8Array(meshId);
    this.#meshRange = range;
  }

  handshake(outbound: boolean, connectionNonce: Uint8Array): Handshake {
    const { identity, password, nickname, bootNonce, port, rangeText, rangeExplicit } = this.#options;
    return new Handshake(this.#ports, {
      role: outbound ? "dialer" : "listener",
      identity,
      password,
      versionMin: protocolVersionMin,
      versionMax: protocolVersionMax,
      meshId: this.meshId,
      payload: encodeHello({
        nickname: shownText(nickname, nicknameBytesMax),
        bootNonce,
        port,
        connectionNonce,
        range: rangeText,
        rangeExplicit,
        mesh: this.#summary(),
      }),
    });
  }

  /** Of the mesh that we belong to. O(peers), as little beside a handshake. */
  #summary(): MeshSummary | undefined {
    if (this.meshId.length === 0) return undefined;
    const { identity, nickname } = this.#options;
    const others = [...this.#reachable()].filter(({ key }) => key !== identity.key);
    const named = others.slice(0, summaryNamesMax - 1).map((record) => record.nickname);
    const own = shownText(nickname, nicknameBytesMax);
    return { range: this.#meshRange, hosts: others.length + 1, names: [own, ...named] };
  }

  whyRefuse(remote: RemoteIdentity, hello: Hello): RefusalCode | undefined {
    const { identity, bootNonce, rangeExplicit, rangeText } = this.#options;
    if (remote.key === identity.key) return bytesEqual(hello.bootNonce, bootNonce) ? "self" : "cloned-identity";
    if (remote.name === identity.name || isNameTaken(this.#reachable(), remote)) return "duplicate-name";
    const bothFounded = this.meshId.length > 0 && remote.meshId.length > 0;
    if (bothFounded && !bytesEqual(this.meshId, remote.meshId)) return "other-mesh";
    const neitherFounded = this.meshId.length === 0 && remote.meshId.length === 0;
    const bothExplicit = rangeExplicit && hello.rangeExplicit;
    return neitherFounded && bothExplicit && rangeText !== hello.range ? "other-range" : undefined;
  }
}

/** 48 bits can be ground: another key with the name of a living peer stays out. */
function isNameTaken(reachable: Iterable<PeerRecord>, remote: RemoteIdentity): boolean {
  for (const record of reachable) if (record.name === remote.name && record.key !== remote.key) return true;
  return false;
}
