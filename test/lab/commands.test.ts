/**
 * Every command of `weave` on a lab of 2 hosts, as users type it: what it does, what it prints for people and as JSON, and
 * its exit status. h1's router is launched by the command itself, so it has the supervisor that a host without systemd has.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../api/error.ts";
import { launchOptions } from "../../api/launch-options.ts";
import type * as view from "../../api/types.ts";
import { netnsOfName } from "../../host/netns.ts";
import { isInstalled, type RunResult, run } from "../../host/run.ts";
import { labRun } from "../../lab/exec.ts";
import { recordOf } from "../../lab/process.ts";
import { hostNamed, type LabHost, readLab } from "../../lab/state.ts";
import { exitStatuses } from "../../weave-cli/exit-code.ts";
import { meshLab, until, weave } from "./mesh-lab.ts";

const mesh = meshLab({ hosts: 2, containers: 1 });
const blue = `t${process.pid}-blue`;
let h1: LabHost;

beforeAll(async () => {
  h1 = hostNamed(await readLab(mesh.name), "h1");
  await run("ip", ["netns", "add", blue]);
});

afterAll(() => run("ip", ["netns", "del", blue], { acceptStatus: [0, 1] }));

const inside = (member: string, command: string, ...args: string[]) =>
  labRun({ lab: mesh.name, member, command, args }, { timeoutMs: 90_000 });
const on = (host: string, ...words: string[]): Promise<RunResult> => inside(host, "weave", ...words);
/** Standard output of a command that must succeed, and say nothing on standard error. */
const done = async (...words: string[]) => {
  const { status, stdout, stderr } = await on("h1", ...words);
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: "" });
  return stdout;
};
const json = async <Answer>(...words: string[]) => JSON.parse(await done(...words, "--json")) as Answer;
/** A command that must fail: with this status and code, in words and as a problem. */
const fails = async (status: number, code: string, ...words: string[]) => {
  const text = await on("h1", ...words);
  const problem = await on("h1", ...words, "--json");
  expect({ words, status: text.status, stdout: text.stdout }).toEqual({ words, status, stdout: "" });
  expect(text.stderr).toMatch(/^weave: /);
  expect(text.stderr).toContain(`(${code})`);
  expect({ words, status: problem.status }).toEqual({ words, status });
  const { code: said, detail } = JSON.parse(problem.stderr) as Problem;
  expect({ said, shown: text.stderr.includes(detail) }).toEqual({ said: code, shown: true });
  return detail;
};
const statusOf = async (host: string, ...words: string[]) => (await on(host, ...words)).status;
const links = async () => (await inside("h1", "ip", "-brief", "link")).stdout;
const hangs = async (netns: string, name = "ethwe") =>
  (await run("ip", ["-n", netns, "link", "show", "dev", name], { acceptStatus: [0, 1] })).status === 0;

describe("help", async () => {
  const { stdout } = await run(weave, ["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)/gm)]
    .map(([, name]) => name as string)
    .filter((name) => name !== "weave" && name !== "help");

  test("weave lists its commands, and docs/cli.md the same", async () => {
    const documented = await readFile(new URL("../../docs/cli.md", import.meta.url), "utf8");
    const rows = [...documented.matchAll(/^\| `([a-z]+)[ `]/gm)].map(([, name]) => name as string);
    expect(commands.length).toBeGreaterThan(15);
    expect(rows.toSorted()).toEqual(commands.toSorted());
    for (const { status, meaning } of Object.values(exitStatuses)) {
      expect(documented).toContain(`| ${status} | ${meaning} |`);
    }
  });

  test.for(commands)("weave %s --help shows an example, the exit statuses and --json", async (name) => {
    const help = (await run(weave, [name, "--help"])).stdout;
    expect(help).toMatch(new RegExp(`^Usage: weave ${name}`));
    expect(help).toMatch(new RegExp(`Examples:\\n {2}weave ${name}`));
    for (const { status, meaning } of Object.values(exitStatuses)) expect(help).toContain(`${status}  ${meaning}`);
    expect(help).toContain("--json");
    if (name === "launch") for (const option of launchOptions) expect(help).toContain(`--${option.name}`);
  });

  test("no command, or none that exists, is a wrong command line", async () => {
    expect((await run(weave, [], { acceptStatus: [2] })).status).toBe(2);
    const { status, stderr } = await run(weave, ["nonsense"], { acceptStatus: [2] });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("nonsense") });
  });
});

describe("launch", () => {
  test("says that a router runs already", async () => {
    expect(await fails(3, "ROUTER_ALREADY_RUNNING", "launch")).toContain("weave stop");
  });

  test("names the flag that is wrong, and leaves nothing running", async () => {
    await done("stop");
    await fails(2, "CONFIG_INVALID", "launch", "--mtu=12");
    const wrong: (readonly [string, RegExp])[] = [
      ["--ipalloc-range=10.0.0.0/40", /--ipalloc-range: 10.0.0.0\/40 /],
      ["--password-file=/nowhere", /--password-file: .*\/nowhere/],
      ["--no-such-flag", /no-such-flag/],
      ["not a host", /"not a host"/],
    ];
    for (const [word, said] of wrong) {
      const { status, stderr } = await on("h1", "launch", word);
      expect({ word, status, stderr }).toEqual({ word, status: 2, stderr: expect.stringMatching(said) });
    }
    const leftOver = existsSync(join(h1.folder, "run/supervisor.pid")) || existsSync(join(h1.folder, "run/weave.sock"));
    expect(leftOver).toBe(false);
  });

  test("says why it cannot become ready", async () => {
    const listener = mesh.start("h1", process.execPath, "-e", "require('net').createServer().listen(6783)");
    await until(async () => (await inside("h1", "ss", "-Hltn", "sport = :6783")).stdout !== "", {
      what: "the listener",
    });
    const { status, stderr } = await on("h1", "launch", "h2");
    expect({ status, stderr }).toEqual({ status: 9, stderr: expect.stringContaining("6783") });
    await listener.stop();
  });

  test("two at once: one router, and the other launch is told so instead of taking it for its own", async () => {
    const launches = await Promise.all([on("h1", "launch", "h2"), on("h1", "launch", "h2")]);
    expect(launches.map(({ status, stderr }) => `${status} ${stderr}`).toSorted()).toEqual([
      "0 ",
      expect.stringMatching(/^3 .*ROUTER_ALREADY_RUNNING/),
    ]);
    await done("stop");
  });

  test("warns of a password file that every user may read, and goes on", async () => {
    await inside("h1", "sh", "-c", "echo secret >/etc/weave/password && chmod 644 /etc/weave/password");
    const { status, stderr } = await on("h1", "launch", "--password-file=/etc/weave/password");
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("chmod o= /etc/weave/password") });
    expect((await json<view.StatusView>("status")).router.warnings).toHaveLength(1);
    await done("stop");
    await inside("h1", "rm", "/etc/weave/password");
  });

  test("returns when the router is ready, and its supervisor starts it again", async () => {
    const launched = await json<view.StatusView>("launch", "h2", "--nickname=first");
    expect(launched.router).toMatchObject({ nickname: "first", encryption: false, port: 6783, mtu: 1376 });
    const { router } = await json<view.StatusView>("status");
    expect(router.pid).toBe(launched.router.pid);
    process.kill(router.pid, "SIGKILL");
    const again = await until(
      async () => {
        const { status, stdout } = await on("h1", "status", "--json");
        return status === 0 && (JSON.parse(stdout) as view.StatusView).router;
      },
      { what: "the supervisor to start the router again" },
    );
    expect(again).toMatchObject({ nickname: "first", name: router.name });
    expect(again.pid).not.toBe(router.pid);
  });
});

describe("connect and forget", () => {
  const targets = async () =>
    (await json<view.TargetView[]>("status", "targets")).map(({ target }) => target).toSorted();

  test("change what the router keeps trying", async () => {
    expect(await done("connect", "10.99.0.77", "10.99.0.78:7000")).toBe("");
    expect(await targets()).toEqual(["10.99.0.77", "10.99.0.78:7000", "h2"]);
    expect(await json("connect", "--replace", "h2", "10.99.0.77")).toEqual({ done: true });
    expect(await targets()).toEqual(["10.99.0.77", "h2"]);
    expect(await json("forget", "10.99.0.77")).toEqual({ done: true });
    expect(await targets()).toEqual(["h2"]);
    await fails(2, "CONFIG_INVALID", "connect", "no host!");
  });
});

describe("attach, ps and detach", () => {
  const shown = async (id: string) => (await json<view.ContainerView[]>("ps", id))[0];

  test("a namespace by name, path, and process get an address; repeating changes nothing", async () => {
    const address = (await done("attach", blue)).trim();
    expect(address).toMatch(/^10\.\d+\.\d+\.\d+$/);
    expect(await hangs(blue)).toBe(true);
    expect((await done("attach", blue)).trim()).toBe(address);
    const byPath = await json<view.ContainerView>("attach", netnsOfName(blue));
    expect(byPath).toMatchObject({ id: blue, interface: "ethwe", addresses: [`${address}/12`] });
    expect(await shown(blue)).toEqual(byPath);
    expect(await done("ps", blue)).toContain(`${blue}  ethwe  ${byPath.mac}  ${address}/12`);
    expect((await done("detach", blue)).trim()).toBe(address);
    expect(await hangs(blue)).toBe(false);
    expect(await shown(blue)).toBeUndefined();

    const sleeper = mesh.start("h1", "unshare", "--net", "sh", "-c", "echo $$; exec sleep 1000");
    await sleeper.printed(/\d+\n/);
    const pid = sleeper.stdout().trim();
    expect((await done("attach", pid)).trim()).toMatch(/^10\.\d+\.\d+\.\d+$/);
    expect((await inside("h1", "nsenter", "--net", "-t", pid, "ip", "link", "show", "ethwe")).status).toBe(0);
    expect((await json<view.DetachView>("detach", pid)).released.length).toBe(1);
    await sleeper.stop();
  });

  test("addresses as they are asked for: exactly, of a subnet, of the range, of the user's own", async () => {
    const wishes = ["10.33.7.7/24", "ip:10.33.7.8/24", "net:10.34.1.0/24", "net:default", "192.168.77.1/24"];
    const attached = await json<view.ContainerView>("attach", ...wishes, "--interface", "mesh0", blue);
    expect(attached).toMatchObject({ interface: "mesh0" });
    const [exact, prefixed, ofSubnet, ofRange, own] = attached.addresses;
    expect([exact, prefixed, own]).toEqual(["10.33.7.7/24", "10.33.7.8/24", "192.168.77.1/24"]);
    expect(ofSubnet).toMatch(/^10\.34\.1\.\d+\/24$/);
    expect(ofRange).toMatch(/^10\.\d+\.\d+\.\d+\/12$/);
    const inContainer = (await run("ip", ["-n", blue, "-brief", "-4", "address", "show", "dev", "mesh0"])).stdout;
    for (const address of attached.addresses) expect(inContainer).toContain(address);
    // Another host is refused what is taken.
    const taken = await on("h2", "attach", "10.33.7.7/24", mesh.view().hosts[1]?.containers[0]?.netns ?? "");
    expect({ status: taken.status, said: taken.stderr }).toEqual({
      status: 5,
      said: expect.stringContaining("10.33.7.7"),
    });
    await fails(4, "CONTAINER_UNKNOWN", "detach", "--interface", "other0", blue);
    expect((await done("detach", "--interface", "mesh0", blue)).trim().split("\n").length).toBe(5);
    expect(await hangs(blue, "mesh0")).toBe(false);
  });

  test("what cannot be attached is refused in words", async () => {
    await fails(4, "HOST_CONTAINER_UNKNOWN", "attach", "no-such-container");
    await fails(2, "ADDRESS_INVALID", "attach", "10.2.1.3", blue);
    await fails(2, "ADDRESS_INVALID", "attach", "10.2.1.3/24");
    expect(await statusOf("h1", "attach")).toBe(2);
    await fails(4, "CONTAINER_UNKNOWN", "detach", blue);
    expect(await fails(5, "HOST_CONTAINER_IN_HOST_NETWORK", "attach", "/proc/self/ns/net")).toContain("host");
  });
});

describe("status, report, logs and version", () => {
  test("each view is text for people, and the same part of the whole as JSON", async () => {
    await until(async () => (await on("h1", "status", "connections")).stdout.includes("established"), { what: "h2" });
    const whole = await json<view.StatusView>("status");
    const text = await done("status");
    expect(text.split("\n").length).toBeLessThan(40);
    for (const fact of [whole.router.name, "Encryption: disabled", "Range: 10.32.0.0/12", "1 established", "datapath"])
      expect(text).toContain(fact);
    const views: Readonly<Record<string, readonly string[]>> = {
      peers: [whole.router.name, "h2", "established"],
      connections: ["10.99.0.2", "established", "plain", "h2"],
      targets: ["h2"],
      ipam: ["10.32.0.0/12", "first", "h2", "% of the range"],
      gossip: ["topology", "ring", "LAG", "MISMATCHES", "QUEUE", "MERGES", "QUARANTINED", "REFUSED"],
      datapath: ["h2"],
    };
    for (const [name, facts] of Object.entries(views)) {
      const [shown, part] = await Promise.all([done("status", name), json<object>("status", name)]);
      for (const fact of facts) expect(shown).toContain(fact);
      const expected = whole[name as keyof view.StatusView] as object;
      expect(Array.isArray(part)).toBe(Array.isArray(expected));
      if (!Array.isArray(part)) expect(Object.keys(part)).toEqual(Object.keys(expected));
    }
    await fails(2, "API_REQUEST_INVALID", "status", "weather");
  });

  test("a report holds all of it, and no secret", async () => {
    const report = JSON.parse(await done("report")) as view.ReportView;
    expect(report.status.router.nickname).toBe("first");
    expect(report.options["password"]).toBe(false);
    expect(report.containers.length).toBe(1);
    expect(Object.keys(report.events)).toContain("connection-up");
    expect(report.host.cpus).toBeGreaterThan(0);
  });

  test("the log is text, JSON lines, its end, or what follows", async () => {
    expect(await done("logs")).toMatch(/^\d{4}-\d\d-\d\d .*launch/m);
    expect((await done("logs", "-n", "2")).trim().split("\n").length).toBe(2);
    const lines = (await done("logs", "-n", "3", "--json")).trim().split("\n");
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(Number), msg: expect.any(String) });
    const follower = mesh.start("h1", "weave", "logs", "-f", "-n", "1");
    await follower.printed("\n");
    expect(await statusOf("h2", "stop")).toBe(0);
    await follower.printed("connection-down");
    await follower.stop();
    expect(await statusOf("h2", "launch", "h1")).toBe(0);
  });

  test("versions of command and router", async () => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await json("version")).toEqual({ command: version, router: version });
    expect(await done("version")).toContain(`weave router ${version}`);
  });
});

describe("setup", async () => {
  const isSystemdHere = (await isInstalled("systemd-analyze")) && existsSync("/etc/systemd/system");
  // Hosts of a lab share the machine's /etc/systemd, which is not to be touched, also when this fails: here is another one.
  const withOwnUnits = (...script: string[]) => {
    const whole = ["exec 3>&1", "mount -t tmpfs none /etc/systemd/system", ...script].join(" && ");
    return inside("h1", "unshare", "--mount", "sh", "-c", whole);
  };

  test.skipIf(!isSystemdHere)("is refused inside a lab, whose units would be the machine's", async () => {
    for (const words of ["setup", "setup --remove"]) {
      const { status, stderr } = await withOwnUnits(`weave ${words}`);
      expect({ words, status, stderr }).toEqual({
        words,
        status: 9,
        stderr: expect.stringMatching(/outside of the lab.*SETUP_NOT_POSSIBLE/),
      });
    }
  });

  test.skipIf(!isSystemdHere)(
    "installs units that systemd accepts, starts nothing, and keeps the configuration",
    async () => {
      const { status, stdout, stderr } = await withOwnUnits(
        "unset WEAVE_LAB WEAVE_LAB_HOST",
        "weave setup --json >&3",
        "systemd-analyze verify /etc/systemd/system/weave.service /etc/systemd/system/weave-datapath.service >&2",
        "cat /etc/systemd/system/*.service >&2",
        "echo 'mtu = 1200' >/etc/weave/weave.conf",
        "weave setup >&2",
        "cat /etc/weave/weave.conf >&2",
        "weave setup --remove --json >&3",
        "ls /etc/systemd/system >&2",
      );
      expect({ status, stderr }).toMatchObject({ status: 0 });
      const [installed, removed] = stdout
        .trim()
        .split(/(?<=^\})\n/m)
        .map((text) => JSON.parse(text) as object);
      const units = ["/etc/systemd/system/weave.service", "/etc/systemd/system/weave-datapath.service"];
      expect(installed).toEqual({ installed: units, configuration: "/etc/weave/weave.conf", active: false });
      expect(removed).toEqual({ removed: units });
      expect(stderr).toContain("Restart=on-failure");
      expect(stderr).toContain("mtu = 1200");
      expect(stderr).not.toContain("@weave@");
    },
  );
});

describe("stop, launch and reset", () => {
  const address = async () => (await json<view.ContainerView[]>("ps", blue))[0]?.addresses;

  test("stop keeps bridge, containers' interfaces and state: the next launch has the same addresses", async () => {
    await done("attach", blue);
    const before = await address();
    expect(before?.length).toBe(1);
    const { router } = await json<view.StatusView>("status");
    expect(await json("stop")).toEqual({ wasRunning: true });
    expect(await recordOf(router.pid)).toBeUndefined();
    expect(await links()).toMatch(/^weave .*\n(.*\n)*vethwe/m);
    expect(await hangs(blue)).toBe(true);
    await fails(7, "API_UNREACHABLE", "status");
    await fails(7, "API_UNREACHABLE", "attach", blue);
    expect(await json("version")).toMatchObject({ router: null });
    expect(await done("stop")).toBe("weave was not running\n");
    await fails(7, "ROUTER_NOT_RUNNING", "reset");

    // From the configuration file what no flag says.
    await inside("h1", "sh", "-c", "printf 'mtu = 1200\\nnickname = fromfile\\npeers = h2\\n' >/etc/weave/weave.conf");
    const launched = await json<view.StatusView>("launch", "--nickname=fromflag");
    expect(launched.router).toMatchObject({ name: router.name, nickname: "fromflag", mtu: 1200 });
    expect(launched.targets.map(({ target }) => target)).toEqual(["h2"]);
    expect(await address()).toEqual(before);
    expect((await done("attach", blue)).trim()).toBe(before?.[0]?.split("/")[0]);
  });

  test("reset hands the addresses over and leaves no trace", async () => {
    expect(await json("prime")).toEqual(expect.any(Object));
    await until(async () => (await on("h1", "status", "connections")).stdout.includes("established"), { what: "h2" });
    expect(await json("reset")).toEqual({ wasRunning: true });
    expect(await links()).not.toMatch(/weave|vethwe/);
    expect(await hangs(blue)).toBe(false);
    expect((await inside("h1", "nft", "list", "ruleset")).stdout.trim()).toBe("");
    expect((await inside("h1", "ls", "-A", "/var/lib/weave")).stdout).toBe("");
    // What launches lock stays, or two of them could lock two files.
    expect((await inside("h1", "ls", "-A", "/run/weave")).stdout).toBe("launch.lock\n");
    const heir = await until(
      async () => {
        const { owners } = JSON.parse((await on("h2", "status", "ipam", "--json")).stdout) as view.IpamView;
        return owners.length === 1 && owners[0];
      },
      { what: "h2 to own everything" },
    );
    expect(heir).toMatchObject({ self: true, share: 1 });
    expect(await done("reset", "--force")).toBe("");
    // As new: another identity, and the mesh's ring.
    const launched = await json<view.StatusView>("launch", "h2");
    expect(launched.router.nickname).toBe("fromfile");
    expect((await done("attach", blue)).trim()).toMatch(/^10\.\d+\.\d+\.\d+$/);
  });
});
