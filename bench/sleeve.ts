/**
 * Our own rows, started as a user would: `weave launch` on the first host, `weave launch ADDRESS` on the second, and
 * `weave attach`. The hosts share the machine's files, so each has its run directory, state and log in the ground's folder.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { StatusView } from "../api/types.ts";
import { run } from "../host/run.ts";
import { containerMtu, type Ground } from "./ground.ts";
import type { Row } from "./row.ts";

const weave = fileURLToPath(new URL("../weave", import.meta.url));
const readyMsMax = 30_000;

export interface OurRow {
  readonly name: string;
  readonly what: string;
  /** Words of `weave launch`; the row is measured only where it knows their flags. */
  readonly words: readonly string[];
  readonly path: "sleeve" | "fast";
  /** As `weave status connections` calls it; none: the mesh is not encrypted. */
  readonly cipher?: string;
}

export function ours({ name, what, words, path, cipher }: OurRow): Row {
  return {
    name,
    what,
    async missing() {
      const { stdout } = await run(weave, ["launch", "--help"]);
      const unknown = words.find((word) => !stdout.includes(`${word.split("=")[0]} `));
      return unknown === undefined ? undefined : `weave launch has no ${unknown}`;
    },
    async start(ground) {
      const [one, two] = ground.places;
      const password = `${ground.folder}/password`;
      writeFileSync(password, "bench\n", { mode: 0o600 });
      const common = [
        ...words,
        `--mtu=${containerMtu}`,
        ...(cipher === undefined ? [] : [`--password-file=${password}`]),
      ];
      await launch(ground, 0, common);
      await launch(ground, 1, [...common, one.address]);
      const [, address] = [await attach(ground, 0), await attach(ground, 1)];
      // A path is made when traffic comes.
      await run("ping", ["-c", "1", "-W", "1", address], { netns: one.container, acceptStatus: [0, 1] });
      const { router, datapath } = await established(ground, 0, path, cipher);
      return {
        from: one.container,
        to: two.container,
        address,
        processes: [router.pid, ...(datapath.pid === null ? [] : [datapath.pid])],
      };
    },
  };
}

async function launch(ground: Ground, index: number, words: readonly string[]): Promise<void> {
  const { host } = ground.places[index] as (typeof ground.places)[number];
  const folder = folderOf(ground, index);
  mkdirSync(folder, { recursive: true });
  const own = [`--state-dir=${folder}/state`, `--log-file=${folder}/router.log`, `--nickname=h${index + 1}`];
  const quiet = ["--metrics-addr="];
  await ground.start(host, weave, ["launch", "--foreground", ...own, ...quiet, ...words], environmentOf(ground, index));
  const { datapath } = await status(ground, index, ({ datapath }) => datapath.pid !== null);
  if (datapath.pid !== null) ground.adopt(datapath.pid);
}

async function attach(ground: Ground, index: number): Promise<string> {
  const { host, container } = ground.places[index] as (typeof ground.places)[number];
  const { stdout } = await run(weave, ["attach", container, "--json"], {
    netns: host,
    environment: environmentOf(ground, index),
    timeoutMs: readyMsMax,
  });
  const { addresses } = JSON.parse(stdout) as { addresses: readonly string[] };
  return (addresses[0] as string).replace(/\/.*/, "");
}

/** The path that is measured stands, and is no other. */
function established(ground: Ground, index: number, path: string, cipher: string | undefined): Promise<StatusView> {
  return status(
    ground,
    index,
    ({ connections, datapath }) =>
      connections.some(({ state }) => state === "established") &&
      datapath.peers.some((peer) => peer.path === path && (cipher === undefined || peer.suite === cipher)),
  );
}

async function status(ground: Ground, index: number, isEnough: (view: StatusView) => boolean): Promise<StatusView> {
  const { host } = ground.places[index] as (typeof ground.places)[number];
  for (const deadline = performance.now() + readyMsMax; ; await sleep(200)) {
    const options = { netns: host, environment: environmentOf(ground, index), acceptStatus: [0, 1, 4, 5, 6, 7, 8, 9] };
    const { stdout } = await run(weave, ["status", "--json"], options);
    const view = stdout === "" ? undefined : (JSON.parse(stdout) as StatusView);
    if (view?.router !== undefined && isEnough(view)) return view;
    if (performance.now() > deadline) throw new Error(`the router of host ${index + 1} is not ready: ${stdout}`);
  }
}

const folderOf = (ground: Ground, index: number) => `${ground.folder}/h${index + 1}`;

const environmentOf = (ground: Ground, index: number) => ({
  WEAVE_RUN_DIR: `${folderOf(ground, index)}/run`,
  WEAVE_MACHINE_FACTS: folderOf(ground, index),
});
