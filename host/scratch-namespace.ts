/**
 * Throw-away network namespaces for tests: `await using host = await scratchNamespace("host")`. The name holds our
 * process id, so that runs side by side do not meet, and the namespace goes whatever happens in the test.
 */
import { netnsOfName } from "./netns.ts";
import { run } from "./run.ts";

export interface ScratchNamespace extends AsyncDisposable {
  readonly name: string;
  readonly path: string;
  /** Runs a program inside; any exit status is returned. */
  run(command: string, ...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }>;
}

const anyStatus = Array.from({ length: 256 }, (_, status) => status);
let made = 0;

export async function scratchNamespace(label: string): Promise<ScratchNamespace> {
  made += 1;
  const name = `wt-host-${process.pid}-${made}-${label}`;
  const path = netnsOfName(name);
  await run("ip", ["netns", "add", name]);
  await run("ip", ["link", "set", "dev", "lo", "up"], { netns: path });
  return {
    name,
    path,
    run: (command, ...args) => run(command, args, { netns: path, acceptStatus: anyStatus }),
    async [Symbol.asyncDispose]() {
      await run("ip", ["netns", "del", name], { acceptStatus: anyStatus });
    },
  };
}
