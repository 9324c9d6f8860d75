/** CPace against the vectors of draft-irtf-cfrg-cpace-21, appendix B.3 (ristretto255 and SHA-512). */
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8Encode } from "../base/bytes.ts";
import {
  cpaceGenerator,
  cpaceKeyOrdered,
  cpaceKeySymmetric,
  cpaceSecret,
  cpaceShare,
  generatorString,
} from "./cpace.ts";
import { realCrypto } from "./primitives.ts";
import { standInCrypto } from "./stand-in.ts";

const hex = (...lines: string[]) => fromHex(lines.join(""))!;

/** draft-irtf-cfrg-cpace-21, B.3.1 to B.3.6. */
const draft = {
  password: utf8Encode("Password"),
  channel: hex("0b415f696e69746961746f720b425f726573706f6e646572"),
  sessionId: hex("7e4b4791d6a8ef019b936c79fb7f2c57"),
  generatorString: [
    "11435061636552697374726574746f3235350850617373776f726464",
    "00000000000000000000000000000000000000000000000000000000",
    "00000000000000000000000000000000000000000000000000000000",
    "00000000000000000000000000000000000000000000000000000000",
    "00000000000000000000000000000000180b415f696e69746961746f",
    "720b425f726573706f6e646572107e4b4791d6a8ef019b936c79fb7f2c57",
  ].join(""),
  generatorHash:
    "da6d3ddc8802fca9058755ffd3ebde08a9c2c74945901a258482a288b6663af06bf645c93cd1c51512307199c80e84908916d983b34af77205f90851a657ee27",
  generator: "222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56",
  scalarA: hex("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08"),
  shareA: hex("d6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157"),
  associatedA: utf8Encode("ADa"),
  scalarB: hex("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d"),
  shareB: hex("3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258"),
  associatedB: utf8Encode("ADb"),
  secret: hex("80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f"),
  keyOrdered:
    "b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447",
  keySymmetric:
    "544199d71f62f8d9a1fee55727e24fe4a45844593c2b6013c4fa3969d0e5debb2244675c0b43397cbb68d342b01fc0f98fc961469a25134de9f0f813c1a57476",
};
const sideA = { share: draft.shareA, associated: draft.associatedA };
const sideB = { share: draft.shareB, associated: draft.associatedB };

/** B.3.10 and B.3.11. */
const multiplication = {
  scalar: hex("7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05"),
  element: hex("2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c"),
  product: "7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e",
  notAnElement: hex("2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c"),
  neutral: new Uint8Array(32),
};

describe("CPace by draft-irtf-cfrg-cpace-21", () => {
  it("makes the draft's generator", () => {
    const { password, channel, sessionId } = draft;
    expect(toHex(generatorString(password, channel, sessionId))).toBe(draft.generatorString);
    const generator = cpaceGenerator(realCrypto, password, channel, sessionId);
    expect(toHex(generator)).toBe(draft.generatorHash);
    expect(toHex(realCrypto.ristrettoMultiplyMapped(generator, Uint8Array.of(1)))).toBe(draft.generator);
  });

  it("makes the draft's shares and secret", () => {
    const generator = cpaceGenerator(realCrypto, draft.password, draft.channel, draft.sessionId);
    expect(cpaceShare(realCrypto, generator, draft.scalarA)).toEqual(draft.shareA);
    expect(cpaceShare(realCrypto, generator, draft.scalarB)).toEqual(draft.shareB);
    expect(cpaceSecret(realCrypto, draft.scalarA, draft.shareB)).toEqual(draft.secret);
    expect(cpaceSecret(realCrypto, draft.scalarB, draft.shareA)).toEqual(draft.secret);
  });

  it("makes the draft's session keys, ordered and symmetric", () => {
    expect(toHex(cpaceKeyOrdered(realCrypto, draft.sessionId, draft.secret, sideA, sideB))).toBe(draft.keyOrdered);
    expect(toHex(cpaceKeySymmetric(realCrypto, draft.sessionId, draft.secret, sideA, sideB))).toBe(draft.keySymmetric);
    expect(toHex(cpaceKeySymmetric(realCrypto, draft.sessionId, draft.secret, sideB, sideA))).toBe(draft.keySymmetric);
  });

  it("multiplies as the draft does and refuses what the draft refuses", () => {
    const { scalar, element, product, notAnElement, neutral } = multiplication;
    expect(toHex(realCrypto.ristrettoMultiply(element, scalar)!)).toBe(product);
    expect(realCrypto.ristrettoMultiply(notAnElement, scalar)).toBeUndefined();
    expect(realCrypto.ristrettoMultiply(neutral, scalar)).toBeUndefined();
  });
});

describe.each([
  ["real", realCrypto],
  ["stand-in", standInCrypto],
])("CPace over the %s primitives", (_, crypto) => {
  const run = (passwordA: string, passwordB: string) => {
    const [scalarA, scalarB] = [new Uint8Array(64).fill(3), new Uint8Array(64).fill(5)];
    const generatorOf = (password: string) =>
      cpaceGenerator(crypto, utf8Encode(password), draft.channel, draft.sessionId);
    const shareA = cpaceShare(crypto, generatorOf(passwordA), scalarA);
    const shareB = cpaceShare(crypto, generatorOf(passwordB), scalarB);
    return [cpaceSecret(crypto, scalarA, shareB), cpaceSecret(crypto, scalarB, shareA)];
  };

  it("agrees with the same password only", () => {
    const [a, b] = run("secret", "secret");
    expect(a).toEqual(b);
    expect(a).toHaveLength(32);
    const [c, d] = run("secret", "Secret");
    expect(c).not.toEqual(d);
  });
});
