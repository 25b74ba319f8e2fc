/**
 * Opens the studio: `npm start [-- --browser | --electron] [arguments of the host]`.
 *
 * In a window of its own where Electron's binary is or can be fetched, else in the browser. A fetch that failed is not tried again
 * unless `--electron` asks for it.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { electronBinary, installElectron } from "./electron.js";
import { ROOT } from "./run.js";

const OURS = new Set(["--browser", "--electron"]);
const given = new Set(process.argv.slice(2));
const forwarded = process.argv.slice(2).filter((argument) => !OURS.has(argument));

const electron = given.has("--browser") ? null : await findElectron();
if (electron) runInFront(electron, [ROOT, ...forwarded]);
else runInFront(process.execPath, [join(ROOT, "out", "main", "host.js"), ...forwarded]);

async function findElectron() {
  const binary = electronBinary() ?? (await installElectron({ again: given.has("--electron") }));
  if (binary && hasDisplay()) return binary;
  const reason = binary
    ? "There is no display for a window of Electron's"
    : "Electron could not be fetched (npm start -- --electron tries again)";
  console.log(`${reason}: opening the browser host instead.`);
  return null;
}

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/**
 * Hands the terminal to the studio and ends as it ends.
 *
 * @param {string} command
 * @param {string[]} args
 */
function runInFront(command, args) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(command, args, { stdio: "inherit", env });
  // The terminal sends Ctrl-C to the whole group; what is sent to us alone is passed on. The studio decides when it ends.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  child.once("error", (error) => {
    console.error(`The studio did not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  });
}
