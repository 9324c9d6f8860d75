/** Assertions stay on in production: a broken invariant stops the process before it harms the mesh. */

export class AssertionFailure extends Error {}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** Makes a `switch` exhaustive at compile time. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable: ${JSON.stringify(value)}`);
}
