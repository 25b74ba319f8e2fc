import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, RUNTIME, outsideEnvironment, run } from "./run.js";

/** Without npm's warnings: most say that the machine's Node is older than what the packages, run by ours, ask for. */
const CI = ["ci", "--loglevel=error"];

/** Installs what the lock names, unless exactly that is there already. */
export async function installIfChanged() {
  if (isInstalled()) return;
  console.log("Installing dependencies (npm ci) …");
  const { code } = await npmCi();
  if (code !== 0) throw new Error("npm ci failed: its message above says why. Mend that, then run this again.");
  if (!existsSync(RUNTIME))
    throw new Error("npm ci left no node_modules/.bin/node: run it without --ignore-scripts and --omit=dev.");
}

/** @returns {boolean} npm's own record of what it installed names every package of the lock, at that content. */
function isInstalled() {
  const record = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(record) || !existsSync(RUNTIME)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(ROOT, "package-lock.json"))).every(([path, wanted]) => {
    // Optional packages of other platforms are in the lock and never installed.
    const found = installed[path];
    return path === "" || (found ? found.integrity === wanted.integrity : wanted.optional || wanted.devOptional);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { integrity?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

function npmCi() {
  const env = outsideEnvironment();
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  // npm replaces node_modules, this Node included, so it has to run on the machine's own.
  if (npm && node) return run(node, [npm, ...CI], { env });
  return run("npm", CI, { env, shell: process.platform === "win32" });
}
