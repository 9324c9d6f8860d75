/** Monotonic time. Cores see milliseconds that only grow; wall time never enters a protocol decision. */

/** Milliseconds on a monotonic clock, with an arbitrary origin. */
export type Millis = number;

/** A deadline that does not come. */
export const never: Millis = Number.POSITIVE_INFINITY;
