/**
 * Whether interfaces, routes or nftables' rules of this network namespace changed since one last looked, so that what is
 * looked after now and then is read, by programs that cost milliseconds, only when there may be something new. Who changed
 * it is not told apart: our own changes lead to one look more. What the kernel tells nobody (rules of iptables-legacy) is
 * why every `blindLooksMax`th look says that everything changed; so do the first one, an overflow, and a kernel that does
 * not tell.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export interface KernelChanges {
  readonly interfaces: boolean;
  /** Routes, and the rules that choose a table of them. */
  readonly routes: boolean;
  /** nftables, and iptables on top of it. */
  readonly rules: boolean;
}

export interface KernelWatch {
  /** Since the last call. */
  take(): KernelChanges;
}

interface Addon {
  open(): readonly [number, number];
  take(routes: number, rules: number): number;
}

const everything: KernelChanges = { interfaces: true, routes: true, rules: true };
const blindLooksMax = 6;

/** For as long as the process lives; each watch is two sockets. */
export function watchKernel(): KernelWatch {
  const addon: Addon = createRequire(import.meta.url)(fileURLToPath(new URL("../build/host.node", import.meta.url)));
  const [routeSocket, ruleSocket] = addon.open();
  let looks = 0;
  return {
    take() {
      const bits = addon.take(routeSocket, ruleSocket);
      if (looks++ % blindLooksMax === 0) return everything;
      return { interfaces: (bits & 1) !== 0, routes: (bits & 2) !== 0, rules: (bits & 4) !== 0 };
    },
  };
}
