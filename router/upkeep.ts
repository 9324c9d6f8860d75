/**
 * What the router looks after now and then: what others may have removed or changed on this host. A look reads the kernel
 * by programs, which cost a host at rest more than all else that a router does, so each work is told what changed since it
 * last succeeded and decides whether to look. Rounds of one period never overlap.
 */
import type { WeaveError } from "../base/error.ts";
import type { Millis } from "../base/time.ts";
import { type KernelChanges, watchKernel } from "../host/kernel-watch.ts";
import type { RouterLog } from "./log.ts";

export type Upkeep = (changed: KernelChanges) => Promise<void>;

/** Does the works one after the other, for ever; what fails is logged, and owed what it did not see. */
export function upkeepEvery(periodMs: Millis, log: RouterLog, works: readonly Upkeep[]): void {
  const rounds = works.map(owing);
  const round = async () => {
    for (const work of rounds)
      await work().catch((error: WeaveError) => log.logger.warn({ reason: error.message }, "sweep-failed"));
    later();
  };
  const later = () => void setTimeout(() => void round(), periodMs).unref();
  later();
}

function owing(work: Upkeep): () => Promise<void> {
  const watch = watchKernel();
  let owed: KernelChanges | undefined;
  return async () => {
    owed = bothOf(owed, watch.take());
    await work(owed);
    owed = undefined;
  };
}

function bothOf(before: KernelChanges | undefined, now: KernelChanges): KernelChanges {
  if (before === undefined) return now;
  return {
    interfaces: before.interfaces || now.interfaces,
    routes: before.routes || now.routes,
    rules: before.rules || now.rules,
  };
}
