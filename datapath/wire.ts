/**
 * The messages of the sessions' handshake, carried by gossip's unicast channel `session`, decoded and bounded. What came
 * from the network never throws: `decode` returns a Result.
 *
 *   SessionMessage   exactly one of init | reply | close | refusal; at most `sessionMessageBytesMax`
 *   Init             index, ephemeral key (32), suites (1 to 8), mesh id (16 or none), signature (64), extensions (to 256)
 *   Reply            the init's index, index, ephemeral key (32), suite, signature (64), extensions (to 256)
 *   Close            index, signature (64)
 *   Refusal          the init's index, reason (1 to 32 of a-z and -), suites (to 8), signature (64)
 *
 * Indexes are never 0. Fields of newer versions are skipped and not signed; what must be both goes into `extensions`, which
 * this version leaves empty and does not interpret. Version history: 1, v0.1.0; later releases know refusals, which v0.1.0 drops and counts.
 */
import { decodeSafely, plain } from "../base/bytes.ts";
import { failed, ok, type Result } from "../base/error.ts";
import type { RefusalTerms, SessionInit, SessionReply } from "../crypto/session-keys.ts";
import { weave_session as wire } from "./wire.pb.js";

export const sessionMessageBytesMax = 1024;
const suitesMax = 8;
const suiteNameMax = 32;
const extensionsBytesMax = 256;
const reasonPattern = /^[a-z-]{1,32}$/;

export type SessionMessage =
  | { readonly kind: "init"; readonly init: SessionInit }
  | { readonly kind: "reply"; readonly initIndex: number; readonly reply: SessionReply }
  | { readonly kind: "close"; readonly index: number; readonly signature: Uint8Array }
  | {
      readonly kind: "refusal";
      readonly initIndex: number;
      readonly refusal: RefusalTerms & { readonly signature: Uint8Array };
    };

export function encode(message: SessionMessage): Uint8Array {
  switch (message.kind) {
    case "init":
      return finish(
        wire.SessionMessage.encode({
          init: { ...message.init, suites: [...message.init.suites], extensions: someOf(message.init.extensions) },
        }),
      );
    case "reply":
      return finish(
        wire.SessionMessage.encode({
          reply: { ...message.reply, initIndex: message.initIndex, extensions: someOf(message.reply.extensions) },
        }),
      );
    case "close":
      return finish(wire.SessionMessage.encode({ close: { index: message.index, signature: message.signature } }));
    case "refusal":
      return finish(
        wire.SessionMessage.encode({
          refusal: { ...message.refusal, initIndex: message.initIndex, suites: [...message.refusal.suites] },
        }),
      );
  }
}

export function decode(bytes: Uint8Array): Result<SessionMessage> {
  if (bytes.length > sessionMessageBytesMax) return failed("message too long");
  const decoded = decodeSafely(bytes, (input) => wire.SessionMessage.decode(input), "undecodable bytes");
  if (!decoded.ok) return decoded;
  const { init, reply, close, refusal } = decoded.value;
  if (init) return checkedInit(init);
  if (reply) return checkedReply(reply);
  if (refusal) return checkedRefusal(refusal);
  if (!close) return failed("neither init, reply, close nor refusal");
  if (!close.index || close.signature?.length !== 64) return failed("a close without index or signature");
  return ok({ kind: "close", index: close.index, signature: plain(close.signature) });
}

function checkedInit(init: wire.Init.$Properties): Result<SessionMessage> {
  const { index, ephemeral, suites, meshId, signature, extensions } = init;
  if (!index || ephemeral?.length !== 32 || signature?.length !== 64) return failed("an init with a part missing");
  if (!suites || suites.length === 0 || suites.length > suitesMax) return failed("an init without suites, or too many");
  if (suites.some((suite) => suite.length > suiteNameMax)) return failed("a suite's name is too long");
  if (extensions && extensions.length > extensionsBytesMax) return failed("extensions that are too long");
  if (meshId && meshId.length !== 0 && meshId.length !== 16) return failed("a mesh id that is not 16 bytes");
  return ok({
    kind: "init",
    init: {
      index,
      ephemeral: plain(ephemeral),
      suites: [...suites],
      meshId: plain(meshId ?? new Uint8Array(0)),
      signature: plain(signature),
      extensions: plain(extensions ?? new Uint8Array(0)),
    },
  });
}

function checkedReply(reply: wire.Reply.$Properties): Result<SessionMessage> {
  const { initIndex, index, ephemeral, suite, signature, extensions } = reply;
  if (!initIndex || !index || !suite || suite.length > suiteNameMax) return failed("a reply with a part missing");
  if (ephemeral?.length !== 32 || signature?.length !== 64) return failed("a reply without key or signature");
  if (extensions && extensions.length > extensionsBytesMax) return failed("extensions that are too long");
  return ok({
    kind: "reply",
    initIndex,
    reply: {
      index,
      ephemeral: plain(ephemeral),
      suite,
      signature: plain(signature),
      extensions: plain(extensions ?? new Uint8Array(0)),
    },
  });
}

function checkedRefusal(refusal: wire.Refusal.$Properties): Result<SessionMessage> {
  const { initIndex, reason, signature } = refusal;
  const suites = refusal.suites ?? [];
  if (!initIndex || signature?.length !== 64) return failed("a refusal without index or signature");
  if (!reason || !reasonPattern.test(reason)) return failed("a refusal without a code");
  if (suites.length > suitesMax || suites.some((suite) => suite.length > suiteNameMax))
    return failed("a refusal with too many suites, or one whose name is too long");
  return ok({
    kind: "refusal",
    initIndex,
    refusal: { reason, suites: [...suites], signature: plain(signature) },
  });
}

/** An empty field is not sent. */
function someOf(bytes: Uint8Array): Uint8Array | null {
  return bytes.length > 0 ? bytes : null;
}

function finish(writer: { finish(): Uint8Array }): Uint8Array {
  return plain(writer.finish());
}
