/** `weave rmpeer PEER...`: takes over the addresses of hosts that are gone. */
import { WeaveClient } from "../api/client.ts";
import { print } from "./output.ts";

export async function rmpeer(
  peers: readonly string[],
  options: { readonly json?: boolean; readonly force?: boolean },
): Promise<void> {
  const client = new WeaveClient();
  const force = options.force ?? false;
  const results: { readonly peer: string; readonly takenOver: number }[] = [];
  if (force) await warnOf(client, peers);
  for (const peer of peers) results.push({ peer, ...(await client.removePeer(peer, force)) });
  print({ json: options.json ?? false }, results, (done) =>
    done
      .map(({ peer, takenOver }) => `${takenOver} address${takenOver === 1 ? "" : "es"} taken over from ${peer}`)
      .join("\n"),
  );
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
