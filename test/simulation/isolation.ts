/**
 * While a simulation runs, nothing may ask the machine for time, entropy or timers: what does throws, and the run says
 * who it was. So two runs of one seed cannot differ for that reason.
 */

const forbidden: readonly (readonly [owner: object, name: string])[] = [
  [Math, "random"],
  [Date, "now"],
  [performance, "now"],
  [globalThis, "setTimeout"],
  [globalThis, "setInterval"],
  [globalThis, "setImmediate"],
  [globalThis, "queueMicrotask"],
  [globalThis, "fetch"],
  [crypto, "getRandomValues"],
  [crypto, "randomUUID"],
];

/** Runs `body` with the machine's clocks, entropy and timers replaced by throwers. */
export function isolated<T>(body: () => T): T {
  const held = forbidden.map(([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)] as const);
  const RealDate = globalThis.Date;
  for (const [owner, name] of forbidden) {
    const value = () => {
      throw new Error(`a simulated router used ${name}`);
    };
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  }
  globalThis.Date = new Proxy(RealDate, {
    construct() {
      throw new Error("a simulated router used new Date");
    },
  });
  try {
    return body();
  } finally {
    globalThis.Date = RealDate;
    for (const [owner, name, descriptor] of held) {
      if (descriptor) Object.defineProperty(owner, name, descriptor);
      else Reflect.deleteProperty(owner, name);
    }
  }
}
