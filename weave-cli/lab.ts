/** `weave lab ...`: the subcommands, which call the functions of the lab's room. */
import type { Command } from "commander";
import { labDownOrFail } from "../lab/down.ts";
import { labExec } from "../lab/exec.ts";
import type { LineRule } from "../lab/line.ts";
import { type LinkChoice, labCut, labHeal, labLinks, labSetLine } from "../lab/link.ts";
import { labList, labShow } from "../lab/list.ts";
import { pingMatrix } from "../lab/ping-matrix.ts";
import { labKill, labStart, type Victim } from "../lab/power.ts";
import { parseDurationUs, parseMtu, parsePercentPpm, parseRateBps } from "../lab/quantity.ts";
import type { Topology, Underlay } from "../lab/state.ts";
import { labUp } from "../lab/up.ts";
import { interruptible } from "./interruption.ts";
import { demonstrate } from "./lab-demo.ts";
import { labsText, labText, linksText, matrixText } from "./lab-text.ts";
import { print } from "./output.ts";

interface NamedOptions {
  readonly name: string;
  readonly json?: boolean;
}

interface UpOptions extends NamedOptions {
  readonly hosts: string;
  readonly containers: string;
  readonly topology: string;
  readonly underlay: string;
  readonly encrypt?: boolean;
  readonly flag?: readonly string[];
}

interface LinkOptions extends NamedOptions {
  readonly oneWay?: boolean;
}

export const labNameDefault = "weave";

type MakeCommand = (
  parent: Command,
  text: {
    readonly usage: string;
    readonly summary: string;
    readonly examples: readonly (readonly [string, string])[];
  },
) => Command;

/** Adds `lab` and its subcommands. */
export function addLab(program: Command, command: MakeCommand): void {
  const lab = command(program, {
    usage: "lab",
    summary:
      "Several virtual hosts on this machine. Without a subcommand: three hosts, a live ping matrix and the\nthroughput, first plain, then encrypted.",
    examples: [
      ["lab", "see it work"],
      ["lab --keep", "and leave it up"],
      ["lab up --hosts 5 --topology ring --encrypt", "one to play with"],
    ],
  }).enablePositionalOptions();
  lab
    .option("--keep", "leave the encrypted lab up")
    .option("--name <NAME>", "the lab's name", labNameDefault)
    .action((options: { keep?: boolean; name: string; json?: boolean }) =>
      demonstrate({ name: options.name, keep: options.keep ?? false, json: options.json ?? false }),
    );
  addLife(lab, command);
  addLinks(lab, command);
  addExec(lab, command);
}

function addLife(lab: Command, command: MakeCommand): void {
  named(
    command(lab, {
      usage: "up",
      summary: "Bring a lab up; returns when every container has its address and every connection is established.",
      examples: [
        ["lab up", "three hosts, a container each"],
        ["lab up --hosts 3 --topology line", "h1 - h2 - h3: traffic relays through h2"],
      ],
    }),
  )
    .option("--hosts <N>", "how many hosts: h1, h2, ...", "3")
    .option("--containers <M>", "containers on each host: h1c1, h1c2, ...", "1")
    .option("--topology <SHAPE>", "full, line, ring or star", "full")
    .option("--underlay <FAMILY>", "both, or ipv6: hosts without IPv4 between them", "both")
    .option("--encrypt", "with a password")
    .option("--flag <FLAG...>", "further flags of weave launch, as --flag=--mtu=1200")
    .action(async (options: UpOptions) => {
      const say = progress(options.json);
      const request = {
        name: options.name,
        hosts: Number(options.hosts),
        containers: Number(options.containers),
        topology: options.topology as Topology,
        underlay: options.underlay as Underlay,
        encrypt: options.encrypt ?? false,
        ...(options.flag === undefined ? {} : { launchFlags: options.flag }),
        onProgress: say,
      };
      const view = await interruptible(
        (signal) => labUp({ ...request, signal }),
        () => say("interrupted: removing the lab"),
      );
      if (view !== undefined) print(jsonOf(options), view, labText);
    });
  named(
    command(lab, {
      usage: "down",
      summary: "Remove a lab and everything that it made, whatever state it is in.",
      examples: [
        ["lab down", ""],
        ["lab down --name other", ""],
      ],
    }),
  ).action(async (options: NamedOptions) => {
    await labDownOrFail(options.name);
    print(jsonOf(options), { done: true }, () => "");
  });
  command(lab, { usage: "ls", summary: "List labs, their hosts and containers.", examples: [["lab ls", ""]] }).action(
    async (options: { json?: boolean }) => print(jsonOf(options), await labList(), labsText),
  );
  named(
    command(lab, {
      usage: "ping",
      summary: "Ping from every container to every other.",
      examples: [
        ["lab ping", ""],
        ["lab ping --ipv6", ""],
      ],
    }),
  )
    .option("--ipv6", "over IPv6")
    .action(async (options: NamedOptions & { ipv6?: boolean }) => {
      const results = await pingMatrix(await labShow(options.name), { ipv6: options.ipv6 ?? false });
      print(jsonOf(options), results, matrixText);
      if (results.some(({ rttMs }) => rttMs === undefined)) process.exitCode = 1;
    });
  named(
    command(lab, {
      usage: "kill <host>",
      summary: "End a host's router with SIGKILL; or its datapath process; or the whole host, as a power cut would.",
      examples: [
        ["lab kill h2", "the router"],
        ["lab kill h2 --datapath", ""],
        ["lab kill h2 --host", ""],
      ],
    }),
  )
    .option("--datapath", "the datapath process")
    .option("--host", "everything of the host")
    .action(async (host: string, options: NamedOptions & { datapath?: boolean; host?: boolean }) => {
      const victim: Victim = options.host ? "host" : options.datapath ? "datapath" : "router";
      const killed = await labKill(options.name, host, victim);
      print(jsonOf(options), { host, victim, killed }, () => "");
    });
  named(
    command(lab, {
      usage: "start <host>",
      summary: "Bring a host back to where `up` left it.",
      examples: [["lab start h2", ""]],
    }),
  ).action(async (host: string, options: NamedOptions) => {
    await labStart(options.name, host);
    print(jsonOf(options), { host, started: true }, () => "");
  });
}

function addLinks(lab: Command, command: MakeCommand): void {
  const link = (usage: string, summary: string, examples: readonly (readonly [string, string])[]): Command =>
    named(command(lab, { usage, summary, examples })).option("--one-way", "only from the first host to the second");
  link("cut <from> <to>", "Drop the underlay's traffic between two hosts.", [
    ["lab cut h1 h2", ""],
    ["lab cut h1 h2 --one-way", ""],
  ]).action(async (from: string, to: string, options: LinkOptions) => {
    await labCut(choiceOf(from, to, options));
    print(jsonOf(options), { done: true }, () => "");
  });
  link("heal <from> <to>", "Let traffic between two hosts pass again.", [["lab heal h1 h2", ""]]).action(
    async (from: string, to: string, options: LinkOptions) => {
      await labHeal(choiceOf(from, to, options));
      print(jsonOf(options), { done: true }, () => "");
    },
  );
  const effects: readonly (readonly [string, string, string, (text: string) => Partial<LineRule>])[] = [
    ["loss", "Lose a share of the packets between two hosts.", "5%", (text) => ({ lossPpm: parsePercentPpm(text) })],
    ["delay", "Delay the packets between two hosts, each way.", "20ms", (text) => ({ delayUs: parseDurationUs(text) })],
    ["reorder", "Let a share of the packets overtake others.", "1%", (text) => ({ reorderPpm: parsePercentPpm(text) })],
    [
      "duplicate",
      "Let a share of the packets arrive twice.",
      "1%",
      (text) => ({ duplicatePpm: parsePercentPpm(text) }),
    ],
    ["rate", "Limit the rate between two hosts.", "10mbit", (text) => ({ rateBps: parseRateBps(text) })],
    ["mtu", "Drop longer packets between two hosts, silently.", "1400", (text) => ({ mtu: parseMtu(text) })],
  ];
  for (const [name, summary, example, ruleOf] of effects) {
    link(`${name} <from> <to> <value>`, `${summary} 0 takes it away.`, [[`lab ${name} h1 h2 ${example}`, ""]]).action(
      async (from: string, to: string, value: string, options: LinkOptions) => {
        await labSetLine(choiceOf(from, to, options), ruleOf(value));
        print(jsonOf(options), { done: true }, () => "");
      },
    );
  }
  named(
    command(lab, {
      usage: "links",
      summary: "Show links that are cut or changed, and what happened on them.",
      examples: [["lab links", ""]],
    }),
  ).action(async (options: NamedOptions) => print(jsonOf(options), await labLinks(options.name), linksText));
}

function addExec(lab: Command, command: MakeCommand): void {
  named(
    command(lab, {
      usage: "exec <member> <words...>",
      summary: "Run a program in a host (h1) or container (h1c1), as if there; its exit status is ours.",
      examples: [
        ["lab exec h1 -- weave status", ""],
        ["lab exec h1c1 -- ping 10.32.0.2", ""],
      ],
    }),
  )
    .passThroughOptions()
    .action(async (member: string, words: string[], options: NamedOptions) => {
      const [program = "", ...args] = words[0] === "--" ? words.slice(1) : words;
      process.exitCode = await labExec({ lab: options.name, member, command: program, args });
    });
}

function named(command: Command): Command {
  return command.option("--name <NAME>", "the lab's name", labNameDefault);
}

function choiceOf(from: string, to: string, options: LinkOptions): LinkChoice {
  return { lab: options.name, from, to, oneWay: options.oneWay ?? false };
}

function jsonOf(options: { readonly json?: boolean }): { readonly json: boolean } {
  return { json: options.json ?? false };
}

/** Progress is for people, on standard error; none with `--json`. */
export function progress(json: boolean | undefined): (text: string) => void {
  return json ? () => {} : (text) => void process.stderr.write(`${text}\n`);
}
