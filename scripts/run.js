import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The Node that the project brings along; the machine's own may be too old for the product. */
export const RUNTIME = join(
  ROOT,
  ...(process.platform === "win32" ? ["node_modules", "node", "bin", "node.exe"] : ["node_modules", ".bin", "node"]),
);

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `output` is what was captured: "" where stdio is inherited.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd: ROOT, stdio: "inherit", ...options });
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The command line of an installed tool, run by the project's own Node.
 *
 * @param {string} name The package.
 * @param {string} [bin] The program, where the package has several.
 * @returns {[string, string]} Node and the tool's entry.
 */
export function tool(name, bin = name) {
  const folder = join(ROOT, "node_modules", name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entry = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin];
  return [existsSync(RUNTIME) ? RUNTIME : process.execPath, join(folder, entry)];
}

/** The environment without our own node_modules on the PATH: what a person's shell would find. */
export function outsideEnvironment() {
  const own = join(ROOT, "node_modules") + sep;
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.startsWith(own));
  return { ...process.env, PATH: path.join(delimiter) };
}

/**
 * @param {string} url The `import.meta.url` of a script.
 * @returns {boolean} The script was started itself, not imported.
 */
export function isStarted(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}
