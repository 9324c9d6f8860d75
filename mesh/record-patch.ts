/**
 * A patch makes a newer version of a record that is known: the links that changed, and the signature of the whole record
 * that results. So a link that comes or goes costs about 100 bytes at each router, however many links its peer has.
 *
 * It goes onto any version from `base` on, since it carries every link that changed after `base`, as it is now. Whoever
 * has none of these versions, or gets something that its owner did not sign, has a gap: it takes nothing, and
 * anti-entropy brings the record. So merging by patches is merging by records, with fewer bytes.
 */
import { decodeSafely, plain, toHex } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import type { Crypto } from "../crypto/crypto-port.ts";
import {
  checkLinks,
  countLinks,
  forEachLink,
  idAt,
  type LinkId,
  linkIdOf,
  linksOfIds,
  patchLinks,
} from "./packed-links.ts";
import { counterMax, type KeyOfId, laterVersion, type PeerRecord, verifyRecord } from "./peer-record.ts";
import { mesh } from "./wire.pb.js";
import { linksPerRecordMax } from "./wire.ts";

export interface RecordPatch {
  readonly peer: LinkId;
  readonly incarnation: number;
  readonly base: number;
  readonly version: number;
  /** Packed. */
  readonly changed: Uint8Array;
  readonly gone: ReadonlySet<LinkId>;
  readonly signature: Uint8Array;
  readonly bytes: Uint8Array;
}

const idLength = 8;
const signatureLength = 64;

/** From the versions of `record` that began with `base`; `touched`: whose links changed since. */
export function patchOf(record: PeerRecord, base: number, touched: ReadonlySet<LinkId>): RecordPatch | undefined {
  const { packed, incarnation, version } = record;
  if (!packed) return undefined;
  const changed = linksOfIds(packed, touched);
  const gone = new Set(touched);
  forEachLink(changed, (at) => gone.delete(idAt(changed, at)));
  const peer = linkIdOf(record.key);
  const signature = record.bytes.slice(0, signatureLength);
  const bytes = plain(
    mesh.RecordPatch.encode({
      peer: record.publicKey.subarray(0, idLength),
      incarnation,
      base,
      version,
      changed,
      gone: idsToBytes([...gone]),
      signature,
    }).finish(),
  );
  return { peer, incarnation, base, version, changed, gone, signature, bytes };
}

export function decodePatch(bytes: Uint8Array): Result<RecordPatch> {
  const decoded = decodeSafely(bytes, (input) => mesh.RecordPatch.decode(input));
  if (!decoded.ok) return decoded;
  const { peer, incarnation, base, version, signature } = decoded.value;
  if (peer.length !== idLength) return failed("patch-peer");
  if (incarnation < 1 || incarnation > counterMax || version > counterMax) return failed("patch-order");
  if (base < 1 || base >= version) return failed("patch-base");
  if (signature.length !== signatureLength) return failed("patch-signature");
  const changed = checkLinks(plain(decoded.value.changed));
  if (!changed.ok) return changed;
  const { gone } = decoded.value;
  if (gone.length % idLength !== 0 || gone.length > idLength * linksPerRecordMax) return failed("patch-gone");
  return ok({
    peer: toHex(peer) as LinkId,
    incarnation,
    base,
    version,
    changed: changed.value,
    gone: new Set(bytesToIds(gone)),
    signature: plain(signature),
    bytes: plain(bytes),
  });
}

/** The record that results from `known`, or why there is none: `gap` costs nothing, `unverified` a signature's check. */
export function patched(
  crypto: Crypto,
  known: PeerRecord,
  patch: RecordPatch,
  keyOfId: KeyOfId,
): PeerRecord | "gap" | "unverified" {
  if (!known.packed || known.withdrawn || !goesOnto(patch, known)) return "gap";
  const packed = patchLinks(known.packed, patch.changed, patch.gone);
  if (countLinks(packed) > linksPerRecordMax) return "gap";
  const record = laterVersion(known, patch.version, packed, patch.signature, keyOfId);
  return verifyRecord(crypto, record) ? record : "unverified";
}

export function goesOnto(
  patch: Pick<RecordPatch, "incarnation" | "base" | "version">,
  known: Pick<PeerRecord, "incarnation" | "version">,
): boolean {
  return known.incarnation === patch.incarnation && known.version >= patch.base && known.version < patch.version;
}

function idsToBytes(ids: readonly LinkId[]): Uint8Array {
  const bytes = new Uint8Array(idLength * ids.length);
  ids.forEach((id, at) => {
    for (let i = 0; i < idLength; i++) bytes[at * idLength + i] = Number.parseInt(id.slice(2 * i, 2 * i + 2), 16);
  });
  return bytes;
}

function bytesToIds(bytes: Uint8Array): LinkId[] {
  const ids: LinkId[] = [];
  for (let at = 0; at < bytes.length; at += idLength) ids.push(toHex(bytes.subarray(at, at + idLength)) as LinkId);
  return ids;
}
