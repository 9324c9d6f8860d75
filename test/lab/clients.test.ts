/**
 * Software that nobody changed for us, in containers of 3 hosts, encrypted: iperf3, nginx with curl, and podman. What they
 * send must arrive whole; how fast is measured elsewhere.
 */
import { createCipheriv, createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { meshLab, until } from "./mesh-lab.ts";
import { busyboxImage, makeBusyboxImage, podmanClear, podmanSetUp } from "./podman-host.ts";

const lab = meshLab({ hosts: 3, encrypt: true });
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weave-clients-"));
  await chmod(folder, 0o755);
});

afterAll(async () => {
  // A container's storage may still be busy for a moment, and a failure here would leave the lab behind.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
});

describe("iperf3", () => {
  interface Report {
    readonly error?: string;
    readonly end: {
      readonly sum_received: { readonly bytes: number };
      readonly sum: { readonly packets: number; readonly lost_packets: number };
    };
  }

  test.each([
    { from: "h1c1", to: "h2c1", words: ["--parallel=1"] },
    { from: "h3c1", to: "h1c1", words: ["--parallel=4", "--reverse"] },
  ])("TCP between $from and $to, $words", async ({ from, to, words }) => {
    const bytes = 200_000_000;
    const report = await measure(from, to, [`--bytes=${bytes}`, ...words]);
    // What is under way when the sender has sent enough is not counted.
    expect(report.end.sum_received.bytes).toBeGreaterThan(bytes * 0.8);
  });

  test("UDP at 50 Mbit/s", async () => {
    const report = await measure("h1c1", "h2c1", ["--udp", "--bitrate=50M", "--length=1200", "--bytes=10000000"]);
    expect(report.end.sum.packets).toBeGreaterThan(8_000);
    // A receiver that does not get the processor for long loses some on any network.
    expect(report.end.sum.lost_packets / report.end.sum.packets).toBeLessThan(0.2);
  });

  async function measure(from: string, to: string, words: readonly string[]): Promise<Report> {
    const server = lab.start(to, "iperf3", "--server", "--one-off", "--forceflush");
    await server.printed("listening");
    const { stdout } = await lab.exec(from, "iperf3", `--client=${lab.address(to)}`, "--json", ...words);
    const report = JSON.parse(stdout) as Report;
    expect(report.error).toBeUndefined();
    await server.stop();
    return report;
  }
});

describe("nginx", () => {
  const fileBytes = 1_000_000_000;

  test("serves a file of 1 GB to curl, whole", async () => {
    const root = join(folder, "www");
    await mkdir(root);
    const hash = await writeKeyStream(join(root, "file"), fileBytes);
    const configuration = join(folder, "nginx.conf");
    await writeFile(configuration, nginxConfiguration(root));
    const nginx = lab.start("h2c1", "nginx", "-c", configuration, "-e", join(folder, "nginx.log"));
    // By either family, from within and across.
    for (const url of [`http://127.0.0.1/file`, `http://[${lab.ipv6("h2c1")}]/file`]) {
      const member = url.includes("127") ? "h2c1" : "h3c1";
      await until(async () => (await lab.exec(member, "curl", "-gsSI", url)).stdout.includes("200 OK"), { what: url });
    }
    const fetchAndHash = 'curl -gsS "$1" | sha256sum';
    const fetched = await lab.ok("h1c1", "sh", "-c", fetchAndHash, "sh", `http://${lab.address("h2c1")}/file`);
    expect(fetched.slice(0, 64)).toBe(hash);
    await nginx.stop("SIGTERM");
    await rm(root, { recursive: true });
  });

  const nginxConfiguration = (root: string) => `
    daemon off; user root; worker_processes 1; pid ${folder}/nginx.pid;
    events {}
    http {
      access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      sendfile on; server { listen 80; listen [::]:80; root ${root}; }
    }`;

  /** No two blocks of it are alike, and it costs less than random bytes. Returns its SHA-256 in hex. */
  async function writeKeyStream(path: string, bytes: number): Promise<string> {
    const zeros = Buffer.alloc(1_000_000);
    const stream = createCipheriv("aes-128-ctr", Buffer.alloc(16, 7), Buffer.alloc(16));
    const hash = createHash("sha256");
    await using file = await open(path, "w");
    for (let written = 0; written < bytes; written += zeros.length) {
      const block = stream.update(zeros);
      hash.update(block);
      await file.writeFile(block);
    }
    return hash.digest("hex");
  }
});

describe("podman", () => {
  const hosts = ["h1", "h2"] as const;
  const podman = (host: string, ...words: string[]) => lab.ok(host, "podman", ...words);
  const inside = (host: string, ...words: string[]) => podman(host, "exec", `on-${host}`, ...words);

  afterAll(async () => {
    for (const host of hosts) await podmanClear(lab, host);
  });

  test("containers without a network, on two hosts, are joined by weave attach", async () => {
    await makeBusyboxImage(folder);
    const join = async (host: string) => {
      await podmanSetUp(lab, host, folder);
      await podman(host, "run", "--detach", "--network=none", "--cap-add=NET_RAW", `--name=on-${host}`, busyboxImage);
      await lab.ok(host, "weave", "attach", `on-${host}`);
      return /inet ([\d.]+)/.exec(await inside(host, "ip", "-o", "-4", "addr", "show", "dev", "ethwe"))?.[1] ?? "";
    };
    const addresses = [await join("h1"), await join("h2")] as const;
    expect(new Set([...addresses, ...lab.containers().map((one) => one.addresses[0])]).size).toBe(5);

    expect(await inside("h1", "ping", "-c3", "-W5", addresses[1])).toContain(" 0% packet loss");
    expect(await inside("h2", "ping", "-c3", "-W5", addresses[0])).toContain(" 0% packet loss");
    await inside("h2", "sh", "-c", "echo hello from h2 >/tmp/page; httpd -h /tmp");
    expect(await inside("h1", "wget", "-q", "-O-", `http://${addresses[1]}/page`)).toBe("hello from h2\n");
    // The lab's own containers see it as one of theirs.
    expect(await lab.ok("h3c1", "curl", "-sS", `http://${addresses[1]}/page`)).toBe("hello from h2\n");
    expect(await lab.ok("h1", "weave", "ps")).toContain(addresses[0]);

    await lab.ok("h1", "weave", "detach", "on-h1");
    expect(await inside("h1", "ip", "-o", "link")).not.toContain("ethwe");
  });
});
