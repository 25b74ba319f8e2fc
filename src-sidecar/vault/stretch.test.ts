import crypto from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { stretchInWorker, stretchNatively, stretchOffThread } from "./stretch.ts";

const request = () => ({
  passphrase: new TextEncoder().encode("correct horse battery staple"),
  salt: new Uint8Array(16).fill(7),
  passes: 2,
  memoryKiB: 64 * 1024,
});

test("the worker thread and the runtime derive the same key, and the caller's passphrase stays the caller's", async () => {
  const given = request();
  const inWorker = await stretchInWorker(given);
  expect(inWorker).toEqual(await stretchOffThread(given));
  expect(inWorker.byteLength).toBe(32);
  expect(given.passphrase).toEqual(request().passphrase);
  const native = await stretchNatively(given);
  if (native !== undefined) expect(native).toEqual(inWorker);
});

test("the event loop turns while a key is derived", async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 2);
  await stretchInWorker(request());
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

test("a derivation that the runtime cannot do fails instead of giving some key", async () => {
  await expect(stretchInWorker({ ...request(), salt: new Uint8Array(3) })).rejects.toThrow();
});

/** Gives the runtime another `crypto.argon2` until the test ends, as other runtimes have it. */
function withRuntimeArgon2(argon2: unknown): void {
  const present = Object.getOwnPropertyDescriptor(crypto, "argon2") ?? { value: undefined, configurable: true };
  Object.defineProperty(crypto, "argon2", { value: argon2, configurable: true });
  onTestFinished(() => void Object.defineProperty(crypto, "argon2", present));
}

test("a runtime that has Argon2 and refuses to run it, or has none, derives the same key", async () => {
  const expected = await stretchOffThread(request());
  withRuntimeArgon2(() => {
    throw Object.assign(new Error("not supported"), { code: "ERR_CRYPTO_ARGON2_NOT_SUPPORTED" });
  });
  expect(await stretchNatively(request())).toBeUndefined();
  expect(await stretchOffThread(request())).toEqual(expected);
  withRuntimeArgon2(undefined);
  expect(await stretchOffThread(request())).toEqual(expected);
});

test("any other failure of the runtime is a failure", async () => {
  withRuntimeArgon2((_: string, __: object, done: (error: Error) => void) => done(new Error("out of memory")));
  await expect(stretchOffThread(request())).rejects.toThrow("out of memory");
});
