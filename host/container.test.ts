/** Whom a user means by CONTAINER, and what starting a program promises; needs root. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resolveContainer } from "./container.ts";
import { netnsIdentity } from "./netns.ts";
import { run, runInBackground } from "./run.ts";
import { scratchNamespace } from "./scratch-namespace.ts";

/** Stand-ins for the runtimes' programs, first on the path; they print what `PODMAN_*` and `CTR_*` say. */
let programs: string;
const pathBefore = process.env["PATH"];

beforeEach(async () => {
  programs = await mkdtemp(join(tmpdir(), "wt-host-programs-"));
  await program("podman", "exit 125");
  await program("ctr", "exit 1");
  process.env["PATH"] = `${programs}:${pathBefore}`;
});

afterEach(async () => {
  process.env["PATH"] = pathBefore;
  await rm(programs, { recursive: true });
});

async function program(name: string, body: string): Promise<void> {
  await writeFile(join(programs, name), `#!/bin/sh\n${body}\n`);
  await chmod(join(programs, name), 0o755);
}

const podmanKnows = (name: string, state: { Running: boolean; Pid: number }) =>
  program(
    "podman",
    `case "$5" in ${name}|podmanid*) echo '${JSON.stringify([{ Id: "podmanid0123456789", Name: name, State: state }])}';; *) exit 125;; esac`,
  );

test("a namespace is found by path, by name and by a process inside it", async () => {
  await using container = await scratchNamespace("c");
  const identity = await netnsIdentity(container.path);
  expect(await resolveContainer(container.path)).toMatchObject({ id: container.name, identity, runtime: "netns" });
  expect(await resolveContainer(container.name)).toMatchObject({ id: container.name, netns: container.path });
  const pid = await runInBackground("sleep", ["60"], { netns: container.path });
  try {
    await expect.poll(() => resolveContainer(String(pid)).catch(() => undefined)).toMatchObject({ identity, pid });
    expect((await resolveContainer(`pid:${pid}`)).id).toBe(`pid-${pid}-${identity.split(":")[1]}`);
    await podmanKnows("web", { Running: true, Pid: pid });
    const web = { id: "podmanid0123456789", name: "web", identity, pid, runtime: "podman" };
    expect(await resolveContainer("web")).toMatchObject(web);
    expect(await resolveContainer("podman:podmanid")).toMatchObject(web);
    // Two answers that mean the same namespace are one.
    await podmanKnows(container.name, { Running: true, Pid: pid });
    expect((await resolveContainer(container.name)).identity).toBe(identity);
    await program(
      "ctr",
      `case "$*" in "namespaces ls -q") echo k8s.io;; "-n k8s.io tasks ls") printf 'TASK PID STATUS\\nabcdef0123 ${pid} RUNNING\\n';; esac`,
    );
    expect(await resolveContainer("abcdef0")).toMatchObject({ id: "abcdef0123", pid, runtime: "containerd" });
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

test("a name with two meanings is refused, and a prefix settles it", async () => {
  await using container = await scratchNamespace("c");
  await using other = await scratchNamespace("o");
  const pid = await runInBackground("sleep", ["60"], { netns: other.path });
  try {
    const otherIdentity = await netnsIdentity(other.path);
    await expect.poll(() => netnsIdentity(`/proc/${pid}/ns/net`)).toBe(otherIdentity);
    await podmanKnows(container.name, { Running: true, Pid: pid });
    await expect(resolveContainer(container.name)).rejects.toMatchObject({ code: "HOST_CONTAINER_AMBIGUOUS" });
    expect((await resolveContainer(`netns:${container.name}`)).netns).toBe(container.path);
    expect((await resolveContainer(`podman:${container.name}`)).identity).toBe(otherIdentity);
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

test("what is unknown, stopped, no namespace or on the host's network is named as such", async () => {
  const codeOf = (text: string) =>
    resolveContainer(text).then(
      () => "",
      (error: { code: string }) => error.code,
    );
  await podmanKnows("old", { Running: false, Pid: 0 });
  expect(await codeOf("old")).toBe("HOST_CONTAINER_NOT_RUNNING");
  expect(await codeOf("wt-host-no-such")).toBe("HOST_CONTAINER_UNKNOWN");
  expect(await codeOf("../etc/passwd")).toBe("HOST_CONTAINER_UNKNOWN");
  expect(await codeOf("/etc/passwd")).toBe("HOST_NAMESPACE_INVALID");
  expect(await codeOf("/run/netns/wt-host-no-such")).toBe("HOST_NAMESPACE_INVALID");
  expect(await codeOf(String(process.pid))).toBe("HOST_CONTAINER_IN_HOST_NETWORK");
});

test("a program's failure names it and what it said; one that hangs or is not there ends too", async () => {
  await expect(run("ls", ["/wt-no-such-file"])).rejects.toMatchObject({
    code: "HOST_COMMAND_FAILED",
    message: expect.stringMatching(/^ls \/wt-no-such-file: exit status 2: .*No such file/),
    facts: { command: "ls /wt-no-such-file", status: 2 },
  });
  await expect(run("sleep", ["60"], { timeoutMs: 50 })).rejects.toMatchObject({
    code: "HOST_COMMAND_FAILED",
    message: expect.stringContaining("took longer than 50 ms"),
  });
  await expect(run("yes", [], { timeoutMs: 10_000 })).rejects.toThrow(/printed more than/);
  await expect(run("wt-no-such-program", [])).rejects.toMatchObject({ code: "HOST_COMMAND_MISSING" });
});
