/**
 * `npm run dev`: the window with hot reload. Without Electron's binary, electron-vite is pointed at Node and the browser host instead.
 */
import { electronBinary } from "./electron.js";
import { run, tool } from "./run.js";

const [node, electronVite] = tool("electron-vite");
const args = process.argv.slice(2);
const host = { ELECTRON_EXEC_PATH: node, ELECTRON_ENTRY: "out/main/host.js" };
const env = { ...process.env, ELECTRON_CLI_ARGS: JSON.stringify(args), ...(electronBinary() ? {} : host) };
const { code } = await run(node, [electronVite, "dev", "--watch"], { env });
process.exitCode = code;
