/**
 * Health means that packets arrive (lab of 3 hosts, and a namespace without a router): readiness, `weave why`, metrics and
 * `weave doctor` under faults that are made here, each by its own cause.
 */
import { describe, expect, test } from "vitest";
import type { DatapathView, ReadyView } from "../../api/types.ts";
import type { WhyView } from "../../api/why-types.ts";
import type { Finding } from "../../host/doctor/finding.ts";
import { run } from "../../host/run.ts";
import { scratchNamespace } from "../../host/scratch-namespace.ts";
import { meshLab, until, weave } from "./mesh-lab.ts";

const anyStatus = Array.from({ length: 256 }, (_, status) => status);

interface Doctor {
  readonly findings: readonly Finding[];
}

const troubles = ({ findings }: Doctor) =>
  findings.filter(({ level }) => level !== "ok").map(({ check, level }) => `${level} ${check}`);

describe("a mesh of three hosts", () => {
  const lab = meshLab({ hosts: 3, encrypt: true });
  const ask = async <Answer>(...words: string[]) => {
    const { status, stdout } = await lab.exec("h1", "weave", ...words, "--json");
    return { status, answer: JSON.parse(stdout) as Answer };
  };
  const nft = (...words: string[]) => lab.ok("h1", "nft", ...words);

  test("is ready, says why, and counts what passes", async () => {
    await lab.ok("h1", "weave", "status", "--wait", "20");
    await lab.ok("h1c1", "ping", "-c3", "-i0.1", lab.address("h2c1"));
    const { status, answer } = await ask<WhyView>("why", lab.address("h1c1"), lab.address("h2c1"));
    expect(answer).toMatchObject({ reachable: true, path: "sleeve", to: { kind: "address", nickname: "h2" } });
    expect(answer.candidates.map(({ path }) => path)).toEqual(["fast", "sleeve", "relay"]);
    expect(status).toBe(0);
    const traffic = async () => {
      const { answer: datapath } = await ask<DatapathView>("status", "datapath");
      const h2 = datapath.peers.find(({ nickname }) => nickname === "h2");
      return (
        h2 !== undefined && h2.framesIn >= 3 && h2.probes > 0 && ![null, "none"].includes(h2.suite) && h2.mtu === 1_500
      );
    };
    await until(traffic, { what: "frames and probes to be counted" });
    const program = `fetch("http://127.0.0.1:6782/metrics").then(async (r) => console.log(await r.text()))`;
    const text = await lab.ok("h1", process.execPath, "-e", program);
    expect(text).toContain("weave_ready 1");
    expect(text).toMatch(/weave_peer_path\{[^}]*nickname="h2",path="sleeve"\} 1/);
    expect(text).toMatch(/weave_peer_frames_total\{[^}]*nickname="h2",direction="out"\} [1-9]/);
  });

  test("tells UDP that passes in one direction only, and the relay that stands in", async () => {
    await nft("add table ip site; add chain ip site out { type filter hook output priority 0; }");
    await nft(`add rule ip site out ip daddr ${lab.view().hosts[1]?.address} udp dport 6783 drop`);
    const why = await until(
      async () => {
        const { answer } = await ask<WhyView>("why", "h2");
        return answer.path === "relay" && answer;
      },
      { what: "the relay" },
    );
    expect(why.candidates.find(({ path }) => path === "sleeve")).toMatchObject({ state: "down" });
    expect(why.candidates.find(({ path }) => path === "relay")).toMatchObject({ state: "in-use" });
    const { answer, status } = await ask<Doctor>("doctor");
    expect(troubles(answer)).toEqual(expect.arrayContaining(["warn firewall-udp-output", "warn path"]));
    expect(status).toBe(0);
    await nft("delete table ip site");
  });

  test("is not ready, and not reachable, when no datagram arrives, though every process runs", async () => {
    await nft("add table ip site; add chain ip site in { type filter hook input priority 0; }");
    await nft("add rule ip site in udp dport 6783 drop");
    const ready = await until(
      async () => {
        const { answer, status } = await ask<ReadyView>("status", "--ready");
        return status === 1 && answer;
      },
      { what: "the host to be not ready" },
    );
    expect(ready.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["peers"]);
    const [why, doctor] = await Promise.all([ask<WhyView>("why", "h2"), ask<Doctor>("doctor")]);
    expect(why).toMatchObject({ status: 1, answer: { reachable: false, path: "none" } });
    expect(doctor.status).toBe(1);
    expect(troubles(doctor.answer)).toEqual(
      expect.arrayContaining(["fail firewall-udp-input", "fail ready-peers", "fail path"]),
    );
  });
});

describe("a host without a router", () => {
  test("names each thing that would be in the way, and nothing when it is gone", async () => {
    await using host = await scratchNamespace("doctor");
    const ip = (...words: string[]) => host.run("ip", ...words);
    const doctor = async () => {
      const { stdout } = await run(weave, ["doctor", "--json"], {
        netns: host.path,
        environment: { WEAVE_RUN_DIR: "/run/weave-none" },
        acceptStatus: anyStatus,
        timeoutMs: 30_000,
      });
      return troubles(JSON.parse(stdout) as Doctor).filter((trouble) =>
        /firewall|forward-policy|ports|underlay-mtu|range/.test(trouble),
      );
    };
    await ip("link", "add", "wtd0", "mtu", "1500", "type", "veth", "peer", "name", "wtd1");
    await ip("address", "add", "192.0.2.1/24", "dev", "wtd0");
    await ip("link", "set", "wtd1", "up");
    await ip("link", "set", "wtd0", "up");
    await ip("route", "add", "default", "via", "192.0.2.2");
    expect(await doctor()).toEqual([]);
    await ip("link", "set", "wtd0", "mtu", "1400");
    await ip("route", "add", "10.40.0.0/16", "via", "192.0.2.3");
    await host.run(
      "nft",
      "add table inet site; add chain inet site in { type filter hook input priority 0; policy drop; }",
    );
    await host.run("nft", "add rule inet site in tcp dport 6783 accept");
    // Ends when somebody connects.
    const listening = `require("node:net").createServer(() => process.exit()).listen(6783)`;
    const taker = run(process.execPath, ["-e", listening], { netns: host.path, timeoutMs: 60_000 });
    await until(async () => (await host.run("ss", "-Hltn")).stdout.includes(":6783"), { what: "the port to be taken" });
    expect((await doctor()).toSorted()).toEqual([
      "fail firewall-udp-input",
      "fail ports",
      "fail range",
      "warn underlay-mtu",
    ]);
    await host.run("nft", "delete table inet site");
    await host.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/6783");
    await taker;
  });
});
