import { writeFileSync } from "node:fs";
import { url } from "node:inspector";

/**
 * Makes this process hard to look into for what runs beside it: a core dump of it holds no memory (Linux), and no signal opens a debugger.
 *
 * What it cannot stop is a process of the same user that may trace it (`/proc/<pid>/mem`, ptrace), or the administrator.
 *
 * @returns Why it must not go on; null: nothing speaks against it.
 */
export function hardenProcess(): string | null {
  // Node's own listener opens the inspector; a listener of ours takes its place, also where no flag can be given.
  if (process.platform !== "win32") process.on("SIGUSR1", () => {});
  if (process.platform === "linux") leaveMemoryOutOfDumps();
  return url() === undefined ? null : "A debugger is open on the sidecar, so it holds no keys. Start it without one.";
}

/** @see core(5), "Controlling which mappings are written to the core dump" */
function leaveMemoryOutOfDumps(): void {
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // A sandbox without /proc: the limit on core dumps, which Node cannot set, is all there is.
  }
}
