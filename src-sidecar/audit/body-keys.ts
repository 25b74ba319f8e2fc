import type { JsonObject } from "../base/canonical-json.ts";
import { auditKeyRow, type AuditRow, type OrgDb } from "../store/index.ts";
import { bodyForm, bodyKeyOf, entryKeyOf, openWithEntryKey, readClearBody, type BodyKey } from "./body.ts";
import { bodyKeyName, type AuditVault } from "./vault-port.ts";

/** An entry as who may read it reads it. */
export interface ReadEntry extends Pick<AuditRow, "seq" | "at" | "actor" | "action" | "subject" | "hash"> {
  /** Null: erased, or its key does not open. */
  readonly detail: JsonObject | null;
  readonly isErased: boolean;
  /** What opens this body and no other; null for one that is in the clear or does not open. */
  readonly entryKey: Uint8Array | null;
}

/** Opens bodies of the log; keeps the keys it needed until the vault is locked. */
export class BodyKeys {
  readonly #orgId: string;
  readonly #db: OrgDb;
  readonly #vault: Pick<AuditVault, "open">;
  readonly #keys = new Map<number, BodyKey | null>();

  constructor(orgId: string, db: OrgDb, vault: Pick<AuditVault, "open">) {
    this.#orgId = orgId;
    this.#db = db;
    this.#vault = vault;
  }

  async read(rows: readonly AuditRow[]): Promise<readonly ReadEntry[]> {
    for (const number of new Set(rows.map(keyNumberOf))) if (number !== null) await this.key(number);
    return rows.map((row) => this.#entryOf(row));
  }

  /** A key by its number; null when there is none that opens. `db`: the transaction to read in, when there is one. */
  async key(number: number, db = this.#db): Promise<BodyKey | null> {
    const known = this.#keys.get(number);
    if (known !== undefined) return known;
    const row = await auditKeyRow(db, number);
    const key = row ? this.#opened(number, row.envelope) : null;
    if (key !== null) this.#keys.set(number, key); // One that did not open may do so after the next unlock.
    return key;
  }

  wipe(): void {
    for (const key of this.#keys.values()) key?.sealKey.fill(0);
    this.#keys.clear();
  }

  #opened(number: number, envelope: Uint8Array): BodyKey | null {
    let seed: Uint8Array;
    try {
      seed = this.#vault.open(bodyKeyName(number), envelope);
    } catch {
      return null; // Locked, damaged, or another organization's: what it sealed is shown as not readable.
    }
    try {
      return bodyKeyOf(number, seed);
    } finally {
      seed.fill(0);
    }
  }

  #entryOf(row: AuditRow): ReadEntry {
    const { seq, at, actor, action, subject, hash, salt, body } = row;
    const facts = { seq, at, actor, action, subject, hash, isErased: body === null };
    if (body === null || salt === null) return { ...facts, detail: null, entryKey: null };
    const clear = readClearBody(body);
    if (clear !== null) return { ...facts, detail: clear, entryKey: null };
    const number = keyNumberOf(row);
    const key = number === null ? undefined : this.#keys.get(number);
    const entryKey = key ? entryKeyOf(key, salt, body) : null;
    const detail = entryKey && openWithEntryKey(entryKey, { orgId: this.#orgId, seq, salt }, body);
    return { ...facts, detail, entryKey: detail && entryKey };
  }
}

function keyNumberOf({ body }: AuditRow): number | null {
  const form = body === null ? null : bodyForm(body);
  return form?.kind === "sealed" ? form.keyNumber : null;
}
