import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { Check, Verdict } from "./finding.ts";
import { probe } from "../probe-process.ts";

/** What this machine offers beside Node. */
export function machineChecks(programFolder: string): readonly Check[] {
  return [
    { id: "window", title: "Window", look: () => lookAtWindow(programFolder) },
    { id: "keychain", title: "Keychain", look: lookAtKeychain },
    { id: "sandbox", title: "Sandbox", look: lookAtSandbox },
  ];
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "firefox"];

function lookAtWindow(programFolder: string): Verdict {
  const electron = electronBinary(programFolder);
  if (electron !== undefined) return { grade: "ok", found: `Electron at ${JSON.stringify(electron)}` };
  if (process.platform !== "linux") return { grade: "ok", found: "no Electron; the window opens in your browser" };
  const browser = BROWSERS.map(findProgram).find((path) => path !== undefined);
  if (browser !== undefined) return { grade: "ok", found: `no Electron; ${JSON.stringify(browser)} shows the window` };
  const mend = "Install a browser (on Debian: apt-get install chromium), or open the printed address on this machine.";
  return { grade: "warn", found: "neither Electron nor a browser", mend };
}

/** Never asks the `electron` module itself: under plain Node that starts a download. */
function electronBinary(programFolder: string): string | undefined {
  try {
    const folder = dirname(createRequire(join(programFolder, "cli.js")).resolve("electron/package.json"));
    const path = join(folder, "dist", readFileSync(join(folder, "path.txt"), "utf8"));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // not installed, or installed without its binary
  }
}

function lookAtKeychain(): Verdict {
  const isBuiltIn = process.platform === "darwin" || process.platform === "win32";
  const hasOne = isBuiltIn || findProgram("secret-tool") !== undefined;
  const found = hasOne
    ? "there is one; the Electron window can open the vault with it, where you set that under Vault"
    : "none; the passphrase opens the vault";
  return { grade: "ok", found };
}

async function lookAtSandbox(): Promise<Verdict> {
  const rights = "Gatehouse does not use it yet: servers that it starts run with your own rights";
  if (process.platform !== "linux") return { grade: "ok", found: `not looked for on this system; ${rights}` };
  const result = await probe("bwrap", ["--ro-bind", "/", "/", "--unshare-all", "true"]);
  switch (result.kind) {
    case "answered":
      return { grade: "ok", found: `bubblewrap works; ${rights}` };
    case "absent":
      return { grade: "ok", found: `no bubblewrap; ${rights}` };
    case "failed":
      return { grade: "ok", found: `bubblewrap does not work (${JSON.stringify(result.reason)}); ${rights}` };
  }
}

function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // that is the answer
  }
}
