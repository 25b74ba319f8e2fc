import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

/** @returns {string | null} A Chromium that starts: the one that GATEHOUSE_CHROMIUM names, else one found in the usual places. */
export function findChromium() {
  const named = process.env["GATEHOUSE_CHROMIUM"];
  if (named) return starts(named) ? named : null;
  return candidates().find((path) => existsSync(path) && starts(path)) ?? null;
}

/** Finds a Chromium or, as root on Debian and its kin, installs the distribution's. */
export async function ensureChromium() {
  if (findChromium()) return;
  if (process.env["GATEHOUSE_CHROMIUM"])
    throw new Error(`GATEHOUSE_CHROMIUM names ${process.env["GATEHOUSE_CHROMIUM"]}, which does not start.`);
  if (canInstall()) await install();
  if (!findChromium()) throw new Error(`No Chromium was found. ${advice()}`);
}

/** @returns {string[]} */
function candidates() {
  if (process.platform === "darwin") return macCandidates();
  if (process.platform === "win32") return windowsCandidates();
  const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  return NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

function macCandidates() {
  const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
  const roots = ["/Applications", join(process.env["HOME"] ?? "", "Applications")];
  return apps.flatMap((app) => roots.map((root) => `${root}/${app}.app/Contents/MacOS/${app}`));
}

function windowsCandidates() {
  const roots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => process.env[name]).filter(Boolean);
  const programs = [
    ["Google", "Chrome", "Application", "chrome.exe"],
    ["Chromium", "Application", "chrome.exe"],
    ["Microsoft", "Edge", "Application", "msedge.exe"],
  ];
  return programs.flatMap((program) => roots.map((root) => join(root ?? "", ...program)));
}

/**
 * A file is not enough: Ubuntu's /usr/bin/chromium-browser may be a note that a snap is missing.
 *
 * @param {string} path
 */
function starts(path) {
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === "win32") return existsSync(path);
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ["--version"], { timeout: 60_000, stdio: ["ignore", "pipe", "ignore"] }).toString(),
    );
  } catch {
    // Missing, not executable or not a browser: all mean that it cannot serve.
    return false;
  }
}

function isDebianKin() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return existsSync("/usr/bin/apt-get") && /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(release);
}

function canInstall() {
  return isDebianKin() && process.getuid?.() === 0;
}

async function install() {
  console.log("No Chromium on this machine: installing the distribution's (apt-get install chromium) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const again = ["-o", "Acquire::Retries=3"];
  await run("apt-get", [...again, "update"], { env });
  await run("apt-get", [...again, "install", "-y", "--no-install-recommends", "chromium"], { env });
}

function advice() {
  const name = "or set GATEHOUSE_CHROMIUM to the path of a Chromium, Chrome or Edge.";
  if (isDebianKin()) return `Run "sudo apt-get install chromium" (Ubuntu: "sudo snap install chromium"), ${name}`;
  if (process.platform === "darwin") return `Run "brew install --cask chromium", ${name}`;
  return `Install Chromium or Chrome, ${name}`;
}
