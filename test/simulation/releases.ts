/**
 * Routers of an earlier release, as they were released (`test/releases.ts` gets their sources), loaded beside today's.
 * Loaded by the shell of a run, before its clocks are taken away.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRouterCore } from "../../router/core.ts";
import { releaseSources } from "../releases.ts";

/** What makes a router of a release: today's where none is named. */
export type RouterRelease = "today" | "0.1.0";
export type RouterFactory = typeof createRouterCore;

/** The makers of all releases; reads the history at the first call on a machine. */
export async function loadReleases(): Promise<(release: RouterRelease) => RouterFactory> {
  const file = path.join(releaseSources("0.1.0"), "router/core.ts");
  const old = (await import(pathToFileURL(file).href)) as { createRouterCore: RouterFactory };
  return (release) => (release === "today" ? createRouterCore : old.createRouterCore);
}
