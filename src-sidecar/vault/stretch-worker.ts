import { parentPort, Worker, workerData, type WorkerOptions } from "node:worker_threads";

/**
 * Starts this file as a thread.
 *
 * The bundler answers `?nodeWorker` with a function of this shape that starts the bundled file; where nothing is bundled, the import
 * reaches this one.
 */
export default function startStretchWorker(options: WorkerOptions): Worker {
  return new Worker(new URL(import.meta.url), options);
}

interface StretchJob {
  readonly kind: "stretch";
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly passes: number;
  readonly memoryKiB: number;
}

const job: unknown = workerData;
if (parentPort !== null && isStretchJob(job)) {
  const { default: sodium } = await import("libsodium-wrappers-sumo");
  await sodium.ready;
  const { passphrase, salt, passes, memoryKiB } = job;
  const derived = sodium.crypto_pwhash(
    32,
    passphrase,
    salt,
    passes,
    memoryKiB * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  const key = new Uint8Array(new ArrayBuffer(derived.byteLength));
  key.set(derived);
  parentPort.postMessage(key, [key.buffer]);
}

function isStretchJob(data: unknown): data is StretchJob {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "stretch";
}
