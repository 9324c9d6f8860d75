/** Interleaved rounds: each takes every row once, in another order, so that what else the machine does hits all alike. */
import { type Condition, Ground } from "./ground.ts";
import { measure, type Reading } from "./measure.ts";
import type { Row } from "./row.ts";

export interface Results {
  /** A reading for each round, in order; a row that failed in a round has an empty one. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** Why a row was not measured, or failed in a round. */
  readonly troubles: ReadonlyMap<string, string>;
}

export interface RoundsOptions {
  readonly rows: readonly Row[];
  readonly condition: Condition;
  readonly seconds: number;
  readonly rounds: number;
  /** A line of progress. */
  readonly say: (line: string) => void;
  /** Ends after the row at hand when aborted. */
  readonly signal: AbortSignal;
}

export async function playRounds({ rows, condition, seconds, rounds, say, signal }: RoundsOptions): Promise<Results> {
  const troubles = new Map<string, string>();
  const readings = new Map<string, Reading[]>();
  for (const row of rows) {
    const missing = await row.missing();
    if (missing === undefined) readings.set(row.name, []);
    else troubles.set(row.name, missing);
  }
  const present = rows.filter(({ name }) => readings.has(name));
  for (let round = 1; round <= rounds; round++) {
    for (const row of shuffled(present)) {
      if (signal.aborted) return { readings, troubles };
      say(`round ${round} of ${rounds}: ${row.name}`);
      const reading = await readingOf(row, condition, seconds).catch((error: Error) => {
        troubles.set(row.name, error.message);
        return {};
      });
      readings.get(row.name)?.push(reading);
    }
  }
  return { readings, troubles };
}

async function readingOf(row: Row, condition: Condition, seconds: number): Promise<Reading> {
  await using ground = await Ground.make(condition);
  return await measure(await row.start(ground), seconds, condition);
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
