import { existsSync } from "node:fs";
import type { JsonObject } from "./base/canonical-json.ts";
import { pagesOf, verifyChain, type Anchor, type Verification } from "./audit/index.ts";
import {
  auditAnchorName,
  deviceFact,
  openReadOnly,
  orgDatabasePath,
  orgEntries,
  studioDatabasePath,
  type AuditRow,
} from "./store/index.ts";

const INTACT = 0;
const BROKEN = 1;
const UNREADABLE = 66;

/**
 * Proves the audit logs of a home without a studio: reads the databases, opens no key, writes nothing.
 *
 * @returns the exit code: 0 intact, 1 broken, 66 unreadable.
 */
export async function auditVerifyCommand(home: string | undefined, isJson: boolean): Promise<number> {
  if (home === undefined || !existsSync(studioDatabasePath(home)))
    return say({ kind: "unreadable", reason: "There is no studio in this home. Name it with --home." }, isJson);
  try {
    return say(await verifyHome(home), isJson);
  } catch (error) {
    return say(
      { kind: "unreadable", reason: error instanceof Error ? error.message : "The databases could not be read." },
      isJson,
    );
  }
}

/**
 * Writes the audit logs of a home to standard output as JSON Lines, oldest entry first: everything that the chain covers, hashes in
 * hexadecimal, no payload. Reads only.
 *
 * @returns the exit code: 0 done, 66 unreadable.
 */
export async function auditExportCommand(home: string | undefined): Promise<number> {
  if (home === undefined || !existsSync(studioDatabasePath(home))) {
    process.stderr.write("There is no studio in this home. Name it with --home.\n");
    return UNREADABLE;
  }
  await using studio = openReadOnly(studioDatabasePath(home), "studio");
  for (const { id, name } of await orgEntries(studio.db)) {
    await using org = openReadOnly(orgDatabasePath(home, id), "org");
    for await (const page of pagesOf(org.db))
      for (const row of page) await writeLine(JSON.stringify({ org: name, ...exported(row) }));
  }
  return INTACT;
}

function exported(row: AuditRow) {
  const { seq, at, actor, action, subject, body } = row;
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  return {
    seq,
    at,
    actor,
    action,
    subject,
    body: JSON.parse(body) as JsonObject, // Written by us from a JSON object.
    salt: hex(row.salt),
    bodyHash: hex(row.body_hash),
    prev: hex(row.prev),
    hash: hex(row.hash),
  };
}

function writeLine(line: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
}

type Finding = (Verification & { readonly org?: string }) | { readonly kind: "unreadable"; readonly reason: string };

async function verifyHome(home: string): Promise<Finding> {
  await using studio = openReadOnly(studioDatabasePath(home), "studio");
  const [entry] = await orgEntries(studio.db);
  if (!entry) return { kind: "intact", entries: 0, head: "" };
  const remembered = await deviceFact(studio.db, auditAnchorName(entry.id));
  const anchor = remembered === undefined ? null : (JSON.parse(remembered) as Anchor); // Written by the studio from an Anchor.
  await using org = openReadOnly(orgDatabasePath(home, entry.id), "org");
  return { org: entry.name, ...(await verifyChain(pagesOf(org.db), anchor)) };
}

function say(finding: Finding, isJson: boolean): number {
  process.stdout.write(`${isJson ? JSON.stringify(finding) : sentenceOf(finding)}\n`);
  switch (finding.kind) {
    case "intact":
      return INTACT;
    case "broken":
      return BROKEN;
    case "unreadable":
      return UNREADABLE;
  }
}

function sentenceOf(finding: Finding): string {
  switch (finding.kind) {
    case "intact":
      return `The audit log is intact: ${finding.entries.toLocaleString("en")} entries, head ${finding.head}.`;
    case "broken":
      return `The audit log is BROKEN at entry ${finding.atSeq.toLocaleString("en")}: ${finding.reason} The ${finding.entries.toLocaleString("en")} entries before it are intact.`;
    case "unreadable":
      return `The audit log could not be read: ${finding.reason}`;
  }
}
