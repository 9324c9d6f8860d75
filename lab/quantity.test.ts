/** What people type for lines, and what is refused. */
import { expect, test } from "vitest";
import { parseDurationUs, parseMtu, parsePercentPpm, parseRateBps } from "./quantity.ts";

test.each([
  [parsePercentPpm, "5%", 50_000],
  [parsePercentPpm, "0.1", 1_000],
  [parsePercentPpm, "100%", 1_000_000],
  [parseDurationUs, "20ms", 20_000],
  [parseDurationUs, "20", 20_000],
  [parseDurationUs, "1.5s", 1_500_000],
  [parseDurationUs, "500us", 500],
  [parseRateBps, "10mbit", 10_000_000],
  [parseRateBps, "1Gbit", 1_000_000_000],
  [parseRateBps, "none", 0],
  [parseMtu, "1400", 1400],
  [parseMtu, "none", 0],
] as const)("%o reads %s as %d", (parse, text, value) => {
  expect(parse(text)).toBe(value);
});

test.each([
  [parsePercentPpm, "101%"],
  [parsePercentPpm, "-1"],
  [parsePercentPpm, "five"],
  [parseDurationUs, "20m"],
  [parseDurationUs, "61s"],
  [parseDurationUs, ""],
  [parseRateBps, "10MB"],
  [parseRateBps, "2000gbit"],
  [parseMtu, "70000"],
  [parseMtu, "14.5"],
] as const)("%o refuses %j", (parse, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: "LAB_INVALID_ARGUMENT" }));
});
