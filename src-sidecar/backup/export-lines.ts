import { createHash } from "node:crypto";
import * as z from "zod";
import { credentialScope } from "../../src-contract/access.ts";
import { authFields, authType } from "../../src-contract/auth.ts";
import { displayName } from "../../src-contract/values.ts";
import { BackupError } from "./backup-error.ts";

const FORMAT = "export/1";
const NEW_LINE = 0x0a;
const MAX_RECORDS = 100_000;

/** What the first line says. `signature` is the admin's, of everything else in it. */
const manifestLine = z.object({
  gatehouse: z.literal(FORMAT),
  orgId: z.string(),
  orgName: z.string(),
  at: z.int(),
  records: z.int().max(MAX_RECORDS),
  /** SHA-256 of everything after the first line, in hex. */
  sha256: z.string(),
  signature: z.string(),
});

const recordLine = z.object({
  name: displayName,
  scope: credentialScope,
  authType,
  remindAfterDays: z.int().min(0).max(3650).nullable(),
  /** The team's or the member's name; null: the organization's. */
  owner: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
});

/** A credential with a value, as a line of an export. */
export type ExportRecord = z.infer<typeof recordLine>;

/** A record on its way out: `fields` is the JSON object of its fields, as UTF-8. */
export interface OutgoingRecord extends Omit<ExportRecord, "fields"> {
  readonly fields: Uint8Array;
}

/** Facts of an export that its admin signs, in this order. */
export type ExportFacts = Pick<z.infer<typeof manifestLine>, "orgId" | "orgName" | "at" | "records" | "sha256">;

/**
 * The plaintext of an export: JSON lines, the first of them about the others. The caller wipes it.
 *
 * @param sign Signs the facts; hex.
 */
export function writeExport(
  about: Pick<ExportFacts, "orgId" | "orgName" | "at">,
  records: readonly OutgoingRecord[],
  sign: (facts: ExportFacts) => string,
): Uint8Array {
  const body = joined(records.map(lineOf));
  const sha256 = createHash("sha256").update(body).digest("hex");
  const facts: ExportFacts = { ...about, records: records.length, sha256 };
  const head = Buffer.from(`${JSON.stringify({ gatehouse: FORMAT, ...facts, signature: sign(facts) })}\n`);
  const all = joined([head, body]);
  body.fill(0);
  return all;
}

/** The fields that an export may hold: what a person entered, and no token that was obtained with it. */
export function isExported(type: z.infer<typeof authType>, field: string): boolean {
  return authFields[type].some(({ name }) => name === field);
}

/** What an export says of itself, with the signature of its admin, in hex, and what it holds. */
export interface ReadExport {
  readonly facts: ExportFacts;
  readonly signature: string;
  readonly records: readonly ExportRecord[];
}

/** Reads the plaintext of an export; who signed it is for the caller to check. @throws {BackupError} `export_damaged`. */
export function readExport(plaintext: Uint8Array): ReadExport {
  const end = plaintext.indexOf(NEW_LINE);
  if (end === -1) throw new BackupError("export_damaged");
  const body = plaintext.subarray(end + 1);
  const manifest = parsed(manifestLine, plaintext.subarray(0, end));
  if (createHash("sha256").update(body).digest("hex") !== manifest.sha256) throw new BackupError("export_damaged");
  const records: ExportRecord[] = [];
  for (let at = 0; at < body.byteLength;) {
    const next = body.indexOf(NEW_LINE, at);
    if (next === -1) throw new BackupError("export_damaged");
    records.push(parsed(recordLine, body.subarray(at, next)));
    at = next + 1;
  }
  if (records.length !== manifest.records) throw new BackupError("export_damaged");
  const { gatehouse: _format, signature, ...facts } = manifest;
  return { facts, signature, records };
}

function parsed<Schema extends z.ZodType>(schema: Schema, line: Uint8Array): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(line).toString("utf8"));
  } catch {
    throw new BackupError("export_damaged"); // Without the cause: it quotes the line.
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new BackupError("export_damaged");
  return result.data;
}

function lineOf({ fields, ...facts }: OutgoingRecord): Uint8Array {
  const head = JSON.stringify(facts).slice(0, -1);
  return joined([Buffer.from(`${head},"fields":`), fields, Buffer.from("}\n")]);
}

/** In a buffer of its own, which can be wiped. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(new ArrayBuffer(parts.reduce((sum, part) => sum + part.byteLength, 0)));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
