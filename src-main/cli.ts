#!/usr/bin/env node
import { hardenProcess } from "./base/harden.ts";
import { refuseOldNode } from "./base/node-version.ts";

refuseOldNode();
hardenProcess();
// Only now: what follows cannot even be loaded by a Node that is too old.
const { runGatehouse } = await import("./cli/run.ts");
// The folder of an entry is known only in the entry: the rest may be built into chunks elsewhere.
process.exit(await runGatehouse(process.argv, import.meta.dirname, { out: process.stdout, err: process.stderr }));
