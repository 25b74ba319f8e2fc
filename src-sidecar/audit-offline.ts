import { existsSync, readFileSync } from "node:fs";
import {
  CSV_HEAD,
  checkProof,
  csvLine,
  entryLine,
  logSourceOf,
  pagesOf,
  verifyLog,
  type Anchor,
  type LogAnchor,
  type ProofFinding,
  type Verification,
} from "./audit/index.ts";
import { createKeyStore } from "./handlers/index.ts";
import {
  anchorNoteAt,
  auditAnchorName,
  deviceFact,
  lastAuditCheckpoint,
  openReadOnly,
  orgDatabasePath,
  orgEntries,
  studioDatabasePath,
  type OrgDb,
  type OrgEntryRow,
} from "./store/index.ts";
import { openPrimitives, provenAdminKeys } from "./vault/index.ts";

const INTACT = 0;
const BROKEN = 1;
const UNREADABLE = 66;
const PROGRESS_EVERY_MS = 1_000;
const NO_STUDIO = "There is no studio in this home. Name it with --home.";

/** What a check is asked for beside the home. */
export interface AuditVerifyOptions {
  readonly isJson: boolean;
  /** A file with a checkpoint that was kept elsewhere. */
  readonly anchor?: string | undefined;
  /** A proof of one call, instead of a home. */
  readonly proof?: string | undefined;
  /** The verifier key that a proof has to lead back to. */
  readonly key?: string | undefined;
}

type OrgFinding = Verification & { readonly org: string; readonly id: string };
type Finding =
  | { readonly kind: "intact" | "broken"; readonly orgs: readonly OrgFinding[] }
  | ProofFinding
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Proves the audit logs of a home without a studio: reads the databases, opens no key, writes nothing. Or proves what a proof says, without
 * a home.
 *
 * @returns the exit code: 0 intact, 1 broken, 66 unreadable.
 */
export async function auditVerifyCommand(home: string | undefined, options: AuditVerifyOptions): Promise<number> {
  const { isJson } = options;
  try {
    if (options.proof !== undefined) return await say(checkProof(textOf(options.proof), options.key ?? null), isJson);
    if (home === undefined || !existsSync(studioDatabasePath(home)))
      return await say({ kind: "unreadable", reason: NO_STUDIO }, isJson);
    return await say(await verifyHome(home, options), isJson);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "The databases could not be read.";
    return say({ kind: "unreadable", reason }, isJson);
  }
}

/**
 * Writes the audit logs of a home to standard output, oldest entry first: everything that the chain covers, hashes in hexadecimal, bodies
 * as they are sealed. Reads only.
 *
 * @returns the exit code: 0 done, 66 unreadable.
 */
export async function auditExportCommand(home: string | undefined, format: "jsonl" | "csv" = "jsonl"): Promise<number> {
  return eachOrg(home, async ({ id, name }, db) => {
    if (format === "csv") await write(CSV_HEAD);
    const head = `{"org":${JSON.stringify(name)},"orgId":${JSON.stringify(id)},`;
    for await (const page of pagesOf(db))
      await write(
        page.map((row) => (format === "csv" ? csvLine(row, null) : entryLine(row, null).replace("{", head))).join(""),
      );
  });
}

/**
 * Writes the newest checkpoint of each log of a home to standard output: a signed note, to be kept somewhere else.
 *
 * @returns the exit code: 0 done, 66 unreadable.
 */
export async function auditCheckpointCommand(home: string | undefined): Promise<number> {
  return eachOrg(home, async ({ name }, db) => {
    const newest = await lastAuditCheckpoint(db);
    if (newest) await write(newest.note);
    else process.stderr.write(`${JSON.stringify(name)} has no checkpoint yet.\n`);
  });
}

async function eachOrg(home: string | undefined, use: (org: OrgEntryRow, db: OrgDb) => Promise<void>): Promise<number> {
  if (home === undefined || !existsSync(studioDatabasePath(home))) {
    process.stderr.write(`The audit log could not be read: ${NO_STUDIO}\n`);
    return UNREADABLE;
  }
  await using studio = openReadOnly(studioDatabasePath(home), "studio");
  for (const entry of await orgEntries(studio.db)) {
    await using org = openReadOnly(orgDatabasePath(home, entry.id), "org");
    await use(entry, org.db);
  }
  return INTACT;
}

async function verifyHome(home: string, { anchor }: AuditVerifyOptions): Promise<Finding> {
  await using studio = openReadOnly(studioDatabasePath(home), "studio");
  const entries = await orgEntries(studio.db);
  const kept = anchor === undefined ? null : keptNote(anchor, entries);
  const orgs: OrgFinding[] = [];
  for (const { id, name } of entries) {
    const remembered = await deviceFact(studio.db, auditAnchorName(id));
    const note = anchorNoteAt(home, id).read();
    const anchors: LogAnchor[] = [];
    if (remembered !== undefined)
      anchors.push({ kind: "head", from: "the studio's own database", ...(JSON.parse(remembered) as Anchor) }); // Written by the studio from an Anchor.
    if (note !== null) anchors.push({ kind: "checkpoint", from: "the note in the home", note });
    if (kept?.orgId === id) anchors.push({ kind: "checkpoint", from: "the note that was given", note: kept.note });
    orgs.push({ org: name, id, ...(await verifyOrg(home, { id, name }, anchors)) });
  }
  return { kind: orgs.every(({ kind }) => kind === "intact") ? "intact" : "broken", orgs };
}

/** A checkpoint that was kept, and whose it is. One of nobody here proves nothing, and must not pass for one that holds. */
function keptNote(path: string, entries: readonly OrgEntryRow[]): { readonly orgId: string; readonly note: string } {
  const note = textOf(path);
  const orgId = /^gatehouse\/([0-9a-f-]{36})\n/.exec(note)?.[1];
  const file = JSON.stringify(path);
  if (orgId === undefined)
    throw new Error(`${file} is no checkpoint. \`gatehouse audit checkpoint\` prints one; keep it as it is.`);
  if (!entries.some(({ id }) => id === orgId))
    throw new Error(`${file} is a checkpoint of the organization ${orgId}, and that is not in this home.`);
  return { orgId, note };
}

async function verifyOrg(
  home: string,
  { id, name }: Pick<OrgEntryRow, "id" | "name">,
  anchors: readonly LogAnchor[],
): Promise<Verification> {
  await using org = openReadOnly(orgDatabasePath(home, id), "org");
  const readOnly = (): Promise<never> => Promise.reject(new Error("internal: a check writes nothing"));
  const rows = await createKeyStore(org.db, readOnly, id).load();
  const adminKeys = rows === undefined ? [] : provenAdminKeys(await openPrimitives(), rows);
  let toldAt = performance.now();
  const onProgress = (entries: number): void => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.stderr.write(`${JSON.stringify(name)}: ${entries.toLocaleString("en")} entries so far\n`);
  };
  return await verifyLog(await logSourceOf(org.db, id, adminKeys), { anchors, onProgress }); // Before it is closed.
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`${JSON.stringify(path)} cannot be read.`, { cause });
  }
}

async function say(finding: Finding, isJson: boolean): Promise<number> {
  await write(isJson ? `${JSON.stringify(finding)}\n` : `${linesOf(finding).join("\n")}\n`);
  switch (finding.kind) {
    case "intact":
    case "proven":
      return INTACT;
    case "broken":
    case "unproven":
      return BROKEN;
    case "unreadable":
      return UNREADABLE;
  }
}

function linesOf(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case "unreadable":
      return [`The audit log could not be read: ${finding.reason}`];
    case "unproven":
      return [`The proof does NOT hold: ${finding.reason}`];
    case "proven": {
      const steps = finding.entries.map(({ seq, at, actor, action, detail }) => {
        const said = detail === null ? "" : ` ${JSON.stringify(detail)}`;
        return `  ${seq}  ${new Date(at).toISOString()}  ${JSON.stringify(actor)}  ${action}${said}`;
      });
      return [`The proof holds for ${JSON.stringify(finding.subject)}:`, ...steps, finding.trust];
    }
    case "intact":
    case "broken":
      return finding.orgs.length === 0
        ? ["There is no organization in this home, and so no log."]
        : finding.orgs.flatMap(sentencesOf);
  }
}

function sentencesOf(found: OrgFinding): readonly string[] {
  const count = (number: number): string => number.toLocaleString("en");
  const org = JSON.stringify(found.org);
  if (found.kind === "broken")
    return [
      `The audit log of ${org} is BROKEN at entry ${count(found.atSeq)}: ${found.reason} The ${count(found.entries)} entries before it are intact.`,
    ];
  const unsigned = found.entries - found.signed;
  return [
    `The audit log of ${org} is intact: ${count(found.entries)} entries, head ${found.head}, root ${found.root}.`,
    `  Checkpoints that hold: ${count(found.checkpoints)}, keys: ${count(found.keys)}; ${unsigned === 0 ? "every entry is signed" : `entries not signed yet: ${count(unsigned)}`}; bodies erased: ${count(found.erased)}; anchors outside the database: ${count(found.anchors)}.`,
  ];
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
