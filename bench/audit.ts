import { createTempHome } from "../testkit/temp-home.ts";
import { orgId } from "../src-contract/ids.ts";
import {
  CSV_HEAD,
  csvLine,
  logSourceOf,
  openAuditLog,
  pagesOf,
  verifyLog,
  type AuditLog,
} from "../src-sidecar/audit/index.ts";
import { createMemoryVault } from "../src-sidecar/audit/testdata/memory-vault.ts";
import { systemClock } from "../src-sidecar/base/clock.ts";
import { createRandomPool } from "../src-sidecar/base/random-pool.ts";
import {
  auditCountsByTime,
  auditRowsBefore,
  openHome,
  type AuditDraft,
  type OrgDb,
} from "../src-sidecar/store/index.ts";
import { percentile } from "./mcp-load.ts";
import type { Row } from "./row.ts";

const SUITE = "audit";
const ID = orgId.parse("01890000-0000-7000-8000-0000000000f0");
const ENTRIES = 100_000;
const BATCH = 100;
const ALONE = 1_000;

/** How fast the log is written, verified, searched and exported, as the studio does it. */
export async function run(): Promise<Row[]> {
  using home = createTempHome();
  const studio = openHome(home.path);
  const database = studio.openOrg(ID);
  const fill = createRandomPool();
  const randomBytes = (length: number): Uint8Array => {
    const bytes = new Uint8Array(new ArrayBuffer(length));
    fill(bytes);
    return bytes;
  };
  const vault = createMemoryVault();
  const log = await openAuditLog({ database, clock: systemClock, randomBytes, keys: { orgId: ID, vault } });
  await log.opened();
  const rows: Row[] = [];
  const row = (metric: string, value: number, unit: string): number =>
    rows.push({ suite: SUITE, target: "gatehouse", metric, value, unit });
  row("one entry of a call that reads, alone, p50", await alone(log, readDraft), "ms");
  row("one entry that is signed, alone, p50", await alone(log, signedDraft), "ms");
  row(`append, ${BATCH} entries a commit`, await append(log), "entries/s");
  const before = performance.now();
  const found = await verifyLog(await logSourceOf(database.db, ID, await vault.adminKeys()));
  if (found.kind !== "intact") throw new Error(found.reason);
  row("verify", (found.entries / (performance.now() - before)) * 1000, "entries/s");
  row("export as a table", await exportTable(database.db, found.entries), "entries/s");
  row(
    `page of 50 with a rare word among ${found.entries.toLocaleString("en")}`,
    await medianMs(() => auditRowsBefore(database.db, { text: "nowhere", limit: 50 })),
    "ms",
  );
  row("page of 50, newest", await medianMs(() => auditRowsBefore(database.db, { limit: 50 })), "ms");
  row(
    "timeline over all",
    await medianMs(() => auditCountsByTime(database.db, {}, { from: 0, bucketMs: 86_400_000 })),
    "ms",
  );
  const proofAt = performance.now();
  await log.proof("call-77");
  row("proof of one call", performance.now() - proofAt, "ms");
  await database.close();
  await studio.close();
  return rows;
}

function readDraft(number: number): AuditDraft {
  const body = {
    connector: "Echo",
    tool: "echo",
    digest: "d".repeat(64),
    riskClass: "read-only",
    verdict: "allow",
    reason: { kind: "class-under-trust" },
    credentials: [],
  };
  return { actor: "agent:laptop", action: "call.sent", subject: `call-${number}`, body, isRoutine: true };
}

function signedDraft(number: number): AuditDraft {
  return { actor: "member:Dana", action: "call.approved", subject: `call-${number}`, body: { digest: "d".repeat(64) } };
}

async function alone(log: AuditLog, draftOf: (number: number) => AuditDraft): Promise<number> {
  const times: number[] = [];
  for (let number = 0; number < ALONE; number += 1) {
    const startedAt = performance.now();
    await log.write("ordered", async () => [draftOf(number)]);
    times.push(performance.now() - startedAt);
  }
  return percentile(times, 0.5);
}

async function append(log: AuditLog): Promise<number> {
  const startedAt = performance.now();
  for (let number = 0; number < ENTRIES; number += BATCH)
    await Promise.all(
      Array.from({ length: BATCH }, (_none, index) =>
        log.write("ordered", async () => [index % 5 === 0 ? signedDraft(number + index) : readDraft(number + index)]),
      ),
    );
  return (ENTRIES / (performance.now() - startedAt)) * 1000;
}

async function exportTable(db: OrgDb, entries: number): Promise<number> {
  const startedAt = performance.now();
  let length = CSV_HEAD.length;
  for await (const page of pagesOf(db)) for (const row of page) length += csvLine(row, null).length;
  if (length === 0) throw new Error("nothing was exported");
  return (entries / (performance.now() - startedAt)) * 1000;
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return percentile(times, 0.5);
}
