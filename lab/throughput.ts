/**
 * How much one TCP stream carries between two containers: by iperf3 when it is installed, else by a stream of our own,
 * which is slower, so a figure says which it is. On one machine both ends and everything between share its processors.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { netnsOfName } from "../host/netns.ts";
import { isInstalled, run, runInBackground } from "../host/run.ts";
import { labError } from "./error.ts";
import type { LabContainerView } from "./list.ts";
import { killAndWait, recordOf } from "./process.ts";

export interface Throughput {
  readonly from: string;
  readonly to: string;
  readonly gbitPerSecond: number;
  readonly by: "iperf3" | "node";
}

const streamProgram = fileURLToPath(new URL("stream.ts", import.meta.url));
const measurePort = 5201;

/** @throws HOST_COMMAND_FAILED, LAB_NOT_READY when the receiver has no address */
export async function measureThroughput(
  from: LabContainerView,
  to: LabContainerView,
  seconds: number,
): Promise<Throughput> {
  const address = to.addresses[0];
  if (address === undefined) throw labError("LAB_NOT_READY", `${to.name} has no address`, { what: to.name });
  const by = (await isInstalled("iperf3")) ? "iperf3" : "node";
  const measure = by === "iperf3" ? byIperf : byNode;
  const bitsPerSecond = await measure(netnsOfName(from.netns), netnsOfName(to.netns), address, seconds);
  return { from: from.name, to: to.name, gbitPerSecond: bitsPerSecond / 1e9, by };
}

async function byIperf(from: string, to: string, address: string, seconds: number): Promise<number> {
  const server = await runInBackground("iperf3", ["--server", "--one-off", "--port", String(measurePort)], {
    netns: to,
    workingDirectory: "/",
  });
  const record = await recordOf(server);
  try {
    await awaitListener(to);
    const args = ["--client", address, "--port", String(measurePort), "--time", String(seconds), "--json"];
    const { stdout } = await run("iperf3", args, { netns: from, timeoutMs: seconds * 1000 + 15_000 });
    const report = JSON.parse(stdout) as { end: { sum_received: { bits_per_second: number } } };
    return report.end.sum_received.bits_per_second;
  } finally {
    if (record !== undefined) await killAndWait([record]);
  }
}

async function byNode(from: string, to: string, address: string, seconds: number): Promise<number> {
  const timeoutMs = seconds * 1000 + 15_000;
  const receiver = run(process.execPath, [streamProgram, "receive", address, String(measurePort)], {
    netns: to,
    timeoutMs,
  });
  const sender = awaitListener(to).then(() =>
    run(process.execPath, [streamProgram, "send", address, String(measurePort), String(seconds)], {
      netns: from,
      timeoutMs,
    }),
  );
  const [{ stdout }] = await Promise.all([receiver, sender]);
  const { bytes, elapsedMs } = JSON.parse(stdout) as { bytes: number; elapsedMs: number };
  return (bytes * 8) / (elapsedMs / 1000);
}

/** Asks the namespace's own table: a connection made to find out would be the one that the receiver waits for. */
async function awaitListener(netns: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const { stdout } = await run("ss", ["-H", "-l", "-t", "-n", `sport = :${measurePort}`], { netns });
    if (stdout.trim() !== "") return;
    await sleep(20);
  }
  throw labError("LAB_NOT_READY", "the receiver of the measurement did not start", { what: netns });
}
