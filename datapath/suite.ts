/**
 * Suites: how a session's records are sealed (docs/protocol-sleeve.md), which ones a router takes, and which one two routers
 * agree on. The initiator lists what it takes, best first, in its signed init; the responder chooses by `agreedSuite`.
 *
 * Invariants: what is agreed stands in both lists; the rule is symmetrical, so who begins does not matter; places are
 * counted among the common suites, so a suite that one end does not know changes nothing; `none` is in a list exactly when
 * the mesh has no password.
 */
export const dataSuites = ["none", "nacl", "aes-256-gcm", "chacha20-poly1305"] as const;

/** `none` leaves frames unsealed; heartbeats are sealed all the same. */
export type DataSuite = (typeof dataSuites)[number];

/** What `--cipher` may say: `auto`, or the only suite that the router takes. */
export const ciphers = ["auto", "aes-256-gcm", "chacha20-poly1305", "nacl"] as const;
export type Cipher = (typeof ciphers)[number];

/** A datapath process of a release that does not tell its suites has these. */
export const suitesOfOldProcess: readonly DataSuite[] = ["none", "nacl"];

/** Where both ends lose equally much: what is about as fast without hardware as with it. */
const whereEqual: readonly DataSuite[] = ["chacha20-poly1305", "aes-256-gcm", "nacl", "none"];

export interface SuiteWishes {
  /** The mesh has a password. */
  readonly sealed: boolean;
  readonly cipher: Cipher;
  /** This host's processor computes AES and its multiplication itself. */
  readonly hardwareAes: boolean;
}

/** What a router takes, best first. */
export function suitePreference({ sealed, cipher, hardwareAes }: SuiteWishes): readonly DataSuite[] {
  if (!sealed) return ["none"];
  if (cipher !== "auto") return [cipher];
  return hardwareAes ? ["aes-256-gcm", "chacha20-poly1305", "nacl"] : ["chacha20-poly1305", "aes-256-gcm", "nacl"];
}

/**
 * Of the suites in both lists the one whose worse place is best, so that the end that suffers more suffers least; of two
 * with the same worse place the first in `whereEqual`. Undefined when the lists have nothing in common.
 */
export function agreedSuite(ours: readonly DataSuite[], theirs: readonly string[]): DataSuite | undefined {
  const here = whereEqual.filter((suite) => ours.includes(suite) && theirs.includes(suite));
  const place = (list: readonly string[], suite: DataSuite) =>
    here.filter((other) => list.indexOf(other) < list.indexOf(suite)).length;
  const worse = (suite: DataSuite) => Math.max(place(ours, suite), place(theirs, suite));
  return here.toSorted((a, b) => worse(a) - worse(b))[0];
}
