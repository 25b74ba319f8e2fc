import { execFile } from "node:child_process";

const PROBE_MS = 10_000;

export type ProbeResult =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly reason: string };

/** Runs a program that says one thing and ends. A native module that ends its process takes only this one along. */
export function probe(program: string, parameters: readonly string[]): Promise<ProbeResult> {
  return new Promise((resolve) => {
    execFile(program, [...parameters], { timeout: PROBE_MS, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) return resolve({ kind: "answered", text: stdout.trim() });
      if (error.code === "ENOENT") return resolve({ kind: "absent" });
      const lastLine = stderr.trim().split("\n").at(-1) ?? "";
      resolve({ kind: "failed", reason: error.signal ? `ended by ${error.signal}` : lastLine });
    });
  });
}
