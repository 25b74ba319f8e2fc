import type { AuditRow } from "../store/index.ts";
import type { ReadEntry } from "./body-keys.ts";
import { hex } from "./chain.ts";

/**
 * An entry as a line of JSON: all that its hash covers, the body as it is stored, and, for who may read it, what it says and the key that
 * shows that it does.
 */
export function entryLine(row: AuditRow, read: ReadEntry | null): string {
  const { seq, at, actor, action, subject, salt, body } = row;
  const base64 = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString("base64");
  const proof = {
    salt: base64(salt),
    body: base64(body),
    bodyHash: hex(row.body_hash),
    prev: hex(row.prev),
    hash: hex(row.hash),
  };
  const detail = read === null ? {} : { detail: read.detail, key: base64(read.entryKey) };
  return `${JSON.stringify({ seq, at, actor, action, subject, ...detail, ...proof })}\n`;
}

/** The first line of a table for people. */
export const CSV_HEAD = "Number,Time (UTC),Actor,Action,Subject,Detail,Hash\r\n";

/** An entry as a line of a table. */
export function csvLine(row: AuditRow, read: ReadEntry | null): string {
  const detail = row.body === null ? "(erased)" : read?.detail ? JSON.stringify(read.detail) : "";
  const time = new Date(row.at).toISOString();
  return `${[String(row.seq), time, row.actor, row.action, row.subject, detail, hex(row.hash)].map(cell).join(",")}\r\n`;
}

// What a spreadsheet takes for the beginning of a formula, in the widths that it takes it in, or skips on its way to one.
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|＝＋－＠]|^[\t\r\n]/u;

/** Names come from agents and servers: an apostrophe keeps a spreadsheet from running one. */
function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
