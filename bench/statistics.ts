/** What is said of several runs of one figure: the median, which one disturbed run does not move, and the range. */

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Undefined of nothing. */
export function summaryOf(values: readonly number[]): Summary | undefined {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return { median, min, max, runs: sorted.length };
}

/** Rows of one round share the machine's mood, so the ratio is taken in each round, and the median is of those. */
export function ratioOf(
  numerators: readonly (number | undefined)[],
  denominators: readonly (number | undefined)[],
): number | undefined {
  const ratios = numerators.flatMap((numerator, round) => {
    const denominator = denominators[round];
    return numerator === undefined || denominator === undefined || denominator === 0 ? [] : [numerator / denominator];
  });
  return summaryOf(ratios)?.median;
}

/** The slope of the straight line with the least squares through the points, in units of y a unit of x. Undefined of one. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  if (points.length < 2 || spread === 0) return undefined;
  return points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / spread;
}
