/**
 * A line of the router's log: JSON on disk, text for people. `time` is wall time in milliseconds, `level` as pino counts,
 * `msg` the event's name or a sentence; the other fields are facts.
 */

export const logLevels: Readonly<Record<string, number>> = { debug: 20, info: 30, warn: 40, error: 50 };

/** `2026-05-01 12:00:00.123 warn  dial-failed target=h2 reason="no route"`; what is no record of ours stays as it is. */
export function formatLogLine(line: string): string {
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { time, level, msg, ...facts } = record;
  if (typeof time !== "number" || typeof msg !== "string") return line;
  const when = new Date(time).toISOString().replace("T", " ").replace("Z", "");
  const name = Object.entries(logLevels).find(([, number]) => number === level)?.[0] ?? String(level);
  const text = Object.entries(facts).map(([key, value]) => `${key}=${formatFact(value)}`);
  return [when, name.padEnd(5), msg, ...text].join(" ");
}

function formatFact(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w.:/@+,()[\]-]+$/.test(text) ? text : JSON.stringify(text);
}
