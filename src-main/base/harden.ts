import { writeFileSync } from "node:fs";

/**
 * Keeps a process of ours that passphrases and keys pass through to itself: no signal opens a debugger on it, and a core dump of it holds no
 * memory (Linux). A debugger that it was started with stays: whoever starts a process may look into it.
 */
export function hardenProcess(): void {
  if (process.platform !== "win32") process.on("SIGUSR1", () => undefined); // Node's own listener would open one
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // a sandbox without /proc: nothing can be done about it from here
  }
}
