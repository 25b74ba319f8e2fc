// A process that has a connection and says whose; its end is up to whoever started it, or comes by itself with `exit`.
import { createRig, script, textOf } from "./rig.ts";

const it = createRig();
const result = await it.ask(script(...process.argv.slice(3)), "lookup");
process.stdout.write(`${textOf(result)}\n`);
if (process.argv[2] === "exit") process.exit(0);
setInterval(() => undefined, 60_000);
