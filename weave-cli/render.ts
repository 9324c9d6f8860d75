/** Text for people: columns, durations, sizes. Pure. */

/**
 * Lines of columns, each as wide as its widest cell; the last is not padded.
 * @example table([["a", "bcd"], ["aaa", "b"]]) // "a    bcd\naaa  b"
 */
export function table(rows: readonly (readonly string[])[], indent: string = ""): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] as number)))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
}

/**
 * Labels right-aligned so that the colons line up, as Weave shows its status; entries without a value are left out.
 * @example labelled([["Name", "h1"], ["Peers", "2"]], 7) // "   Name: h1\n  Peers: 2"
 */
export function labelled(entries: readonly (readonly [string, string | undefined])[], width: number): string {
  return entries
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
    .map(([label, value]) => `${label.padStart(width)}: ${value}`)
    .join("\n");
}

/** `02:..(h1)`, as peers are shown everywhere. */
export function peer(name: string | null, nickname: string | null): string {
  if (name === null) return "?";
  return nickname ? `${name}(${nickname})` : name;
}

/** @example duration(3_720_000) // "1h 2m" */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h ${Math.floor((seconds % 3_600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3_600)}h`;
}

/** @example bytes(1536) // "1.5K" */
export function bytes(count: number): string {
  let value = count;
  for (const unit of ["", "K", "M", "G"]) {
    if (value < 1_024) return unit === "" ? `${value}` : `${value.toFixed(1)}${unit}`;
    value /= 1_024;
  }
  return `${value.toFixed(1)}T`;
}

/** Milliseconds with the digits that matter; `-` for none. */
export function roundTrip(micros: number | null): string {
  if (micros === null) return "-";
  return micros < 10_000 ? `${(micros / 1_000).toFixed(2)}ms` : `${Math.round(micros / 1_000)}ms`;
}

/** @example plural(1, "peer") // "1 peer" */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
