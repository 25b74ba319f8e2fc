import { setImmediate } from "node:timers/promises";
import { deleteAuditKeysBefore, eraseAuditBodies, firstAuditBody, type OrgDb } from "../store/index.ts";
import { bodyForm } from "./body.ts";
import type { ChainWriter } from "./chain-writer.ts";
import { KEY_INTRODUCED } from "./introduction.ts";
import { BODIES_ERASED } from "./routine.ts";

const BATCH = 500;
const KEPT = [KEY_INTRODUCED, BODIES_ERASED];

/**
 * Erases the bodies of entries that are older than a moment, a batch in a transaction, each with an entry that says up to where. Keys that
 * seal nothing any more go with them.
 *
 * @returns how many bodies were erased.
 */
export async function eraseBodies(writer: ChainWriter, db: OrgDb, before: number): Promise<number> {
  let total = 0;
  for (;;) {
    const first = await firstAuditBody(db, KEPT);
    if (first === undefined || first.at >= before) return total;
    let erased = 0;
    await writer.enqueue("durable", async (tx) => {
      const done = await eraseAuditBodies(tx, { after: first.seq - 1, before, limit: BATCH, kept: KEPT });
      erased = done?.erased ?? 0;
      if (done === null || erased === 0) return [];
      await dropKeys(tx);
      const body = { upTo: done.upTo, erased, before };
      return [{ actor: "gatehouse", action: BODIES_ERASED, subject: "audit", body }];
    });
    if (erased === 0) return total; // The log's clock went back and forth: it is looked at again later.
    total += erased;
    await setImmediate();
  }
}

async function dropKeys(tx: OrgDb): Promise<void> {
  const first = await firstAuditBody(tx, KEPT);
  const form = first?.body ? bodyForm(first.body) : null;
  // Keys are used in the order of their numbers, but for entries that were written while the vault was locked: those keep the older one.
  if (form?.kind === "sealed") await deleteAuditKeysBefore(tx, form.keyNumber);
}
