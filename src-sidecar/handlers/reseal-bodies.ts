import { setImmediate } from "node:timers/promises";
import type { CallId, OrgId } from "../../src-contract/ids.ts";
import type { AuditLog } from "../audit/index.ts";
import { resealDecision, type BodyField } from "../calls/index.ts";
import {
  bodiesOf,
  BODY_COLUMNS,
  bodyVersions,
  openDecisions,
  replaceBodies,
  type BodyColumn,
  type OrgDb,
} from "../store/index.ts";
import { VaultError, type Vault } from "../vault/index.ts";
import { bodyContext } from "./body-context.ts";

const PAGE = 25; // To see under which key a body is, SQLite reads the whole of it.
const MAX_CALLS = 50; // in one transaction
const MAX_BYTES = 512 * 1024; // A call's own commit waits for no more than this to be sealed.

export interface ResealParts {
  readonly orgId: OrgId;
  readonly db: OrgDb;
  readonly audit: Pick<AuditLog, "write">;
  readonly vault: Pick<Vault, "resealBody">;
}

/** How many bodies there are under each version of the key. Looks at a page at a time, and lets calls through in between. */
export async function countBodies(db: OrgDb): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for await (const page of pagesOf(db)) {
    for (const { versions } of page)
      for (const version of Object.values(versions)) counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  return counts;
}

/**
 * Seals every body anew that is not under the active version, a batch in a transaction.
 *
 * @param told How many bodies a batch sealed.
 * @returns How many could not be opened: they stay as they are.
 * @throws {VaultError} `vault_locked`: what is done is done, the rest waits for the next unlock.
 */
export async function resealBodies(
  parts: ResealParts,
  active: number,
  told: (bodies: number) => void,
): Promise<number> {
  let closed = 0;
  for await (const page of pagesOf(parts.db)) {
    const outdated = page.filter(({ versions }) => Object.values(versions).some((version) => version !== active));
    for (const batch of batchesOf(outdated)) {
      const done = await resealBatch(parts, batch);
      closed += done.closed;
      told(done.sealed);
      await setImmediate();
    }
  }
  return closed + (await resealDecisions(parts));
}

async function resealBatch({ orgId, audit, vault }: ResealParts, ids: readonly CallId[]) {
  let sealed = 0;
  let closed = 0;
  await audit.write("ordered", async (tx) => {
    sealed = 0;
    closed = 0;
    for (const row of await bodiesOf(tx, ids)) {
      const anew: Partial<Record<BodyColumn, Uint8Array>> = {};
      for (const column of BODY_COLUMNS) {
        const envelope = row[column];
        if (envelope === null) continue;
        const next = resealed(vault, orgId, { id: row.id, field: column, envelope });
        if (next === "closed") closed += 1;
        else if (next !== null) anew[column] = next;
      }
      sealed += Object.keys(anew).length;
      await replaceBodies(tx, row.id, anew);
    }
    return [];
  });
  return { sealed, closed };
}

async function resealDecisions({ orgId, audit, vault }: ResealParts): Promise<number> {
  let closed = 0;
  await audit.write("ordered", async (tx) => {
    closed = 0;
    for (const { id, decision } of await openDecisions(tx)) {
      const anew = resealDecision(decision, (envelope) => {
        const next = resealed(vault, orgId, { id, field: "decision", envelope });
        if (next !== "closed") return next;
        closed += 1;
        return null;
      });
      if (anew !== null) await replaceBodies(tx, id, { decision: anew });
    }
    return [];
  });
  return closed;
}

interface Body {
  readonly id: CallId;
  readonly field: BodyField;
  readonly envelope: Uint8Array;
}

function resealed(
  vault: Pick<Vault, "resealBody">,
  orgId: OrgId,
  { id, field, envelope }: Body,
): Uint8Array | null | "closed" {
  try {
    return vault.resealBody(bodyContext(orgId, id, field), envelope);
  } catch (error) {
    // What was damaged or put there from outside opens for nobody; it must not stop the rest.
    if (error instanceof VaultError && error.code !== "vault_locked" && error.code !== "rolled_back") return "closed";
    throw error;
  }
}

type Page = Awaited<ReturnType<typeof bodyVersions>>;

async function* pagesOf(db: OrgDb): AsyncGenerator<Page> {
  let after: CallId | null = null;
  for (;;) {
    const page: Page = await bodyVersions(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.id;
    await setImmediate();
  }
}

function* batchesOf(page: Page): Generator<readonly CallId[]> {
  let batch: CallId[] = [];
  let bytes = 0;
  for (const call of page) {
    if (batch.length > 0 && (batch.length === MAX_CALLS || bytes + call.bytes > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(call.id);
    bytes += call.bytes;
  }
  if (batch.length > 0) yield batch;
}
