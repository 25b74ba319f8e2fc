import { readdirSync, readFileSync } from "node:fs";

/** The sidecar of a host, by its parent. Linux only. */
export async function sidecarOf(hostPid: number): Promise<number> {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    if (parentOf(pid) === hostPid && commandOf(pid).some((part) => part.endsWith("sidecar.js"))) return pid;
  }
  throw new Error(`host ${hostPid} has no sidecar`);
}

function parentOf(pid: number): number | undefined {
  const stat = readProc(pid, "stat");
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function commandOf(pid: number): readonly string[] {
  return readProc(pid, "cmdline")?.split("\0") ?? [];
}

// A process may end between the listing and the reading.
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

/** Whether a process is there, other than as one whose end nobody has asked about. */
export function isAlive(pid: number): boolean {
  const stat = readProc(pid, "stat");
  return stat !== undefined && stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
}

/** Which kinds of memory a core dump of a process would hold, as bits. Linux only. */
export function coredumpFilterOf(pid: number): string {
  return readProc(pid, "coredump_filter")?.trim() ?? "";
}
