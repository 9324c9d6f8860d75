/**
 * The line between one host and the switch: a process of our own (`native/line.cc`) that carries every frame and adds
 * delay, loss, reordering, duplication, a rate or a smaller MTU, by direction and by the host at the other end. It is
 * put in only when somebody asks, and then stays until the lab goes down; its settings survive the host's power cut.
 *
 *     host eth0 === h1 (line) h1-in === h1-sw (bridge)
 *
 * A sender's segmentation would hide what a small MTU or a loss does to single packets, so the cables at a line take no
 * segments: `gso_max_segs 1` makes the kernel cut them before.
 */
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deleteLink, ipBatch } from "../host/link.ts";
import { netnsOfName } from "../host/netns.ts";
import { run, runInBackground } from "../host/run.ts";
import { labError } from "./error.ts";
import { isAlive, killAndWait, type ProcessRecord, recordOf } from "./process.ts";
import { hostNamed, type Lab, type LabHost, readJson, switchNetns, writeJson } from "./state.ts";
import { farPort, switchBridge, underlayInterface, underlayMtu } from "./underlay.ts";

/** What one direction of one pair suffers. Zero: nothing. */
export interface LineRule {
  readonly delayUs: number;
  readonly lossPpm: number;
  readonly reorderPpm: number;
  readonly duplicatePpm: number;
  /** Bits of Ethernet frames a second. */
  readonly rateBps: number;
  /** Longer IP packets are dropped silently, as in a black hole. */
  readonly mtu: number;
}

export const idleRule: LineRule = { delayUs: 0, lossPpm: 0, reorderPpm: 0, duplicatePpm: 0, rateBps: 0, mtu: 0 };

/** What happened to the frames of one direction of one pair since its first rule. */
export interface LineCount {
  readonly direction: "out" | "in";
  /** The host at the other end. */
  readonly peer: string;
  readonly frames: number;
  readonly passed: number;
  readonly lost: number;
  readonly reordered: number;
  readonly duplicated: number;
  /** Dropped as too long. */
  readonly mtu: number;
  /** Dropped since a rate's queue, or the line, was full. */
  readonly queue: number;
}

interface LineState {
  readonly process: ProcessRecord | undefined;
  /** By `out h2`, `in h2`. */
  readonly rules: Readonly<Record<string, LineRule>>;
}

/**
 * Changes a rule of the line at `near`, putting the line in if there is none. `out` is from `near` to `peer`.
 * @throws LAB_LINE_FAILED
 */
export async function changeRule(
  lab: Lab,
  near: LabHost,
  direction: "out" | "in",
  peer: LabHost,
  change: Partial<LineRule>,
): Promise<void> {
  const key = `${direction} ${peer.name}`;
  const before = await readLine(near);
  const rules = { ...before.rules, [key]: { ...idleRule, ...before.rules[key], ...change } };
  await writeJson(lineFile(near), { ...before, rules });
  await ensureLine(lab, near);
}

/** The rules of a host's line by `out h2`, `in h2`; none when it has no line. */
export async function rulesOf(host: LabHost): Promise<LineState["rules"]> {
  return (await readLine(host)).rules;
}

/** What the host's line counted; empty when it has none. @throws LAB_LINE_FAILED */
export async function countsOf(lab: Lab, host: LabHost): Promise<readonly LineCount[]> {
  if ((await readLine(host)).process === undefined) return [];
  return parseCounts(lab, await converse(lab, host, "show\n"));
}

/** Runs the line that the host's settings ask for: nothing when they ask for none. For a host that comes up again. */
export async function ensureLine(lab: Lab, host: LabHost): Promise<void> {
  const state = await readLine(host);
  if (Object.keys(state.rules).length === 0) return;
  if (state.process === undefined || !(await isAlive(state.process))) await putIn(lab, host, state);
  const lines = Object.entries(state.rules).map(([key, rule]) => {
    const [direction, peer = ""] = key.split(" ");
    const { delayUs, lossPpm, reorderPpm, duplicatePpm, rateBps, mtu } = rule;
    return `rule ${direction} ${hostNamed(lab, peer).mac} ${delayUs} ${lossPpm} ${reorderPpm} ${duplicatePpm} ${rateBps} ${mtu}\n`;
  });
  await converse(lab, host, lines.join(""));
}

/** Takes the line out of the way of a host whose power fails; its settings stay. */
export async function suspendLine(lab: Lab, host: LabHost): Promise<void> {
  const state = await readLine(host);
  if (state.process === undefined) return;
  await killAndWait([state.process]);
  await deleteLink(farPort(host.name), netnsOfName(switchNetns(lab)));
  await writeJson(lineFile(host), { ...state, process: undefined });
}

async function putIn(lab: Lab, host: LabHost, state: LineState): Promise<void> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await run("sh", [join(root, "lab/native/build.sh")], { timeoutMs: 60_000 });
  const netns = netnsOfName(switchNetns(lab));
  const [inner, far] = [`${host.name}-in`, farPort(host.name)];
  await deleteLink(far, netns);
  await ipBatch(
    [
      `link add name ${far} mtu ${underlayMtu} type veth peer name ${inner} mtu ${underlayMtu}`,
      ...[host.name, inner, far].map((name) => `link set dev ${name} addrgenmode none gso_max_segs 1`),
      `link set dev ${host.name} nomaster`,
      `link set dev ${inner} up`,
      `link set dev ${far} master ${switchBridge} up`,
    ],
    netns,
  );
  await ipBatch([`link set dev ${underlayInterface} gso_max_segs 1`], netnsOfName(host.netns));
  const pid = await runInBackground(join(root, "build/weave-line"), [host.name, inner, socketFile(host)], {
    netns,
    logFile: join(host.folder, "line.log"),
    workingDirectory: "/",
  });
  const record = await recordOf(pid);
  if (record !== undefined) await writeJson(lineFile(host), { ...state, process: record });
  await converse(lab, host, "show\n");
}

/** One exchange with the line's process, which may be just starting. */
async function converse(lab: Lab, host: LabHost, request: string): Promise<string> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    const answer = await exchange(socketFile(host), `${request}end\n`).catch((error: Error) => error);
    if (typeof answer === "string" && answer.endsWith("ok\n")) return answer;
    if (performance.now() > deadline || typeof answer === "string") {
      const why = typeof answer === "string" ? answer.trim() : answer.message;
      throw labError(
        "LAB_LINE_FAILED",
        `the line of ${host.name} does not answer (${why}); see ${host.folder}/line.log`,
        {
          lab: lab.name,
          host: host.name,
        },
      );
    }
    await sleep(5);
  }
}

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(path, () => socket.write(request));
    socket.setTimeout(2_000, () => socket.destroy(new Error("no answer within 2 s")));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

function parseCounts(lab: Lab, answer: string): readonly LineCount[] {
  const hosts = Array.from({ length: lab.hosts }, (_, i) => hostNamed(lab, `h${i + 1}`));
  return answer.split("\n").flatMap((line) => {
    const [kind, direction, mac, ...words] = line.split(" ");
    const peer = hosts.find((host) => host.mac === mac);
    if (kind !== "rule" || peer === undefined) return [];
    const count = (name: string) => Number(words[words.indexOf(name) + 1]);
    return [
      {
        direction: direction === "out" ? ("out" as const) : ("in" as const),
        peer: peer.name,
        frames: count("frames"),
        passed: count("passed"),
        lost: count("lost"),
        reordered: count("reordered"),
        duplicated: count("duplicated"),
        mtu: count("mtu"),
        queue: count("queue"),
      },
    ];
  });
}

async function readLine(host: LabHost): Promise<LineState> {
  return (await readJson<LineState>(lineFile(host))) ?? { process: undefined, rules: {} };
}

function lineFile(host: LabHost): string {
  return join(host.folder, "line.json");
}

function socketFile(host: LabHost): string {
  return join(host.folder, "line.sock");
}
