// Starts another program and stays between it and whoever started us, as npx does.
import { spawn } from "node:child_process";
const child = spawn(process.execPath, process.argv.slice(2), { stdio: "inherit" });
child.on("exit", (code) => process.exit(code ?? 1));
