/**
 * Ctrl-C during work that must be undone: the work is told by an abort signal, takes back what it made, and only then the
 * command ends, with status 130 as shells have it. Pressing it again changes nothing: cleaning up goes on.
 */
import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The work's result; undefined when it was interrupted, whatever it then threw. */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onInterrupt: () => void,
): Promise<T | undefined> {
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) return;
    process.exitCode = 128 + constants.signals[signal];
    onInterrupt();
    controller.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) return undefined;
    throw error;
  } finally {
    // After an interruption they stay: the process is about to end, with the status of the first signal.
    if (!controller.signal.aborted) for (const signal of signals) process.off(signal, interrupt);
  }
}
