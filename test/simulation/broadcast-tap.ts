/**
 * Listens where a router decides whether a broadcast is news: whatever the topology is, one memory takes each broadcast
 * for news once. The one place where the simulator looks inside; from outside a delivery has no name.
 */
import { BroadcastMemory } from "../../gossip/broadcast-memory.ts";

type Asked = Parameters<BroadcastMemory["admit"]>;

/** Runs `body`; `twice` hears of each broadcast that a router takes for news again. */
export function tapped<T>(twice: (broadcast: string) => void, body: () => T): T {
  const seen = new WeakMap<BroadcastMemory, Set<string>>();
  const held = Object.getOwnPropertyDescriptor(BroadcastMemory.prototype, "admit");
  const admit = held?.value as (this: BroadcastMemory, ...asked: Asked) => ReturnType<BroadcastMemory["admit"]>;
  BroadcastMemory.prototype.admit = function admitOnce(...asked: Asked) {
    const [, source, epoch, sequence] = asked;
    const outcome = admit.apply(this, asked);
    if (outcome !== "new") return outcome;
    const broadcasts = seen.get(this) ?? new Set();
    seen.set(this, broadcasts);
    const broadcast = `${source} ${epoch} ${sequence}`;
    if (broadcasts.has(broadcast)) twice(broadcast);
    broadcasts.add(broadcast);
    return outcome;
  };
  try {
    return body();
  } finally {
    if (held) Object.defineProperty(BroadcastMemory.prototype, "admit", held);
  }
}
