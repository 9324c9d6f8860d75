/**
 * Network namespaces. One is entered by path (`/run/netns/NAME`, `/proc/PID/ns/net`) and identified by device and inode
 * of that file, which differ for any two namespaces alive at the same time and stay while the namespace lives.
 */
import { stat } from "node:fs/promises";
import { hostError } from "./error.ts";

/** `DEVICE:INODE` of the namespace's file. */
export type NetnsIdentity = string;

/** Where `ip netns` keeps named namespaces. */
export const namedNamespaces = "/run/netns";

/** @throws HOST_NAMESPACE_INVALID when the path is no namespace, or no longer one. */
export async function netnsIdentity(path: string): Promise<NetnsIdentity> {
  const identity = await netnsIdentityIfAny(path);
  if (identity === undefined) {
    throw hostError("HOST_NAMESPACE_INVALID", `${path} is not a network namespace, or its container has ended`, {
      path,
    });
  }
  return identity;
}

/** Undefined when the path is no network namespace. */
export async function netnsIdentityIfAny(path: string): Promise<NetnsIdentity | undefined> {
  try {
    // A leftover file of a namespace that is gone lies on tmpfs; a living one on nsfs, where all share one device.
    const [file, own] = await Promise.all([stat(path, { bigint: true }), stat("/proc/self/ns/net", { bigint: true })]);
    return file.dev === own.dev ? `${file.dev}:${file.ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** The namespace that we run in. */
export function ownNetnsIdentity(): Promise<NetnsIdentity> {
  return netnsIdentity("/proc/self/ns/net");
}

/** The path of a process's namespace. */
export function netnsOfProcess(pid: number): string {
  return `/proc/${pid}/ns/net`;
}

/** The path of a namespace made by `ip netns add`. */
export function netnsOfName(name: string): string {
  return `${namedNamespaces}/${name}`;
}
