import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT, isStarted, run, tool } from "./run.js";

const OUT = join(ROOT, "out");
const STAMP = join(ROOT, ".cache", "built-from");
const PRODUCTS = ["main/main.js", "main/host.js", "main/cli.js", "main/sidecar.js", "preload/preload.cjs"];
/** What `npx gatehouse` and an installed package start by themselves. */
const PROGRAMS = ["main/host.js", "main/cli.js"];
const SOURCES = ["src-contract", "src-main", "src-renderer", "src-sidecar", "resources"];
const FILES = ["electron.vite.config.ts", "package.json", "package-lock.json", "tsconfig.base.json"];

/** Builds `out/` unless it was built from exactly these sources. */
export async function buildIfChanged() {
  const digest = digestSources();
  const isBuilt = existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest;
  if (isBuilt && PRODUCTS.every((file) => existsSync(join(OUT, file)))) return;
  await build();
}

/** Builds `out/` from scratch and remembers what it was built from. */
export async function build() {
  console.log("Building …");
  const digest = digestSources();
  rmSync(STAMP, { force: true });
  const [node, electronVite] = tool("electron-vite");
  const { code } = await run(node, [electronVite, "build", "--logLevel", "warn"]);
  if (code !== 0) throw new Error("The build failed: its message above says why.");
  for (const program of PROGRAMS) chmodSync(join(OUT, program), 0o755);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, digest);
}

/** SHA-256 over the paths and contents of everything that ends up in the build. */
function digestSources() {
  const hash = createHash("sha256");
  const folders = SOURCES.map((folder) => join(ROOT, folder)).filter((folder) => existsSync(folder));
  const files = [...folders.flatMap(filesOf), ...FILES.map((file) => join(ROOT, file))].sort();
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${relative(ROOT, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "testdata" ? [] : filesOf(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}

if (isStarted(import.meta.url)) await build();
