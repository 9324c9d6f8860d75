/**
 * What a message from the router may contain (process-messages.ts has its types), checked before the addon sees a value. A
 * check throws TypeError; the message is then refused as a whole and the router is cut off. Plain JavaScript, as
 * process.js is and for the same reason.
 */
import { isIP } from "node:net";

/** @import { FloodEntry, PeerEntry, SessionEntry } from "./process-messages.ts" */

/** What the addon seals and opens; a router pushes no session of another one. */
export const suites = /** @type {const} */ (["none", "nacl", "aes-256-gcm", "chacha20-poly1305"]);
const hopsMax = 4096;
export const entriesMax = 4096;
export const underlayMtuMin = 576;
export const underlayMtuMax = 9216;
const lifetimeMsMax = 24 * 3_600_000;
export const macPattern = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** @param {unknown} value @returns {Record<string, unknown>} */
export function objectOf(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("not an object");
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value @param {number} min @param {number} max @returns {number} */
export function integerOf(value, min, max) {
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw new TypeError(`not an integer from ${min} to ${max}`);
  }
  return value;
}

/** @param {unknown} value */
export const shortIdOf = (value) => integerOf(value, 1, 0xffffffff);

/** @param {unknown} value @returns {boolean} */
export function truthOf(value) {
  if (typeof value !== "boolean") throw new TypeError("not a boolean");
  return value;
}

/** @param {unknown} value @param {RegExp} pattern @returns {string} */
export function textOf(value, pattern) {
  if (typeof value !== "string" || !pattern.test(value)) throw new TypeError(`text that does not fit ${pattern}`);
  return value;
}

/** @template T @param {unknown} value @param {number} max @param {(item: unknown) => T} check @returns {T[]} */
export function listOf(value, max, check) {
  if (!Array.isArray(value) || value.length > max) throw new TypeError(`not a list of at most ${max}`);
  return value.map(check);
}

/** @param {unknown} value @returns {PeerEntry} */
export function peerOf(value) {
  const entry = objectOf(value);
  const endpoint = entry["endpoint"] === undefined ? undefined : objectOf(entry["endpoint"]);
  const host = endpoint === undefined ? "" : textOf(endpoint["host"], /^[0-9a-fA-F:.]{2,45}$/);
  if (endpoint && isIP(host) === 0) throw new TypeError("an endpoint's host that is no address");
  return {
    shortId: shortIdOf(entry["shortId"]),
    name: textOf(entry["name"], /^[0-9A-Za-z:._-]{0,64}$/),
    endpoint: endpoint && { host, port: integerOf(endpoint["port"], 1, 65535) },
    hops: listOf(entry["hops"], hopsMax, shortIdOf),
  };
}

/** @param {unknown} value @returns {SessionEntry} */
export function sessionOf(value) {
  const entry = objectOf(value);
  const suite = suites.find((name) => name === entry["suite"]);
  if (suite === undefined) throw new TypeError("no suite of this process");
  return {
    localIndex: integerOf(entry["localIndex"], 1, 0xffffffff),
    remoteIndex: integerOf(entry["remoteIndex"], 1, 0xffffffff),
    peer: shortIdOf(entry["peer"]),
    suite,
    sendKey: textOf(entry["sendKey"], /^[0-9a-fA-F]{64}$/),
    receiveKey: textOf(entry["receiveKey"], /^[0-9a-fA-F]{64}$/),
    sending: truthOf(entry["sending"]),
    lifetimeMs: integerOf(entry["lifetimeMs"], 1, lifetimeMsMax),
    ...(entry["peerMtu"] !== undefined && { peerMtu: integerOf(entry["peerMtu"], underlayMtuMin, 65535) }),
  };
}

/** @param {unknown} value @returns {FloodEntry} */
export function floodOf(value) {
  const entry = objectOf(value);
  return { source: shortIdOf(entry["source"]), hops: listOf(entry["hops"], hopsMax, shortIdOf) };
}
