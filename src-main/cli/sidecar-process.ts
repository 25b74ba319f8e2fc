import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { sidecarEnvironment } from "../base/environment.ts";
import { EXIT } from "./exit-codes.ts";

/**
 * Redacts standard input: the sidecar's program as a command that knows no home.
 *
 * @returns Its exit code; it writes to our standard output and error.
 */
export function runRedaction(programFolder: string, parameters: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(programFolder, "sidecar.js"), "redact", ...parameters], {
    env: sidecarEnvironment(process.env, {}),
    stdio: "inherit",
  });
  return ended(child);
}

/**
 * Runs the sidecar's program as a command of its own: the processes of Gatehouse share no code but the contract.
 *
 * @param command The sidecar's word for it with its options; `--home` is added.
 * @returns Its exit code; it writes to our standard output and error.
 */
export function runSidecarCommand(programFolder: string, home: string, command: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(programFolder, "sidecar.js"), ...command, "--home", home], {
    env: sidecarEnvironment(process.env, { GATEHOUSE_HOME: home }),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return ended(child);
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? EXIT.internal)); // without a code: ended by a signal
  });
}
