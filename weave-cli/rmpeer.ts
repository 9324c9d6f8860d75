/**
 * `weave rmpeer PEER...`: takes over the addresses of hosts that are gone. Each is asked for in its turn, whatever became of
 * the ones before; the exit status is that of the first that could not be removed.
 */
import { WeaveClient } from "../api/client.ts";
import { WeaveError } from "../base/error.ts";
import { print } from "./output.ts";

export async function rmpeer(
  peers: readonly string[],
  options: { readonly json?: boolean; readonly force?: boolean },
): Promise<void> {
  const client = new WeaveClient();
  const force = options.force ?? false;
  const results: { readonly peer: string; readonly takenOver: number }[] = [];
  const failures: WeaveError[] = [];
  if (force) await warnOf(client, peers);
  for (const peer of peers) {
    try {
      results.push({ peer, ...(await client.removePeer(peer, force)) });
    } catch (error) {
      // Without a router the next one fails alike.
      if (!(error instanceof WeaveError) || error.code.startsWith("API_")) throw error;
      failures.push(error);
    }
  }
  if (results.length > 0 || failures.length === 0) print({ json: options.json ?? false }, results, takenOverText);
  const [first, ...others] = failures;
  for (const { message, code } of others) process.stderr.write(`weave: ${message} (${code})\n`);
  if (first) throw first;
}

function takenOverText(done: readonly { readonly peer: string; readonly takenOver: number }[]): string {
  return done
    .map(({ peer, takenOver }) => `${takenOver} address${takenOver === 1 ? "" : "es"} taken over from ${peer}`)
    .join("\n");
}

/** What may be given twice, said before it is done. */
async function warnOf(client: WeaveClient, peers: readonly string[]): Promise<void> {
  const { owners } = await client.statusPart("ipam");
  for (const owner of owners) {
    if (!peers.includes(owner.name) && !peers.includes(owner.nickname)) continue;
    process.stderr.write(
      `weave: if ${owner.nickname || owner.name} is alive, any of its ${owner.addresses} addresses may be given twice (${owner.used} known to be in use)\n`,
    );
  }
}
