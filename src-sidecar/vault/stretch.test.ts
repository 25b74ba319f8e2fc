import { expect, test } from "vitest";
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
