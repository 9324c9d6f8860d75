/** Peers that switch (layer 2) with a TAP device on the containers' bridge, as we do: tinc and fastd of Debian. */
import { mkdirSync, writeFileSync } from "node:fs";
import { run } from "../host/run.ts";
import { awaitLink, bridge, containerMtu, type Ground } from "./ground.ts";
import { debianProgram, pathOf, reasonOf } from "./programs.ts";
import type { Row } from "./row.ts";

const tincd = () => debianProgram("tinc", "tincd", ["--version"]);

export const tinc: Row = {
  name: "tinc",
  what: "tinc 1.0 in switch mode, its default cipher",
  missing: async () => reasonOf([await tincd()]),
  async start(ground) {
    const program = pathOf(await tincd());
    const folders = ground.places.map((_, index) => `${ground.folder}/tinc-${index + 1}`);
    for (const [index, folder] of folders.entries()) {
      mkdirSync(`${folder}/hosts`, { recursive: true });
      const lines = [`Name = h${index + 1}`, "Mode = switch", "DeviceType = tap", `Interface = tap${index + 1}`];
      writeFileSync(`${folder}/tinc.conf`, [...lines, `ConnectTo = h${2 - index}`, ""].join("\n"));
      const address = (ground.places[index] as (typeof ground.places)[number]).address;
      writeFileSync(`${folder}/hosts/h${index + 1}`, `Address = ${address}\n`);
      // It asks where to put the keys: empty lines take what it proposes.
      await run(program, ["-c", folder, "-K", "2048"], { input: "\n\n", timeoutMs: 60_000 });
    }
    for (const [index, folder] of folders.entries())
      await run("cp", [`${folder}/hosts/h${index + 1}`, `${folders[1 - index]}/hosts/`]);
    const words = (index: number) => ["-c", folders[index] as string, "-D", `--pidfile=${folders[index]}/pid`];
    return switchedWay(ground, program, words);
  },
};

const fastdProgram = () => debianProgram("fastd", "fastd", ["--version"]);

export const fastd: Row = {
  name: "fastd",
  what: "fastd in TAP mode, salsa2012+umac",
  missing: async () => reasonOf([await fastdProgram()]),
  async start(ground) {
    const program = pathOf(await fastdProgram());
    const keys = await Promise.all(ground.places.map(() => fastdKeys(program)));
    for (const [index, { address }] of ground.places.entries()) {
      const other = address.replace(/\d+$/, String(2 - index));
      const lines = [
        `interface "tap${index + 1}"`,
        "mode tap",
        `mtu ${containerMtu}`,
        'method "salsa2012+umac"',
        `bind ${address}:10000`,
        `secret "${(keys[index] as FastdKeys).secret}"`,
        `peer "other" { key "${(keys[1 - index] as FastdKeys).open}"; remote ${other} port 10000`,
      ];
      writeFileSync(`${ground.folder}/fastd-${index + 1}`, `${lines.join(";\n")}; }\n`, { mode: 0o600 });
    }
    return switchedWay(ground, program, (index) => ["--config", `${ground.folder}/fastd-${index + 1}`]);
  },
};

interface FastdKeys {
  readonly secret: string;
  readonly open: string;
}

async function fastdKeys(program: string): Promise<FastdKeys> {
  const { stdout } = await run(program, ["--generate-key"]);
  const [secret, open] = ["Secret", "Public"].map((name) => new RegExp(`${name}: ([0-9a-f]{64})`).exec(stdout)?.[1]);
  if (secret === undefined || open === undefined) throw new Error(`fastd made no keys: ${stdout}`);
  return { secret, open };
}

async function switchedWay(ground: Ground, program: string, words: (index: number) => readonly string[]) {
  await ground.bridgeContainers(["10.202.0.1/16", "10.202.0.2/16"]);
  const processes: number[] = [];
  for (const [index, { host }] of ground.places.entries()) {
    processes.push(await ground.start(host, program, words(index)));
    const tap = `tap${index + 1}`;
    await awaitLink(host, tap);
    await run("ip", ["link", "set", tap, "mtu", String(containerMtu), "master", bridge, "up"], { netns: host });
  }
  const [one, two] = ground.places;
  return { from: one.container, to: two.container, address: "10.202.0.2", processes: processes.slice(0, 1) };
}
