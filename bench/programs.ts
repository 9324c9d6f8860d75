/**
 * Where the peers' programs come from: an environment variable that names the binary, a Go module by name and version
 * (`go install` into `build/bench/`), or Debian's package. Each answers with the program's path, or says why there is none.
 */
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isInstalled, run } from "../host/run.ts";

export type Program = { readonly path: string } | { readonly missing: string };

const folder = fileURLToPath(new URL("../build/bench", import.meta.url));
const installMsMax = 600_000;

export interface GoProgram {
  /** The environment variable that takes precedence. */
  readonly variable: string;
  /** The package with its version, as `go install` takes it. */
  readonly module: string;
  /** The binary's name. */
  readonly name: string;
}

export async function goProgram({ variable, module, name }: GoProgram): Promise<Program> {
  const given = process.env[variable];
  if (given !== undefined && given !== "")
    return existsSync(given) ? { path: given } : { missing: `${variable} names ${given}, which is not there` };
  const version = module.slice(module.lastIndexOf("@") + 1);
  const target = `${folder}/${version}`;
  const path = `${target}/${name}`;
  if (existsSync(path)) return { path };
  if (!(await isInstalled("go", ["version"])))
    return { missing: `Go is not here to install ${module}; set ${variable} to a binary` };
  mkdirSync(target, { recursive: true });
  process.stderr.write(`installing ${module}\n`);
  try {
    await run("go", ["install", module], { environment: { GOBIN: target, GOFLAGS: "" }, timeoutMs: installMsMax });
  } catch (error) {
    return { missing: `go install ${module} failed: ${(error as Error).message.slice(0, 300)}` };
  }
  return { path };
}

/** By its package's name in Debian, installed when it is missing. */
export async function debianProgram(packageName: string, program: string, words: readonly string[]): Promise<Program> {
  if (await isInstalled(program, words)) return { path: program };
  process.stderr.write(`installing Debian's ${packageName}\n`);
  const options = { environment: { DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: installMsMax };
  const install = () => run("apt-get", ["install", "-y", "--no-install-recommends", packageName], options);
  try {
    // A new machine has no list of packages yet, or an old one.
    await install().catch(() => run("apt-get", ["update"], options).then(install));
    return (await isInstalled(program, words))
      ? { path: program }
      : { missing: `${packageName} brought no ${program}` };
  } catch (error) {
    return { missing: `Debian's ${packageName} cannot be installed: ${(error as Error).message.slice(0, 300)}` };
  }
}

/** What takes the figures. Answers with the first reason when something of it cannot be had. */
export async function missingInstruments(): Promise<string | undefined> {
  return reasonOf([
    await debianProgram("iproute2", "ip", ["-V"]),
    await debianProgram("ethtool", "ethtool", ["--version"]),
    await debianProgram("iperf3", "iperf3", ["--version"]),
    await debianProgram("iputils-ping", "ping", ["-V"]),
  ]);
}

/** The first reason, when one of them is missing. */
export function reasonOf(programs: readonly Program[]): string | undefined {
  return programs.flatMap((program) => ("missing" in program ? [program.missing] : []))[0];
}

/** Of a program that `missing()` found to be there. */
export function pathOf(program: Program): string {
  if ("missing" in program) throw new Error(program.missing);
  return program.path;
}
