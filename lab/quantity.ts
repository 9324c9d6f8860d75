/**
 * Percentages, durations and rates as people type them. Each parser refuses what it does not understand, with an error
 * that shows what it would.
 */
import { labError } from "./error.ts";

/** `5%`, `0.1%` or `5` (percent), in parts per million. @throws LAB_INVALID_ARGUMENT */
export function parsePercentPpm(text: string): number {
  const percent = number(text, /^(\d+(?:\.\d+)?)%?$/);
  if (percent === undefined || percent > 100) throw invalid(text, "a percentage from 0% to 100%");
  return Math.round(percent * 10_000);
}

/** `20ms`, `1.5s`, `500us`, or milliseconds without a unit; in microseconds, a minute at most. @throws LAB_INVALID_ARGUMENT */
export function parseDurationUs(text: string): number {
  const micros = scaled(text, { us: 1, ms: 1_000, s: 1_000_000 }, "ms");
  if (micros === undefined || micros > 60_000_000) throw invalid(text, "a duration such as 20ms, 1.5s or 500us");
  return Math.round(micros);
}

/** `10mbit`, `500kbit`, `1gbit`, or bits a second without a unit; 0 or `none`: no limit. @throws LAB_INVALID_ARGUMENT */
export function parseRateBps(text: string): number {
  if (text === "none") return 0;
  const rate = scaled(text, { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 }, "bit");
  if (rate === undefined || rate > 1e12) throw invalid(text, "a rate such as 10mbit, 500kbit or 1gbit");
  return Math.round(rate);
}

/** IP packet size in bytes; 0 or `none`: no limit. @throws LAB_INVALID_ARGUMENT */
export function parseMtu(text: string): number {
  const mtu = text === "none" ? 0 : number(text, /^(\d+)$/);
  if (mtu === undefined || mtu > 65_535) throw invalid(text, "a size in bytes, such as 1400");
  return mtu;
}

function scaled(text: string, units: Readonly<Record<string, number>>, unitDefault: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(text.toLowerCase());
  const factor = units[match?.[2] === "" ? unitDefault : (match?.[2] ?? "")];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}

function number(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : Number(match[1]);
}

function invalid(text: string, wanted: string): Error {
  return labError("LAB_INVALID_ARGUMENT", `${JSON.stringify(text)} is not ${wanted}`, { text });
}
