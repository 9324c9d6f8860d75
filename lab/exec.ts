/**
 * Running a program inside a host or a container of a lab, as if there: standard input, output and error, signals and
 * exit status pass through. In a host `weave` is on the path and speaks to that host's router. A container has the
 * network of its own and the files of its host.
 */
import { netnsOfName } from "../host/netns.ts";
import { type RunResult, run, runInForeground } from "../host/run.ts";
import { hostEnvironment } from "./host-process.ts";
import { containerNamed, hostNamed, readLab } from "./state.ts";
import { entryTo } from "./virtual-host.ts";

export interface LabExecRequest {
  readonly lab: string;
  /** `h1` or `h1c1`. */
  readonly member: string;
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * On our terminal. Returns the exit status; 128 + N when signal N ended it, 127 when there is no such program.
 * @throws LAB_UNKNOWN, LAB_MEMBER_UNKNOWN, LAB_HOST_DOWN
 */
export async function labExec(request: LabExecRequest): Promise<number> {
  const { args, environment } = await entered(request);
  return runInForeground("nsenter", args, environment);
}

/** To its end, with its output returned; any exit status is. For what has no terminal. Throws as `labExec`. */
export async function labRun(
  request: LabExecRequest,
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<RunResult> {
  const { args, environment } = await entered(request);
  return run("nsenter", args, { ...options, environment, acceptStatus: anyStatus });
}

const anyStatus = Array.from({ length: 256 }, (_, status) => status);

async function entered(
  request: LabExecRequest,
): Promise<{ readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>> }> {
  const lab = await readLab(request.lab);
  const isContainer = request.member.includes("c");
  const found = isContainer ? containerNamed(lab, request.member) : undefined;
  const host = found?.host ?? hostNamed(lab, request.member);
  const entry = await entryTo(lab, host, found?.container.netns ?? host.netns);
  // The working directory is looked up again inside, or it would lie outside of the host's mounts.
  const args = [...entry, `--wdns=${process.cwd()}`, "--", request.command, ...request.args];
  return { args, environment: hostEnvironment(lab, host) };
}

/** The path of a container's namespace, for programs that enter it themselves. @throws LAB_UNKNOWN, LAB_MEMBER_UNKNOWN */
export async function labNetns(lab: string, member: string): Promise<string> {
  const known = await readLab(lab);
  return netnsOfName(
    member.includes("c") ? containerNamed(known, member).container.netns : hostNamed(known, member).netns,
  );
}
