import type { Clock } from "../base/clock.ts";
import { auditSignerRow, putAuditKeyRow, putAuditSignerRow, type AuditDraft, type OrgDb } from "../store/index.ts";
import { bodyKeyOf, type BodyKey } from "./body.ts";
import type { BodyKeys } from "./body-keys.ts";
import {
  ADMIN_LABEL,
  introductionBody,
  introductionText,
  KEY_INTRODUCED,
  KEY_SUBJECT,
  type Introduction,
} from "./introduction.ts";
import { isSame } from "./chain.ts";
import { extendRange } from "./tail.ts";
import { signerOf, type LogSigner } from "./signer.ts";
import type { Period, Tip } from "./tip.ts";
import type { CompactRange } from "./merkle.ts";
import { bodyKeyName, signerName, type AuditVault } from "./vault-port.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SEED_BYTES = 32;

export interface PeriodParts {
  readonly orgId: string;
  readonly clock: Clock;
  readonly vault: AuditVault;
  readonly bodyKeys: BodyKeys;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** What the log says of its present key. */
export type Introduced = Pick<Introduction, "number" | "key" | "bodyKey"> & {
  readonly at: number;
  readonly seq: number;
};

/** What begins a period, and the entry that says so. */
export interface NextPeriod {
  readonly period: Period;
  readonly introduction: Introduction;
  readonly draft: AuditDraft;
}

/**
 * Draws the next signing key, introduces it with the one before, which is gone afterwards, and a new key for bodies on a new day.
 *
 * @returns null when there is neither a key before it nor an admin to vouch for it.
 */
export async function nextPeriod(
  parts: PeriodParts,
  tx: OrgDb,
  tip: Tip,
  { introduced, range }: { readonly introduced: Introduced | null; readonly range: CompactRange },
): Promise<NextPeriod | null> {
  const { orgId, vault } = parts;
  await extendRange(tx, range, tip.state.head.seq);
  tip.grow(range);
  const before = await presentSigner(parts, tx, introduced);
  const number = (introduced?.number ?? 0) + 1;
  const seed = parts.randomBytes(SEED_BYTES);
  try {
    const signer = signerOf(orgId, number, seed);
    const bodyKey = await bodyKeyFor(parts, tx, introduced);
    const facts = { number, key: signer.key, bodyKey, size: range.size, root: range.root() };
    const text = introductionText(orgId, facts);
    const signature = before && new Uint8Array(before.sign(Buffer.from(text)));
    const admin = vault.signAsAdmin(ADMIN_LABEL, text);
    if (signature === null && admin === null) return null;
    await putAuditSignerRow(tx, { number, envelope: vault.seal(signerName(number), seed) });
    const introduction: Introduction = { ...facts, signature, admin };
    const body = introductionBody(introduction);
    const draft = { actor: "gatehouse", action: KEY_INTRODUCED, subject: KEY_SUBJECT, body };
    return { period: { signer, bodyKey, end: { isOver: false } }, introduction, draft };
  } finally {
    seed.fill(0);
  }
}

/** Whether a period of this moment is over at another. */
export function isNewDay(before: number, now: number): boolean {
  return Math.floor(before / DAY_MS) !== Math.floor(now / DAY_MS);
}

/** The key that signed last, to introduce the next one; null when it is not there or does not open. */
async function presentSigner(
  { orgId, vault }: PeriodParts,
  tx: OrgDb,
  introduced: Introduced | null,
): Promise<LogSigner | null> {
  const row = await auditSignerRow(tx);
  if (!row || introduced === null || row.number !== introduced.number) return null;
  let seed: Uint8Array;
  try {
    seed = vault.open(signerName(row.number), row.envelope);
  } catch {
    return null; // Only an admin can go on without it.
  }
  try {
    const signer = signerOf(orgId, row.number, seed);
    return isSame(signer.key.publicKey, introduced.key.publicKey) ? signer : null;
  } finally {
    seed.fill(0);
  }
}

async function bodyKeyFor(parts: PeriodParts, tx: OrgDb, introduced: Introduced | null): Promise<BodyKey> {
  const { vault, clock, bodyKeys } = parts;
  if (introduced && !isNewDay(introduced.at, clock.now())) {
    const present = await bodyKeys.key(introduced.bodyKey.number, tx);
    if (present && isSame(present.publicKey, introduced.bodyKey.publicKey)) return present;
  }
  const number = (introduced?.bodyKey.number ?? 0) + 1;
  const seed = parts.randomBytes(SEED_BYTES);
  try {
    await putAuditKeyRow(tx, { number, envelope: vault.seal(bodyKeyName(number), seed) });
    return bodyKeyOf(number, seed);
  } finally {
    seed.fill(0);
  }
}
