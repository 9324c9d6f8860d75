/** Numbers out of what iperf3, ping and the kernel print. */
import { expect, test } from "vitest";
import { busySeconds, pingTimes, tcpReading, udpReading } from "./readings.ts";

test("iperf3 over TCP: what arrived counts, not what was sent", () => {
  const end = { sum_sent: { bits_per_second: 9e9, bytes: 9 }, sum_received: { bits_per_second: 8e9, bytes: 8 } };
  expect(tcpReading(JSON.stringify({ end }))).toEqual({ gigabitsPerSecond: 8, bytes: 8 });
});

test("iperf3 over UDP: offered and received packets a second", () => {
  const sum = { packets: 1_000, lost_packets: 250, seconds: 2 };
  expect(udpReading(JSON.stringify({ end: { sum } }))).toEqual({ offered: 500, received: 375 });
});

test.each(["", "{", '{"error":"unable to connect"}', '{"end":{}}'])("%j holds no figure", (text) => {
  expect(tcpReading(text)).toBeUndefined();
  expect(udpReading(text)).toBeUndefined();
});

test("ping: the time of each answer", () => {
  const text =
    "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.075 ms\n64 bytes from 10.0.0.2: icmp_seq=3 ttl=64 time=1.5 ms\n";
  expect(pingTimes(text)).toEqual([0.075, 1.5]);
});

test("/proc/stat: busy is neither idle nor waiting for disks, and a guest's time is in the user's already", () => {
  expect(busySeconds("cpu  100 50 50 9999 777 25 25 5 10 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n")).toBe(2.5);
  expect(busySeconds("intr 1")).toBeUndefined();
});

test("a run that iperf3 gave up, or that took no time, has no reading", () => {
  const end = { sum_received: { bits_per_second: 8e9, bytes: 8 }, sum: { packets: 9, lost_packets: 0, seconds: 1 } };
  const error = "the server has terminated";
  expect([tcpReading(JSON.stringify({ end, error })), udpReading(JSON.stringify({ end, error }))]).toEqual([
    undefined,
    undefined,
  ]);
  expect(udpReading(JSON.stringify({ end: { sum: { ...end.sum, seconds: 0 } } }))).toBeUndefined();
});
