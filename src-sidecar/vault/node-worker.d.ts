/** What the bundler makes of an import with `?nodeWorker`: a function that starts the imported file as a thread. */
declare module "*?nodeWorker" {
  import type { Worker, WorkerOptions } from "node:worker_threads";
  export default function startWorker(options: WorkerOptions): Worker;
}
