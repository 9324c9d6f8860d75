/** Two hosts, their datapath processes and a container on each: real packets over tables pushed by the test. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataSuite } from "../../datapath/process-messages.ts";
import { Ground, joinAll } from "./datapath-ground.ts";

describe.each<DataSuite>(["none", "nacl"])("the datapath between two hosts, suite %s", (suite) => {
  const ground = new Ground(suite, 2);
  const h1 = ground.host(1);
  const h2 = ground.host(2);

  beforeAll(async () => {
    await ground.open();
    joinAll(ground.hosts, suite);
  });
  afterAll(() => ground.close());

  it("carries pings of every size over IPv4 and IPv6", () => {
    expect(h1.inContainer(`ping -c 5 -i 0.05 -W 1 ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 1362 -M do ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h1.inContainer(`ping -c 3 -i 0.05 -W 1 -s 20000 ${h2.overlay}`)).toContain(" 0% packet loss");
    expect(h2.inContainer("ping -c 3 -i 0.05 -W 1 fd00::1")).toContain(" 0% packet loss");
  });
});
