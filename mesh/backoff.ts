/** When a failed attempt is made again: exponential with jitter, as a pure formula. */

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

const growth = 1.5;

/**
 * Milliseconds to wait after `failures` (1 or more) failures in a row: uniform in [i/2, 3i/2) of the interval
 * i = first x 1.5^(failures - 1), at most `maxMs`. `fraction` is uniform in [0, 1).
 */
export function backoffMs(failures: number, fraction: number, backoff: Backoff): number {
  const interval = Math.min(backoff.maxMs, backoff.firstMs * growth ** Math.max(0, failures - 1));
  return interval * (0.5 + fraction);
}
