import { createRequire } from "node:module";
import { join } from "node:path";
import { complaintAboutNode } from "../../base/node-version.ts";
import type { Check, Verdict } from "./finding.ts";
import { probe } from "../probe-process.ts";

const REINSTALL = "Install Gatehouse again (in a checkout: npm ci).";

const SQLITE_PROBE = `
const Database = require(process.argv[1]);
process.stdout.write(new Database(":memory:").prepare("select sqlite_version()").pluck().get());`;

const SODIUM_PROBE = `
const sodium = require(process.argv[1]);
sodium.ready.then(() => {
  if (typeof sodium.crypto_pwhash !== "function") throw new Error("Argon2id is missing");
  process.stdout.write(sodium.SODIUM_VERSION_STRING);
});`;

/** Node and the two libraries that are not built into our own files. */
export function runtimeChecks(programFolder: string): readonly Check[] {
  return [
    { id: "node", title: "Node", look: lookAtNode },
    { id: "sqlite", title: "SQLite", look: () => lookAtLibrary(programFolder, "better-sqlite3", SQLITE_PROBE) },
    {
      id: "sodium",
      title: "libsodium",
      look: () => lookAtLibrary(programFolder, "libsodium-wrappers-sumo", SODIUM_PROBE),
    },
  ];
}

function lookAtNode(): Verdict {
  const complaint = complaintAboutNode(process.versions.node);
  if (complaint === undefined) return { grade: "ok", found: process.versions.node };
  return { grade: "bad", found: process.versions.node, mend: complaint };
}

async function lookAtLibrary(programFolder: string, name: string, script: string): Promise<Verdict> {
  const path = resolveFrom(programFolder, name);
  if (path === undefined) return { grade: "bad", found: "not installed", mend: REINSTALL };
  const result = await probe(process.execPath, ["-e", script, path]);
  switch (result.kind) {
    case "answered":
      return { grade: "ok", found: result.text };
    case "absent":
      return { grade: "bad", found: "Node itself could not be started", mend: REINSTALL };
    case "failed":
      return { grade: "bad", found: `does not load: ${JSON.stringify(result.reason)}`, mend: REINSTALL };
  }
}

function resolveFrom(programFolder: string, name: string): string | undefined {
  try {
    return createRequire(join(programFolder, "cli.js")).resolve(name);
  } catch {
    return undefined; // not installed
  }
}
