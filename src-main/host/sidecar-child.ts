import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { SidecarProcess, SidecarReports, StartSidecar } from "../base/supervisor.ts";
import { sidecarFlags } from "../base/sidecar-flags.ts";
import { parseSidecarMessage } from "../base/sidecar-message.ts";

/** How long a sidecar may take to finish what it is doing before it is told, then made, to stop. */
const FINISH_MS = 5_000;
const TERMINATE_MS = 2_000;

/** Starts the sidecar as a plain Node child. Its standard output goes to our standard error: ours is for answers. */
export function sidecarChild(file: string, environment: Record<string, string>): StartSidecar<never> {
  return (reports) => {
    const child = fork(file, [], {
      env: environment,
      execArgv: sidecarFlags(),
      serialization: "advanced", // frames may be bytes
      stdio: ["ignore", 2, 2, "ipc"],
    });
    listen(child, reports);
    return {
      // Without a callback a late send would emit `error` and end this process.
      post: (message) => void (child.connected && child.send(message, () => undefined)),
      stop: () => stopChild(child),
    } satisfies SidecarProcess<never>;
  };
}

function listen(child: ChildProcess, reports: SidecarReports): void {
  child.on("message", (value) => {
    const message = parseSidecarMessage(value);
    if (message !== undefined) reports.said(message);
  });
  let hasEnded = false;
  const end = (code: number | null): void => {
    if (hasEnded) return;
    hasEnded = true;
    reports.exited(code);
  };
  child.once("exit", end);
  // A child that could not be started emits `error` and no `exit`.
  child.on("error", () => {
    if (child.pid === undefined) end(null);
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  const terminate = setTimeout(() => child.kill("SIGTERM"), FINISH_MS);
  const kill = setTimeout(() => child.kill("SIGKILL"), FINISH_MS + TERMINATE_MS);
  if (child.connected) {
    child.send({ kind: "lock", reason: "quit" }, () => {
      if (child.connected) child.disconnect();
    });
  }
  await gone;
  clearTimeout(terminate);
  clearTimeout(kill);
}
