/**
 * The router's configuration: flags of `weave launch`, then `/etc/weave/weave.conf` with the same names (`port = 6783`,
 * `#` begins a comment, a switch is `true` or `false`, initial peers are `peers = h1 h2`), then the defaults below. Read
 * once, checked, frozen; a machine sees its own options only. Every mistake is `CONFIG_INVALID` and names its source.
 */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { type ConfigFile, invalidSetting, optionNamed, parseConfigFile, type Setting } from "../api/config-file.ts";
import { defaultMetricsPort, defaultMtu, defaultPort, defaultRange, defaultStateDirectory } from "../api/defaults.ts";
import { configFile } from "../api/launch-options.ts";
import { type Cidr, cidrContains, type Endpoint, formatCidr, parseCidr, parseHostPort } from "../base/address.ts";
import { type Ipv6Network, parseIpv6Network } from "../base/ipv6.ts";
import { type Cipher, ciphers } from "../datapath/suite.ts";
import { isOpenToEverybody } from "../host/secret-file.ts";
import type { IpamInit } from "./core-types.ts";
import { routerError } from "./error.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface RouterConfig {
  /** As the user gave them: `h1`, `10.0.0.1:6783`. */
  readonly targets: readonly string[];
  readonly password: string | undefined;
  readonly cipher: Cipher;
  readonly range: Cidr;
  readonly rangeExplicit: boolean;
  /** Where containers that ask for no subnet get their addresses; undefined: the whole range. */
  readonly defaultSubnet: Cidr | undefined;
  readonly init: IpamInit;
  /** Leases of this length for a mesh that has none; undefined: off. */
  readonly leaseMs: number | undefined;
  readonly nickname: string;
  readonly restartWindowMs: number;
  readonly port: number;
  /** Of containers' interfaces; `auto`: what the underlay carries. */
  readonly mtu: number | "auto";
  readonly fastPath: FastPathChoice;
  readonly discovery: boolean;
  readonly connectionLimit: number;
  /** Of the datapath process: 1, or 2, one a direction. */
  readonly datapathThreads: number;
  /** Where metrics are served; undefined: nowhere. */
  readonly metricsAt: Endpoint | undefined;
  readonly stateDirectory: string;
  readonly logLevel: LogLevel;
  /** Undefined: standard error. */
  readonly logFile: string | undefined;
  /** What to do when the machine changed; undefined refuses. */
  readonly identity: "keep" | "new" | undefined;
  /** What the user should know and that stops nothing. */
  readonly warnings: readonly string[];
}

/** `auto`, the default: wherever nothing is given away by it, so not in an encrypted mesh. */
export type FastPathChoice =
  | { readonly kind: "off" | "auto" }
  | { readonly kind: "trusted"; readonly networks: readonly Cidr[]; readonly networks6: readonly Ipv6Network[] };

/** Defaults, with unit, bounds and reason; those that the command must know too are in `api/defaults.ts`. */
export const defaults = {
  /** By the processors of both ends. */
  cipher: "auto" as Cipher,
  /** An IPv4 range, /4 to /29. */
  range: parseCidr(defaultRange) as Cidr,
  /** Seconds, 5 to 3600: as long as a graceful restart of a routing daemon (RFC 4724). */
  restartWindowSeconds: 120,
  /** TCP and UDP, 1 to 65535. */
  port: defaultPort,
  /** Bytes, 576 to 9000. */
  mtu: defaultMtu as number | "auto",
  /**
   * Connections, 2 to 100,000, or 0 for no limit. So many make a mesh that hardly comes apart, cost a host some hundred
   * kilobytes and a few datagrams a second, and leave meshes of up to a hundred hosts full.
   */
  connectionLimit: 100,
  datapathThreads: 1,
  /** For this host only, since metrics name every host of the mesh. */
  metricsAt: { host: "127.0.0.1", port: defaultMetricsPort } as Endpoint,
  stateDirectory: defaultStateDirectory,
  logFile: "/var/log/weave/router.log",
  logLevel: "info" as LogLevel,
};

/** A host's name lists are short; so many targets are more than a full mesh has. */
const targetsMax = 1_000;
const trustedNetworksMax = 256;
const leaseSecondsMin = 60;
const leaseSecondsMax = 604_800;
const passwordBytesMax = 1_024;
const fileBytesMax = 256 * 1_024;

export interface ConfigSources {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The configuration file's path; the usual one when absent. */
  readonly file?: string;
  /** The host's name, for the nickname. */
  readonly hostName?: string;
}

/**
 * The configuration in force.
 * @throws CONFIG_INVALID, CONFIG_FILE_UNREADABLE
 */
export function readConfig(sources: ConfigSources): RouterConfig {
  const path = sources.file ?? configFile;
  const fromFile = parseConfigFile(readIfAny(path), path);
  const fromFlags = parseArguments(sources.arguments);
  const settings = new Map([...fromFile.settings, ...fromFlags.settings]);
  const targets = fromFlags.targets.length > 0 ? fromFlags.targets : fromFile.targets;
  return Object.freeze(checked(settings, targets, sources));
}

function parseArguments(words: readonly string[]): ConfigFile {
  const settings = new Map<string, Setting>();
  const targets: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (!word.startsWith("--")) {
      targets.push(word);
      continue;
    }
    const [name = "", ...rest] = word.slice(2).split("=");
    const option = optionNamed(name, `--${name}`);
    if (option.value === undefined) {
      settings.set(name, { value: rest.length === 0 ? "true" : rest.join("="), source: `--${name}` });
      continue;
    }
    const value = rest.length > 0 ? rest.join("=") : words[++at];
    if (value === undefined) throw invalidSetting(`--${name}`, `it needs a value: --${name} ${option.value}`);
    settings.set(name, { value, source: `--${name}` });
  }
  return { settings, targets };
}

function checked(
  settings: ReadonlyMap<string, Setting>,
  targets: readonly string[],
  sources: ConfigSources,
): RouterConfig {
  const rangeSetting = settings.get("ipalloc-range");
  const range = rangeSetting === undefined ? defaults.range : checkRange(rangeSetting);
  const logFile = settings.get("log-file")?.value ?? defaults.logFile;
  const { password, warnings } = readPassword(settings.get("password-file"), sources.environment);
  return {
    targets: checkTargets(targets),
    password,
    cipher: checkCipher(settings.get("cipher"), password),
    range,
    rangeExplicit: rangeSetting !== undefined,
    defaultSubnet: checkDefaultSubnet(settings.get("ipalloc-default-subnet"), range),
    init: checkInit(settings.get("ipalloc-init")),
    leaseMs: checkLease(settings.get("ipalloc-lease")),
    nickname: checkNickname(settings.get("nickname"), sources.hostName ?? hostname()),
    restartWindowMs: 1_000 * integer(settings.get("restart-window"), 5, 3_600, defaults.restartWindowSeconds),
    port: integer(settings.get("port"), 1, 65_535, defaults.port),
    mtu: mtuOf(settings.get("mtu")),
    fastPath: checkFastPath(settings.get("fast-path")),
    discovery: !flag(settings.get("no-discovery")),
    connectionLimit: connectionLimitOf(settings.get("conn-limit")),
    datapathThreads: integer(settings.get("datapath-threads"), 1, 2, defaults.datapathThreads),
    metricsAt: checkMetrics(settings.get("metrics-addr")),
    stateDirectory: checkPath(settings.get("state-dir"), defaults.stateDirectory),
    logLevel: choice(settings.get("log-level"), ["debug", "info", "warn", "error"], defaults.logLevel) as LogLevel,
    logFile: logFile === "-" ? undefined : checkPath(settings.get("log-file"), defaults.logFile),
    identity: choice(settings.get("identity"), ["keep", "new"], undefined) as "keep" | "new" | undefined,
    warnings,
  };
}

function checkTargets(targets: readonly string[]): readonly string[] {
  if (targets.length > targetsMax) throw invalidSetting("peers", `${targets.length} peers are more than ${targetsMax}`);
  for (const target of targets) checkTarget(target);
  return [...new Set(targets)];
}

/** @throws CONFIG_INVALID unless it is a host name or address, with or without port */
export function checkTarget(target: string): void {
  if (target.length <= 255 && parseHostPort(target, defaults.port) !== undefined) return;
  throw invalidSetting("peers", `${JSON.stringify(target)} is no host; write a name or address, with or without :port`);
}

interface Password {
  readonly password: string | undefined;
  readonly warnings: readonly string[];
}

/** From a file or the environment: what is on a command line, everybody on the host can read. */
function readPassword(file: Setting | undefined, environment: ConfigSources["environment"]): Password {
  if (file === undefined) {
    const password = environment["WEAVE_PASSWORD"];
    if (password === undefined || password === "") return { password: undefined, warnings: [] };
    return { password: checkPassword(password, "WEAVE_PASSWORD"), warnings: [] };
  }
  const { value: path, source } = file;
  const { text, mode } = readWithMode(path, source);
  const password = (text.split("\n")[0] as string).replace(/\r$/, "");
  if (password === "")
    throw invalidSetting(source, `the first line of ${path} is empty; a mesh without encryption has no password file`);
  const warning = `everybody on this host can read or change the password in ${path}: chmod o= ${path}`;
  return { password: checkPassword(password, source), warnings: isOpenToEverybody(mode) ? [warning] : [] };
}

function checkPassword(password: string, source: string): string {
  if (Buffer.byteLength(password) <= passwordBytesMax) return password;
  throw invalidSetting(source, `a password has at most ${passwordBytesMax} bytes`);
}

/** Who names a cipher expects that frames are sealed. */
function checkCipher(setting: Setting | undefined, password: string | undefined): Cipher {
  const cipher = choice(setting, ciphers, defaults.cipher) as Cipher;
  if (setting === undefined || cipher === "auto" || password !== undefined) return cipher;
  throw invalidSetting(setting.source, `without a password nothing is sealed with ${cipher}; give one (password-file)`);
}

function checkRange({ value, source }: Setting): Cidr {
  const range = parseCidr(value);
  if (range === undefined)
    throw invalidSetting(source, `${value} is not a network such as 10.32.0.0/12 (no host bits)`);
  // A ring needs room for an address a host; 0.0.0.0/1 and the like hold what others route.
  if (range.prefixLength < 4 || range.prefixLength > 29) throw invalidSetting(source, "a range is between /4 and /29");
  return range;
}

function checkDefaultSubnet(setting: Setting | undefined, range: Cidr): Cidr | undefined {
  if (setting === undefined) return undefined;
  const { value, source } = setting;
  const subnet = parseCidr(value);
  if (subnet === undefined)
    throw invalidSetting(source, `${value} is not a network such as 10.32.1.0/24 (no host bits)`);
  if (subnet.prefixLength > 30)
    throw invalidSetting(source, `${value} has no address to give; a subnet is /30 or larger`);
  if (subnet.prefixLength >= range.prefixLength && cidrContains(range, subnet.address)) return subnet;
  throw invalidSetting(source, `${value} is not inside the range ${formatCidr(range)} (ipalloc-range)`);
}

function checkInit(setting: Setting | undefined): IpamInit {
  if (setting === undefined) return { kind: "consensus", peers: undefined };
  const [kind = "", ...rest] = setting.value.split("=");
  const argument = rest.join("=");
  if (kind === "observer" && argument === "") return { kind };
  if (kind === "consensus") {
    const peers = argument === "" ? undefined : integer({ ...setting, value: argument }, 1, 10_000, 1);
    return { kind, peers };
  }
  const peers = argument.split(",").filter((name) => name !== "");
  if (kind === "seed" && peers.length > 0 && peers.length <= targetsMax) return { kind, peers };
  throw invalidSetting(setting.source, `${setting.value} is none of consensus, consensus=N, seed=NAME,… and observer`);
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * A lease outlasts what is no death: a router's restart, a connection that is noticed to be dead after 10 s, a reboot of a
 * small host. With less than a minute each of them would cost a host its space.
 */
function checkLease(setting: Setting | undefined): number | undefined {
  if (setting === undefined || setting.value === "off") return undefined;
  const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(setting.value) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? 0);
  if (seconds >= leaseSecondsMin && seconds <= leaseSecondsMax) return 1_000 * seconds;
  throw invalidSetting(setting.source, `${setting.value} is no time from 60s to 7d, such as 10m, nor off`);
}

function checkFastPath(setting: Setting | undefined): FastPathChoice {
  const [kind = "", ...rest] = (setting?.value ?? "auto").split("=");
  const names = rest.join("=").split(/[\s,]+/);
  if ((kind === "off" || kind === "auto") && rest.length === 0) return { kind };
  const { value, source } = setting as Setting;
  if (kind !== "trusted" || rest.length === 0)
    throw invalidSetting(source, `${value} is none of off, auto and trusted=CIDR,…`);
  if (names.length > trustedNetworksMax) throw invalidSetting(source, `more than ${trustedNetworksMax} networks`);
  const networks: Cidr[] = [];
  const networks6: Ipv6Network[] = [];
  for (const name of names) {
    const [network, network6] = [parseCidr(name), parseIpv6Network(name)];
    if (network !== undefined) networks.push(network);
    else if (network6 !== undefined) networks6.push(network6);
    else throw invalidSetting(source, `${JSON.stringify(name)} is not a network such as 10.0.0.0/16 or fd00::/64`);
  }
  return { kind, networks, networks6 };
}

function checkNickname(setting: Setting | undefined, hostName: string): string {
  if (setting === undefined) return hostName.replace(/[^A-Za-z0-9_.-]/g, "-").slice(0, 63) || "host";
  if (/^[A-Za-z0-9_.-]{1,63}$/.test(setting.value)) return setting.value;
  throw invalidSetting(setting.source, "a nickname is 1 to 63 letters, digits, - _ .");
}

function checkMetrics(setting: Setting | undefined): Endpoint | undefined {
  if (setting === undefined) return defaults.metricsAt;
  if (setting.value === "") return undefined;
  const endpoint = parseHostPort(setting.value, defaults.metricsAt.port);
  // A name would be resolved by whoever answers first.
  if (endpoint !== undefined && isIP(endpoint.host) !== 0) return endpoint;
  throw invalidSetting(
    setting.source,
    `${JSON.stringify(setting.value)} is no address with port, such as 127.0.0.1:6782`,
  );
}

function checkPath(setting: Setting | undefined, fallback: string): string {
  const path = setting?.value ?? fallback;
  if (path.startsWith("/") && path.length < 1_024 && !path.includes("\0")) return path;
  throw invalidSetting(setting?.source ?? path, `${JSON.stringify(path)} must be an absolute path`);
}

/** One connection each makes pairs and no mesh. */
function connectionLimitOf(setting: Setting | undefined): number {
  return setting?.value === "0" ? 0 : integer(setting, 2, 100_000, defaults.connectionLimit);
}

function integer(setting: Setting | undefined, least: number, most: number, fallback: number): number {
  if (setting === undefined) return fallback;
  const value = /^\d{1,9}$/.test(setting.value) ? Number(setting.value) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw invalidSetting(setting.source, `${setting.value} is not a whole number from ${least} to ${most}`);
}

function mtuOf(setting: Setting | undefined): number | "auto" {
  if (setting === undefined) return defaults.mtu;
  return setting.value === "auto" ? "auto" : integer(setting, 576, 9_000, defaultMtu);
}

function flag(setting: Setting | undefined): boolean {
  return choice(setting, ["true", "false"], "false") === "true";
}

function choice(
  setting: Setting | undefined,
  choices: readonly string[],
  fallback: string | undefined,
): string | undefined {
  if (setting === undefined) return fallback;
  if (choices.includes(setting.value)) return setting.value;
  throw invalidSetting(setting.source, `${setting.value} is none of ${choices.join(", ")}`);
}

function readIfAny(path: string): string {
  try {
    return readLimited(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw unreadable(path, path, error);
  }
}

/** What it says and its permission bits, of one and the same file. */
function readWithMode(path: string, source: string): { readonly text: string; readonly mode: number } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    return { text: readLimited(descriptor), mode: fstatSync(descriptor).mode };
  } catch (error) {
    throw unreadable(path, source, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readLimited(file: string | number): string {
  const text = readFileSync(file, "utf8");
  if (text.length > fileBytesMax) throw new Error(`it is longer than ${fileBytesMax} bytes`);
  return text;
}

function unreadable(path: string, source: string, cause: unknown): Error {
  return routerError(
    "CONFIG_FILE_UNREADABLE",
    `${source}: cannot read ${path}: ${(cause as Error).message}`,
    { file: path },
    cause,
  );
}
