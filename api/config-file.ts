/**
 * `/etc/weave/weave.conf`, read: lines of `name = value` with the names of `weave launch`'s flags, `peers = HOST…`, and
 * comments from `#` on. The one reader of it, for the router, which takes its values, and for `weave doctor`, which looks at
 * what a launch would take. Values are checked by the router.
 */
import { WeaveError } from "../base/error.ts";
import { launchOptions } from "./launch-options.ts";

/** A value, and where it came from, for messages. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

export interface ConfigFile {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly targets: readonly string[];
}

/** `path` is for messages. @throws CONFIG_INVALID with the number of the line that is wrong */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const settings = new Map<string, Setting>();
  let targets: readonly string[] = [];
  text.split("\n").forEach((whole, index) => {
    const line = whole.replace(/(^|\s)#.*$/, "").trim();
    if (line === "") return;
    const source = `${path} line ${index + 1}`;
    const match = /^([a-z][a-z-]*)\s*=\s*(.*)$/.exec(line);
    if (!match) throw invalidSetting(source, `${JSON.stringify(line)} is not of the form name = value`, path);
    const [, name = "", value = ""] = match;
    if (name === "peers") targets = value.split(/[\s,]+/).filter((word) => word !== "");
    else {
      optionNamed(name, source);
      settings.set(name, { value, source });
    }
  });
  return { settings, targets };
}

/** @throws CONFIG_INVALID */
export function optionNamed(name: string, source: string): { readonly value: string | undefined } {
  if (name === "password")
    throw invalidSetting(
      source,
      "a password is read from a file (password-file) or from the environment variable WEAVE_PASSWORD",
    );
  const option = launchOptions.find((candidate) => candidate.name === name);
  if (option === undefined) throw invalidSetting(source, `there is no option ${name}; see weave launch --help`);
  return option;
}

/** CONFIG_INVALID. */
export function invalidSetting(source: string, why: string, file?: string): WeaveError {
  return new WeaveError("CONFIG_INVALID", `${source}: ${why}`, { option: source, file });
}
