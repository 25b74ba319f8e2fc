import { auditHashesAfter, auditRowsOf, lastAuditCheckpoint, type OrgDb } from "../store/index.ts";
import type { BodyKeys } from "./body-keys.ts";
import { readClearBody } from "./body.ts";
import { hex } from "./chain.ts";
import { KEY_SUBJECT } from "./introduction.ts";
import { inclusionProofs } from "./merkle.ts";

const PAGE = 5_000;

/** What proves entries without their log: written as JSON, specified in FORMAT.md. */
export const PROOF_FORMAT = "audit-proof/1";

/**
 * Writes what proves everything that the log says of one subject: its entries with the keys of their bodies, their way up to the root of
 * the newest checkpoint, and the way of the signing keys back to an admin key.
 *
 * @returns null when the newest checkpoint covers no entry of it.
 */
export async function writeProof(
  { orgId, db, bodyKeys }: { readonly orgId: string; readonly db: OrgDb; readonly bodyKeys: BodyKeys },
  subject: string,
): Promise<string | null> {
  const checkpoint = await lastAuditCheckpoint(db);
  const rows = (await auditRowsOf(db, subject)).filter(({ seq }) => checkpoint && seq <= checkpoint.size);
  if (checkpoint === undefined || rows.length === 0) return null;
  const read = await bodyKeys.read(rows);
  const indices = rows.map(({ seq }) => seq - 1);
  const proofs = await inclusionProofs(hashesOf(db), checkpoint.size, indices);
  const entries = rows.map((row, index) => {
    const { seq, at, actor, action, subject: of } = row;
    const base64 = (bytes: Uint8Array | null | undefined): string | null =>
      bytes ? Buffer.from(bytes).toString("base64") : null;
    return {
      seq,
      at,
      actor,
      action,
      subject: of,
      detail: read[index]?.detail ?? null,
      salt: base64(row.salt),
      body: base64(row.body),
      key: base64(read[index]?.entryKey),
      bodyHash: hex(row.body_hash),
      prev: hex(row.prev),
      hash: hex(row.hash),
      proof: (proofs.get(seq - 1) ?? []).map(hex),
    };
  });
  const keys = await keysSince(db, checkpoint.size);
  const file = { gatehouse: PROOF_FORMAT, orgId, subject, checkpoint: checkpoint.note, keys, entries };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** The introductions from the last one that an admin signed to the key of the checkpoint. */
async function keysSince(db: OrgDb, size: number): Promise<readonly unknown[]> {
  const bodies = (await auditRowsOf(db, KEY_SUBJECT))
    .filter(({ seq }) => seq <= size)
    .map(({ body }) => body && readClearBody(body));
  const last = bodies.findLastIndex((body) => body !== null && body["admin"] !== null);
  return bodies.slice(Math.max(0, last));
}

async function* hashesOf(db: OrgDb): AsyncGenerator<readonly Uint8Array[]> {
  for (let seq = 0; ; seq += PAGE) {
    const page = await auditHashesAfter(db, seq, PAGE);
    if (page.length === 0) return;
    yield page.map(({ hash }) => hash);
    await new Promise<void>((resolve) => setImmediate(resolve)); // A long log must not hold up calls.
  }
}
