/**
 * Why a connection was refused: stable codes that both ends, the log and `weave status connections` show. A refusal
 * that comes before authentication is displayed only, since anybody on the path can write one.
 */

/** What each code means and what the user may do about it. A newer peer may know more: see `refusalCodeOf`. */
export const refusalMeanings = {
  /** Both sides have a password, and they differ (or somebody altered the offers on their way). */
  "wrong-password": "the passwords differ: launch both hosts with the same password",
  /** One side was launched with a password, the other without. */
  "password-on-one-side": "only one of the two hosts has a password: launch both with it, or neither",
  /** The offers were altered on their way, in a mesh without password. */
  altered: "the handshake was altered on its way: something between the hosts interferes",
  /** The ranges of protocol versions do not overlap. */
  "no-common-version": "the two hosts speak no common protocol version: upgrade the older one",
  /** The connection leads back to this very host. */
  self: "the address leads back to this host",
  /** The name in the offer does not derive from the key that was proved. */
  "wrong-name": "the peer's name does not belong to its key",
  /** Another peer of the mesh with another key has the same name. */
  "duplicate-name": "another host in the mesh has the same peer name: give one of them a new identity",
  /** Two living hosts prove the same key. */
  "cloned-identity": "another living host has the same identity: run `weave launch --identity new` on the clone",
  /** Both sides belong to meshes that were founded apart. */
  "other-mesh": "the two hosts belong to different meshes: reset one of them to join the other",
  /** Two hosts without a ring were given different address ranges. */
  "other-range": "the two hosts were launched with different address ranges",
  /** Two hosts without a ring were given contradicting first-boot settings. */
  "other-init": "the two hosts were launched with contradicting --ipalloc-init",
  /** The peer has as many connections as it may have. */
  "connection-limit": "the peer has reached its limit of connections",
  /** Neither end needs the connection, and one has more than its limit: data goes directly all the same. */
  "not-needed": "not needed (sparse): both hosts have connections enough, and data goes directly without it",
  /** Too many attempts from this source, or in all. */
  "rate-limited": "too many connection attempts: it will be tried again later",
  /** A frame did not decode, or came out of turn. */
  malformed: "the peer sent something that is no valid message",
  /** The handshake took too long. */
  timeout: "the handshake was not finished in time",
  /** This identity is fenced since a twin was seen. */
  fenced: "the identity is fenced, since a twin of it was seen",
  /** The peer was told to forget this host. */
  forgotten: "the peer was told to forget this host",
  /** The other connection between the same two hosts is kept. */
  "duplicate-connection": "the two hosts are connected already",
  /** The peer is about to end. */
  stopping: "the peer is stopping",
} as const;

export type RefusalCode = keyof typeof refusalMeanings;

/** The code that a peer wrote; `malformed` for one that we do not know. */
export function refusalCodeOf(text: string): RefusalCode {
  return Object.hasOwn(refusalMeanings, text) ? (text as RefusalCode) : "malformed";
}
