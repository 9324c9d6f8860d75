/**
 * `weave lab` alone: what a newcomer sees first. Three hosts come up plain, containers ping each other, one stream shows
 * the throughput; then the same encrypted. Cleans up whatever happens, unless asked to keep the second lab.
 */
import { labDown } from "../lab/down.ts";
import type { LabContainerView, LabView } from "../lab/list.ts";
import { type PingResult, pingMatrix } from "../lab/ping-matrix.ts";
import { measureThroughput, type Throughput } from "../lab/throughput.ts";
import { labUp } from "../lab/up.ts";
import { interruptible } from "./interruption.ts";
import { labText, matrixText } from "./lab-text.ts";

export interface DemoOptions {
  readonly name: string;
  readonly keep: boolean;
  readonly json: boolean;
}

interface Round {
  readonly encrypt: boolean;
  readonly lab: LabView;
  readonly pings: readonly PingResult[];
  readonly throughput: Throughput;
  readonly upMs: number;
}

const hosts = 3;
const measureSeconds = 2;
const pingPatienceMs = 2_000;

export async function demonstrate(options: DemoOptions): Promise<void> {
  const say = options.json ? () => {} : (text: string) => void process.stdout.write(`${text}\n`);
  const rounds = await interruptible(
    (signal) => playBoth(options, signal, say),
    () => say("\ninterrupted: removing the lab"),
  );
  if (rounds === undefined) return;
  if (options.json) process.stdout.write(`${JSON.stringify({ rounds, kept: options.keep }, null, 2)}\n`);
  if (rounds.some((round) => round.pings.some(({ rttMs }) => rttMs === undefined))) process.exitCode = 1;
}

/** Nothing is left when it throws, which it does soon after the signal is aborted. */
async function playBoth(
  options: DemoOptions,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<readonly Round[]> {
  say("Three virtual hosts on this machine, each with its own router and a container.");
  const plain = await play({ options, encrypt: false, keep: false, signal, say });
  say("\nThe same with a password: every packet between hosts is encrypted.");
  const encrypted = await play({ options, encrypt: true, keep: options.keep, signal, say });
  say(closing(options));
  return [plain, encrypted];
}

interface Play {
  readonly options: DemoOptions;
  readonly encrypt: boolean;
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

async function play(parts: Play): Promise<Round> {
  const { options, encrypt, keep, signal, say } = parts;
  const startedAt = performance.now();
  // A lab that was up before is not ours to remove: this fails then. One that does not come up is removed by it.
  const lab = await labUp({
    name: options.name,
    hosts,
    containers: 1,
    topology: "full",
    encrypt,
    signal,
    onProgress: (text) => say(`  ${text}`),
  });
  let finished = false;
  try {
    const upMs = Math.round(performance.now() - startedAt);
    say(`\n${labText(lab)}  (up in ${(upMs / 1_000).toFixed(1)} s)\n`);
    const round = { encrypt, lab, upMs, ...(await measure(parts, lab)) };
    finished = true;
    return round;
  } finally {
    if (!finished || !keep) await labDown(options.name);
  }
}

async function measure({ options, signal, say }: Play, lab: LabView): Promise<Pick<Round, "pings" | "throughput">> {
  signal.throwIfAborted();
  const pings = await livePings(lab, options.json, say);
  signal.throwIfAborted();
  const [from, to] = lab.hosts.map((host) => host.containers[0]) as [LabContainerView, LabContainerView];
  const throughput = await measureThroughput(from, to, measureSeconds);
  signal.throwIfAborted();
  say(
    `\n  one TCP stream ${throughput.from} -> ${throughput.to}: ${throughput.gbitPerSecond.toFixed(2)} Gbit/s (${throughput.by}; all of it on this machine's processors)`,
  );
  return { pings, throughput };
}

/** On a terminal the matrix fills in place; elsewhere it is printed once. */
async function livePings(lab: LabView, json: boolean, say: (text: string) => void): Promise<readonly PingResult[]> {
  const live = process.stdout.isTTY && !json;
  const known: PingResult[] = [];
  let lines = 0;
  const draw = () => {
    const text = matrixText(known);
    if (lines > 0) process.stdout.write(`\x1b[${lines}A\x1b[J`);
    process.stdout.write(`${text}\n`);
    lines = text.split("\n").length;
  };
  const results = await pingMatrix(lab, {
    waitMs: pingPatienceMs,
    onResult: (result) => {
      known.push(result);
      if (live) draw();
    },
  });
  if (!live) say(matrixText(results));
  return results;
}

function closing(options: DemoOptions): string {
  const name = options.name === "weave" ? "" : ` --name ${options.name}`;
  const tries = [
    [`weave lab exec${name} h1 -- weave status`, "ask a host's router"],
    [`weave lab exec${name} h1c1 -- ping 10.32.0.2`, "be in a container"],
    [`weave lab cut${name} h1 h2`, "traffic finds its way over h3"],
    [`weave lab loss${name} h1 h3 10%`, "make a link bad"],
    [`weave lab kill${name} h2`, "end a router: containers do not notice"],
    [`weave lab down${name}`, "remove it"],
  ] as const;
  const width = Math.max(...tries.map(([line]) => line.length));
  const shown = tries.map(([line, what]) => `  ${line.padEnd(width)}   ${what}`);
  return [
    options.keep
      ? "\nThe encrypted lab stays up. Try:"
      : `\nThat was all; the labs are removed. To keep one and play: weave lab --keep${name}, then`,
    ...shown,
  ].join("\n");
}
