/** `weave version`: the command's, and that of the router if one runs. */
import { readFileSync } from "node:fs";
import { WeaveClient } from "../api/client.ts";
import { WeaveError } from "../base/error.ts";
import { print } from "./output.ts";

export async function version(options: { readonly json?: boolean }): Promise<void> {
  const command = commandVersion();
  const router = await routerVersion();
  print({ json: options.json ?? false }, { command, router }, (both) =>
    [`weave command ${both.command}`, `weave router ${both.router ?? "not running"}`].join("\n"),
  );
}

/** The command's own. */
export function commandVersion(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
}

async function routerVersion(): Promise<string | null> {
  try {
    return (await new WeaveClient({ timeoutMs: 2_000 }).version()).version;
  } catch (error) {
    if (error instanceof WeaveError) return null;
    throw error;
  }
}
