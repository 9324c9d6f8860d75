/** A peer's own hand against a forger: who signs nonsense of a valid form harms the place that it names and no other. */
import { describe, expect, it } from "vitest";
import { type Cidr, formatIpv4 } from "../base/address.ts";
import { seededRandom } from "../base/random.ts";
import { type Identity, identityOf } from "../crypto/identity.ts";
import { standInCrypto as crypto } from "../crypto/stand-in.ts";
import { tokenChange } from "./donation.ts";
import { proposeGenesis } from "./genesis.ts";
import { Ledger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { sizeOf } from "./range.ts";
import { signRecord, versionMax } from "./token.ts";

const range: Cidr = { address: 0x0a090000, prefixLength: 24 };
const [us, other, forger] = [1, 2, 3].map((seed) => identityOf(crypto, seededRandom(seed).bytes(32))) as [
  Identity,
  Identity,
  Identity,
];
const genesis = proposeGenesis(crypto, seededRandom(9), range, [us.key, other.key]);

function ledgerOf(identity: Identity, outbox = new Outbox()): Ledger {
  const ledger = new Ledger(crypto, identity, outbox);
  ledger.adopt(genesis);
  return ledger;
}

describe("a forger with a valid signature", () => {
  it("that uses up the versions of a place leaves us all others", () => {
    const outbox = new Outbox();
    const [ours, theirs] = [ledgerOf(us, outbox), ledgerOf(other)];
    const [share] = ours.owned();
    const start = share?.start as number;
    const middle = start + 32;
    ours.write([
      tokenChange(0, { start, end: middle }, us.key),
      tokenChange(0, { start: middle, end: start + 128 }, us.key),
    ]);
    const forged = signRecord(crypto, forger, genesis.meshId, {
      epoch: 0,
      version: versionMax,
      content: { kind: "token", start, size: 32, owner: forger.key },
    });
    for (const ledger of [ours, theirs]) ledger.merge(forger.key, [forged.bytes]);
    const said = outbox.flush(ours.ring).filter((output) => output.kind === "event");
    expect(said).toMatchObject([
      { name: "own-token-overwritten", facts: { by: forger.key, first: formatIpv4(start) } },
    ]);
    ours.write([tokenChange(0, { start, end: middle }, us.key)]);
    const later = ours.write([
      tokenChange(0, { start: middle, end: middle + 32 }, us.key),
      tokenChange(0, { start: middle + 32, end: start + 128 }, other.key),
    ]);
    theirs.merge(
      us.key,
      later.map(({ bytes }) => bytes),
    );
    expect(theirs.quarantinedCount).toBe(0);
    expect(later.every(({ version }) => version < 10)).toBe(true);
    expect(sizeOf(theirs.owned())).toBe(128 + 64);
    expect(sizeOf(ours.owned())).toBe(32);
  });
});
