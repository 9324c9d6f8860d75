/**
 * The `weave` command: a thin client of the router's API. The table of commands is here; what a command does is in its own
 * file, loaded when it is called, so that start-up stays short.
 */
import { Command, CommanderError, Option } from "commander";
import { launchOptions } from "../api/launch-options.ts";
import { exitStatuses } from "./exit-code.ts";
import { reportError } from "./output.ts";
import type { StatusOptions } from "./status.ts";

const program = new Command("weave")
  .description(
    "A container network without a centre: routers find each other, share one range of addresses, and carry\ncontainers' traffic over an encrypted mesh.",
  )
  .configureHelp({ showGlobalOptions: false })
  .enablePositionalOptions()
  .exitOverride()
  .addHelpText(
    "after",
    examplesText([
      ["launch", "on the first host"],
      ["launch host1", "on the second"],
      ["attach my-container", "join a container"],
      ["status", "how things stand"],
      ["lab", "see it work, on this machine alone"],
    ]),
  );

interface CommandText {
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [string, string])[];
}

/** A command with `--json`, examples and exit statuses in its help. */
function command(parent: Command, { usage, summary, examples }: CommandText): Command {
  return parent
    .command(usage)
    .description(summary)
    .exitOverride()
    .option("--json", "print JSON")
    .addHelpText("after", `${examplesText(examples)}\n${exitText()}`);
}

const launch = command(program, {
  usage: "launch [peers...]",
  summary: "Start this host's router, and connect it to PEERS (names or addresses, with or without :port).",
  examples: [
    ["launch", "the first host of a mesh"],
    ["launch host1 host2", "join it"],
    ["launch --password-file /etc/weave/password host1", "encrypted"],
    ["launch --ipalloc-range 10.40.0.0/16 --ipalloc-init consensus=3 host1 host2", "three hosts that start together"],
  ],
});
for (const { name, value, fallback, help } of launchOptions) {
  launch.option(value === undefined ? `--${name}` : `--${name} <${value}>`, `${help} (default: ${fallback})`);
}
launch
  .option("--foreground", "stay in the foreground, with the log on standard error too")
  .action(async (peers: string[], options: Record<string, unknown>) =>
    (await import("./launch.ts")).launch(peers, options),
  );

command(program, {
  usage: "connect <peers...>",
  summary: "Connect to more hosts, and keep trying.",
  examples: [
    ["connect host3", "one more"],
    ["connect --replace host1 host2", "these and no others"],
  ],
})
  .option("--replace", "forget all targets that are not listed")
  .action(async (peers: string[], options: { json?: boolean; replace?: boolean }) =>
    (await import("./connect.ts")).connect(peers, options),
  );

command(program, {
  usage: "forget <peers...>",
  summary: "Stop trying to connect to hosts; connections that stand stay.",
  examples: [["forget host3", "as it was given to launch or connect"]],
}).action(async (peers: string[], options: { json?: boolean }) =>
  (await import("./connect.ts")).forget(peers, options),
);

command(program, {
  usage: "attach <words...>",
  summary:
    "Give a container an interface on the mesh: weave attach [ADDRESS...] CONTAINER.\nCONTAINER is a network namespace's path or name, a process id, or an id or name in podman, Docker or containerd.\nADDRESS is 10.2.1.3/24 (exactly this one), net:10.2.1.0/24 (one of this subnet) or net:default; none means net:default.",
  examples: [
    ["attach web", "an address of the mesh's range"],
    ["attach 10.2.1.3/24 net:default web", "two addresses"],
    ["attach /run/netns/blue", "a network namespace"],
  ],
})
  .option("--interface <NAME>", "name of the interface inside the container", "ethwe")
  .action(async (words: string[], options: { json?: boolean; interface: string }) =>
    (await import("./attach.ts")).attach(words, options),
  );

command(program, {
  usage: "detach <container>",
  summary: "Take a container off the mesh, and give its addresses back.",
  examples: [
    ["detach web", ""],
    ["detach 3f2a9c", "the beginning of an id, also of a container that is gone"],
  ],
})
  .option("--interface <NAME>", "only this interface")
  .action(async (container: string, options: { json?: boolean; interface?: string }) =>
    (await import("./attach.ts")).detach(container, options),
  );

command(program, {
  usage: "status [view]",
  summary: "Show how things stand; VIEW is peers, connections, targets, ipam, gossip or datapath.",
  examples: [
    ["status", "one screen"],
    ["status connections", "who is connected, and why not"],
    ["status ipam --json", ""],
    ["status --ready --wait 30", "exit status 0 as soon as packets pass, 1 when they do not in 30 s"],
  ],
})
  .option("--ready", "only whether packets pass: exit status 0 when they do, 1 when not, 7 without a router")
  .option("--wait <SECONDS>", "the same, and wait for it")
  .action(async (view: string | undefined, options: StatusOptions) =>
    (await import("./status.ts")).status(view, options),
  );

command(program, {
  usage: "why <places...>",
  summary:
    "Say how packets go from A to B, and why not otherwise: weave why [A] B. Exit status 0: they arrive; 1: they do not.\nA and B are hosts, addresses of the mesh, or containers attached here; A is this host when it is not given.",
  examples: [
    ["why host2", "from this host"],
    ["why web 10.40.0.3", "from a container to another host's"],
  ],
}).action(async (places: string[], options: { json?: boolean }) => (await import("./why.ts")).why(places, options));

command(program, {
  usage: "doctor",
  summary:
    "Look at this host and, when a router runs, at the mesh: what is wrong, why it matters, what to do.\nExit status 0: no failure (warnings do not count); 1: some failure.",
  examples: [
    ["doctor", "before the first launch, or when something does not work"],
    ["doctor --json", ""],
  ],
}).action(async (options: { json?: boolean }) => (await import("./doctor.ts")).doctor(options));

command(program, {
  usage: "report",
  summary: "Print everything that a bug report needs, as JSON; no secrets.",
  examples: [["report > weave-report.json", ""]],
}).action(async () => (await import("./status.ts")).report());

command(program, {
  usage: "ps [containers...]",
  summary: "List attached containers with their MAC and addresses.",
  examples: [
    ["ps", "all"],
    ["ps web", "one, by id or its beginning"],
  ],
}).action(async (containers: string[], options: { json?: boolean }) =>
  (await import("./ps.ts")).ps(containers, options),
);

command(program, {
  usage: "rmpeer <peers...>",
  summary: "Take over the addresses of hosts that are gone for good. A majority of the mesh must not see them.",
  examples: [
    ["rmpeer host3", "by nickname, or by name"],
    ["rmpeer --force host3", "without the others' word; says what may be given twice"],
  ],
})
  .option("--force", "also without a majority: an address of a host that lives on may be given twice")
  .action(async (peers: string[], options: { json?: boolean; force?: boolean }) =>
    (await import("./rmpeer.ts")).rmpeer(peers, options),
  );

const ipam = command(program, {
  usage: "ipam",
  summary: "Look into address management: weave ipam explain ADDRESS|HOST.",
  examples: [["ipam explain 10.32.0.5", "who owns it, who has it"]],
}).enablePositionalOptions();
command(ipam, {
  usage: "explain <about>",
  summary:
    "Say why an address or a host stands as it does: who owns it and by which way, who holds it, what is in dispute.\nExit status 0: as it should be; 1: somebody should do something, and it says what; 4: no such host.",
  examples: [
    ["ipam explain 10.32.0.5", "who owns it, who has it"],
    ["ipam explain host3", "its ranges, the decisions on it, its records that are kept apart"],
  ],
}).action(async (about: string, options: { json?: boolean }) => (await import("./ipam.ts")).explain(about, options));

command(program, {
  usage: "logs",
  summary: "Print the router's log.",
  examples: [
    ["logs -n 50", ""],
    ["logs -f", "and what follows"],
  ],
})
  .option("-f, --follow", "wait for what follows")
  .option("-n, --lines <N>", "the last N lines only")
  .action(async (options: { json?: boolean; follow?: boolean; lines?: string }) =>
    (await import("./logs.ts")).logs(options),
  );

command(program, {
  usage: "stop",
  summary: "End router and datapath process. Bridge, containers' interfaces and addresses stay for the next launch.",
  examples: [["stop", ""]],
}).action(async (options: { json?: boolean }) => (await import("./stop.ts")).stop(options));

command(program, {
  usage: "reset",
  summary: "Leave the mesh: hand this host's addresses over, then remove every trace of weave from this host.",
  examples: [
    ["reset", ""],
    ["reset --force", "also when nobody takes the addresses, or no router runs"],
  ],
})
  .option("--force", "also when the addresses cannot be handed over")
  .action(async (options: { json?: boolean; force?: boolean }) => (await import("./stop.ts")).reset(options));

command(program, {
  usage: "prime",
  summary: "Wait until the mesh has a ring of addresses, so that attach does not have to.",
  examples: [["prime", ""]],
}).action(async (options: { json?: boolean }) => (await import("./prime.ts")).prime(options));

command(program, {
  usage: "setup",
  summary: "Survive a reboot: install and enable systemd units that launch with /etc/weave/weave.conf.",
  examples: [
    ["setup", ""],
    ["setup --remove", ""],
  ],
})
  .option("--remove", "remove the units again")
  .action(async (options: { json?: boolean; remove?: boolean }) => (await import("./setup.ts")).setup(options));

command(program, {
  usage: "version",
  summary: "Print the versions of the command and of the running router.",
  examples: [["version", ""]],
}).action(async (options: { json?: boolean }) => (await import("./version.ts")).version(options));

function examplesText(examples: readonly (readonly [string, string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  weave ${what === "" ? line : `${line.padEnd(width)}   ${what}`}`);
  return ["", "Examples:", ...lines].join("\n");
}

function exitText(): string {
  const lines = Object.values(exitStatuses).map(({ status, meaning }) => `  ${String(status).padStart(2)}  ${meaning}`);
  return ["", "Exit status:", ...lines].join("\n");
}

async function run(): Promise<number> {
  const words = process.argv.slice(2);
  if (words[0] === "lab") {
    const { addLab } = await import("./lab.ts");
    addLab(program, command);
  } else program.command("lab").description("Several virtual hosts on this machine: see it work, and try things.");
  program.addOption(new Option("-V, --version", "the same as weave version").hideHelp());
  if (words[0] === "--version" || words[0] === "-V") words[0] = "version";
  try {
    if (words.length === 0) {
      program.outputHelp();
      return exitStatuses.usage.status;
    }
    await program.parseAsync(words, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatuses.usage.status;
    return reportError(error, words.includes("--json"));
  }
}

process.exitCode = await run();
