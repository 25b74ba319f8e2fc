import { utilityProcess, type MessagePortMain, type UtilityProcess } from "electron";
import type { HostMessage } from "../../src-contract/host.ts";
import { parseSidecarMessage } from "../base/sidecar-message.ts";
import type { SidecarReports, StartSidecar } from "../base/supervisor.ts";

/** How long a sidecar may take to finish what it is doing before it is made to stop. */
const FINISH_MS = 5_000;

/** Starts the sidecar beside the window. Only after Electron is ready. */
export function utilitySidecar(file: string, environment: Record<string, string>): StartSidecar<MessagePortMain> {
  return (reports) => {
    const sidecar = utilityProcess.fork(file, [], {
      serviceName: "gatehouse-sidecar",
      env: environment,
      execArgv: [], // loader flags of this process are not the sidecar's
      stdio: ["ignore", "pipe", "pipe"],
    });
    sidecar.stdout?.pipe(process.stderr, { end: false });
    sidecar.stderr?.pipe(process.stderr, { end: false });
    const ended = listen(sidecar, reports);
    return {
      post: (message, ports = []) => sidecar.postMessage(message, [...ports]),
      stop: () => stopSidecar(sidecar, ended),
    };
  };
}

/** @returns Resolves when it is gone. */
function listen(sidecar: UtilityProcess, reports: SidecarReports): Promise<void> {
  sidecar.on("message", (value) => {
    const message = parseSidecarMessage(value);
    if (message !== undefined) reports.said(message);
  });
  // A fatal error of V8 comes with a report that holds the environment: it is not looked at. `exit` follows.
  sidecar.on("error", () => undefined);
  return new Promise((resolve) => {
    sidecar.once("exit", (code) => {
      reports.exited(code);
      resolve();
    });
  });
}

async function stopSidecar(sidecar: UtilityProcess, ended: Promise<void>): Promise<void> {
  if (sidecar.pid === undefined) return;
  sidecar.postMessage({ kind: "lock", reason: "quit" } satisfies HostMessage);
  const kill = setTimeout(() => sidecar.kill(), FINISH_MS);
  await ended;
  clearTimeout(kill);
}
