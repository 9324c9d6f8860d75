/**
 * Which network namespace a user means by CONTAINER: a namespace's path, its name under /run/netns, a process id, or the
 * id (or its beginning) or name of a container in podman, Docker or containerd. All are asked, since a guess may attach
 * the wrong one: several different answers are an error, which a prefix settles (`podman:web`, `docker:web`,
 * `containerd:web`, `pid:42`, `netns:web`). Cost: what the runtimes' own programs take, 50 to 100 ms each.
 */
import { existsSync } from "node:fs";
import { hostError } from "./error.ts";
import { namedNamespaces, netnsIdentity, netnsIdentityIfAny, netnsOfProcess, ownNetnsIdentity } from "./netns.ts";
import { run } from "./run.ts";

// Not by `import`, which would load all that the module could ever need: 13 MB and 50 ms (decision 0007).
const { request } = process.getBuiltinModule("node:http");

export type ContainerRuntime = "netns" | "process" | "podman" | "docker" | "containerd";

export interface Container {
  /** What attachments are recorded under: the runtime's full id, the namespace's name or path, `pid-PID-INODE`. */
  readonly id: string;
  /** As people call it, for messages. */
  readonly name: string;
  /** Path of its network namespace. */
  readonly netns: string;
  /** Device and inode of the namespace: tells whether the path still means the same. */
  readonly identity: string;
  readonly pid: number | undefined;
  readonly runtime: ContainerRuntime;
}

/**
 * @throws HOST_CONTAINER_UNKNOWN, HOST_CONTAINER_AMBIGUOUS, HOST_CONTAINER_NOT_RUNNING,
 *   HOST_CONTAINER_IN_HOST_NETWORK, HOST_NAMESPACE_INVALID
 */
export async function resolveContainer(text: string): Promise<Container> {
  if (text === "" || text.length > 4096) throw unknown(text);
  if (text.startsWith("/")) return checkNotHost(text, await namespaceAtPath(text));
  const candidates = await candidatesOf(text);
  const running = await Promise.all(candidates.filter(isRunning).map(withIdentity));
  const distinct = [...new Map(running.map((container) => [container.identity, container])).values()];
  if (distinct.length > 1) {
    const matches = distinct.map(({ runtime, id }) => `${prefixOf(runtime)}:${id.slice(0, 12)}`).join(", ");
    throw hostError("HOST_CONTAINER_AMBIGUOUS", `${text} may mean any of ${matches}; say which by its prefix`, {
      container: text,
      matches,
    });
  }
  const [only] = distinct;
  if (only !== undefined) return checkNotHost(text, only);
  const [stopped] = candidates;
  if (stopped === undefined) throw unknown(text);
  throw hostError("HOST_CONTAINER_NOT_RUNNING", `${stopped.runtime} container ${text} is not running; start it first`, {
    container: text,
    runtime: stopped.runtime,
  });
}

/** What a runtime knows: no namespace means that the container does not run. */
interface Candidate extends Omit<Container, "netns" | "identity"> {
  readonly netns: string | undefined;
}

type Running = Candidate & { readonly netns: string };

const lookups: Readonly<Record<string, (text: string) => Promise<readonly Candidate[]>>> = {
  netns: namedNamespace,
  pid: processById,
  podman: podmanContainer,
  docker: dockerContainer,
  containerd: containerdTask,
};

async function candidatesOf(text: string): Promise<readonly Candidate[]> {
  const [prefix = "", ...rest] = text.split(":");
  const lookup = rest.length === 0 ? undefined : lookups[prefix];
  if (lookup !== undefined) return lookup(rest.join(":"));
  return (await Promise.all(Object.values(lookups).map((ask) => ask(text)))).flat();
}

async function namespaceAtPath(path: string): Promise<Container> {
  const identity = await netnsIdentity(path);
  const ofProcess = /^\/proc\/(\d+)\/ns\/net$/.exec(path);
  if (ofProcess) return { ...fromProcess(Number(ofProcess[1]), identity), netns: path, identity };
  const name = path.startsWith(`${namedNamespaces}/`) ? path.slice(namedNamespaces.length + 1) : path;
  return { id: name, name, netns: path, identity, pid: undefined, runtime: "netns" };
}

async function namedNamespace(text: string): Promise<readonly Candidate[]> {
  if (!/^[A-Za-z0-9_.-]+$/.test(text) || text.startsWith(".")) return [];
  const netns = `${namedNamespaces}/${text}`;
  if ((await netnsIdentityIfAny(netns)) === undefined) return [];
  return [{ id: text, name: text, netns, pid: undefined, runtime: "netns" }];
}

async function processById(text: string): Promise<readonly Candidate[]> {
  if (!/^[1-9]\d{0,9}$/.test(text)) return [];
  const netns = netnsOfProcess(Number(text));
  const identity = await netnsIdentityIfAny(netns);
  return identity === undefined ? [] : [{ ...fromProcess(Number(text), identity), netns }];
}

/** The inode is part of the id, since the number will be another process's one day. */
function fromProcess(pid: number, identity: string): Omit<Container, "netns" | "identity"> {
  return { id: `pid-${pid}-${identity.split(":")[1]}`, name: `process ${pid}`, pid, runtime: "process" };
}

async function podmanContainer(text: string): Promise<readonly Candidate[]> {
  if (!isRuntimeName(text) || !isOnPath("podman")) return [];
  const args = ["container", "inspect", "--format", "json", text];
  const { status, stdout } = await run("podman", args, { acceptStatus: [0, 125] });
  if (status !== 0) return [];
  return (JSON.parse(stdout) as Inspected[]).map((inspected) => fromInspection(inspected, "podman"));
}

/** What podman and Docker both answer, as far as we read it. */
interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly Pid: number };
}

function fromInspection(inspected: Inspected, runtime: "podman" | "docker"): Candidate {
  const { Running: isUp, Pid: pid } = inspected.State;
  const netns = isUp && pid > 0 ? netnsOfProcess(pid) : undefined;
  return { id: inspected.Id, name: inspected.Name.replace(/^\//, ""), netns, pid: isUp ? pid : undefined, runtime };
}

const dockerSocket = "/var/run/docker.sock";
const dockerTimeoutMs = 5_000;
const dockerAnswerBytesMax = 4 * 1024 * 1024;

/** Over its socket, so that no docker program is needed. */
async function dockerContainer(text: string): Promise<readonly Candidate[]> {
  if (!isRuntimeName(text) || !existsSync(dockerSocket)) return [];
  const body = await askDocker(`/containers/${encodeURIComponent(text)}/json`);
  return body === undefined ? [] : [fromInspection(JSON.parse(body) as Inspected, "docker")];
}

/** The body of a successful answer. A daemon that is not there, or does not know, answers nothing. */
function askDocker(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ socketPath: dockerSocket, path, timeout: dockerTimeoutMs }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > dockerAnswerBytesMax) asked.destroy();
      });
      response.on("end", () => resolve(response.statusCode === 200 ? body : undefined));
      response.on("close", () => resolve(undefined));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}

/** containerd keeps containers in namespaces of its own (`k8s.io`, `default`); all are searched. */
async function containerdTask(text: string): Promise<readonly Candidate[]> {
  if (!isRuntimeName(text) || !isOnPath("ctr")) return [];
  const listed = await run("ctr", ["namespaces", "ls", "-q"], { acceptStatus: [0, 1] });
  const namespaces = listed.stdout.split("\n").filter((line) => line !== "" && line !== "moby");
  const found = await Promise.all(namespaces.map((namespace) => containerdTasksIn(namespace, text)));
  return found.flat();
}

const shortestIdPrefix = 6;

async function containerdTasksIn(namespace: string, text: string): Promise<readonly Candidate[]> {
  const tasks = await run("ctr", ["-n", namespace, "tasks", "ls"], { acceptStatus: [0, 1] });
  // TASK PID STATUS, with a line of headings.
  const rows = tasks.stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const matching = rows.filter(([id = "", pid = ""]) => {
    const means = id === text || (text.length >= shortestIdPrefix && id.startsWith(text));
    return means && /^\d+$/.test(pid);
  });
  return matching.map(([id = "", pid = "", status]): Candidate => {
    const netns = status === "RUNNING" ? netnsOfProcess(Number(pid)) : undefined;
    return { id, name: id, netns, pid: netns === undefined ? undefined : Number(pid), runtime: "containerd" };
  });
}

function isRuntimeName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text);
}

function isOnPath(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(":");
  return folders.some((folder) => folder !== "" && existsSync(`${folder}/${program}`));
}

function isRunning(candidate: Candidate): candidate is Running {
  return candidate.netns !== undefined;
}

async function withIdentity(candidate: Running): Promise<Container> {
  return { ...candidate, identity: await netnsIdentity(candidate.netns) };
}

async function checkNotHost(text: string, container: Container): Promise<Container> {
  const ofHost = [await ownNetnsIdentity(), await netnsIdentityIfAny("/proc/1/ns/net")];
  if (!ofHost.includes(container.identity)) return container;
  throw hostError(
    "HOST_CONTAINER_IN_HOST_NETWORK",
    `${text} uses the host's own network, which reaches the overlay by other means; only a container with a network namespace of its own can be attached`,
    { container: text },
  );
}

function prefixOf(runtime: ContainerRuntime): string {
  return runtime === "process" ? "pid" : runtime;
}

function unknown(text: string): Error {
  return hostError(
    "HOST_CONTAINER_UNKNOWN",
    `no running container, network namespace or process is called ${JSON.stringify(text)} (asked: /run/netns, processes, podman, docker, containerd)`,
    { container: text },
  );
}
