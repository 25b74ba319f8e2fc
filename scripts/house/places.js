import { posix } from "node:path";

/** The parts of the tree that have walls; everything else (e2e, bench, scripts) stands outside the house. */
const PARTS = ["src-contract", "src-main", "src-renderer", "src-sidecar", "testkit"];

/** The only files that build the others: they may import anything of their own process. */
const BUILDERS = new Set([
  "src-main/main.ts",
  "src-main/host.ts",
  "src-main/cli.ts",
  "src-sidecar/sidecar.ts",
  "src-sidecar/build-studio.ts",
  "src-sidecar/build-orgs.ts",
  "src-sidecar/build-org.ts",
  "src-sidecar/build-oauth.ts",
  "src-sidecar/build-calls.ts",
  "src-sidecar/audit-offline.ts",
  "src-sidecar/redact-offline.ts",
  "src-sidecar/host-keychain.ts",
  "src-sidecar/host-link.ts",
  "src-sidecar/lifetime.ts",
  "src-renderer/main.tsx",
]);

/**
 * Where a file stands in the house.
 *
 * @typedef {object} Place
 * @property {string} path From the root of the project, with forward slashes.
 * @property {string} part One of PARTS.
 * @property {string} room Its room ("vault", "features/approvals"); "" at the root of its part.
 * @property {boolean} isBuilder
 * @property {boolean} isTest
 */

/**
 * @param {string} path From the root of the project, with forward slashes.
 * @returns {Place | null} null outside the house.
 */
export function placeOf(path) {
  const [part = "", ...rest] = path.split("/");
  if (!PARTS.includes(part)) return null;
  const folders = rest.slice(0, -1);
  const room = part === "src-contract" || part === "testkit" ? "" : roomOf(folders);
  const isTest = isTestFile(path);
  const isBuilder = BUILDERS.has(path) || (isTest && folders.length === 0);
  return { path, part, room, isBuilder, isTest };
}

/** @param {string[]} folders */
function roomOf(folders) {
  return folders[0] === "features" ? folders.slice(0, 2).join("/") : (folders[0] ?? "");
}

/** @param {string} path */
export function isTestFile(path) {
  return /\.test\.tsx?$/.test(path);
}

/**
 * @param {{ filename: string, cwd: string }} context
 * @returns {string} The file's path from the root of the project, with forward slashes.
 */
export function projectPath({ filename, cwd }) {
  const [file, root] = [filename, cwd].map((path) => path.replaceAll("\\", "/"));
  return file?.startsWith(`${root}/`) ? file.slice((root ?? "").length + 1) : filename;
}

/**
 * @param {string} from The importing file, from the root of the project.
 * @param {string} specifier
 * @returns {string | null} The imported file from the root of the project; null for a package or a built-in.
 */
export function targetOf(from, specifier) {
  if (!specifier.startsWith(".")) return null;
  return posix.normalize(posix.join(posix.dirname(from), specifier.split("?")[0] ?? ""));
}
