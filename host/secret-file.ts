/**
 * Whom a file with the mesh's password is open to, by its permission bits. One rule for the launch, which warns, and
 * `weave doctor`, which calls it a failure: users that are neither the owner nor in its group may do nothing with it. What
 * its group may is the owner's choice: a container engine or a configuration tool may have its reasons.
 */
export function isOpenToEverybody(mode: number): boolean {
  return (mode & 0o007) !== 0;
}
