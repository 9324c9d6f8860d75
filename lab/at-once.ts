/**
 * Doing the same to all hosts at once. When one fails the others are waited for before the failure is passed on, so that
 * nothing is still being made while a failed lab is taken down.
 */
export async function atOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(items.map(act));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
