import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { insertAuditRow, openHome, putAuditCheckpoint, putAuditKeyRow } from "../store/index.ts";
import { BodyKeys } from "./body-keys.ts";
import { hex } from "./chain.ts";
import { CompactRange, inclusionProofs, rootFromProof, sha256 } from "./merkle.ts";
import { checkProof } from "./proof-check.ts";
import { writeProof } from "./proof.ts";
import { holds, opened, treeRoot, type VectorEntry, type Vectors } from "./testdata/independent-reader.ts";
import { checkLog, makeLog, SAMPLE_ORG } from "./testdata/sample-log.ts";

const FILE = join(import.meta.dirname, "testdata/vectors-1.json");

const LOG = makeLog(20, { keysAt: [9, 15], isLocked: (seq) => seq === 13 || seq === 14 });

/** The log of the vectors in a database, with the keys of its bodies. */
async function proofOf(subject: string): Promise<string> {
  using home = createTempHome();
  const studio = openHome(home.path);
  const database = studio.openOrg(orgId.parse(SAMPLE_ORG));
  const { db } = database;
  await db.transaction().execute(async (tx) => {
    for (const row of LOG.rows) insertAuditRow(tx, row);
    for (const row of LOG.checkpoints) putAuditCheckpoint(tx, row, null);
    for (const [index, seed] of LOG.bodySeeds.entries())
      await putAuditKeyRow(tx, { number: index + 1, envelope: seed });
  });
  const bodyKeys = new BodyKeys(SAMPLE_ORG, db, { open: (_name, envelope) => Uint8Array.from(envelope) });
  const text = await writeProof({ orgId: SAMPLE_ORG, db, bodyKeys }, subject);
  await database.close();
  await studio.close();
  return text ?? "";
}

async function vectorsNow(): Promise<Vectors> {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  const entries = LOG.rows.map(({ salt, body, body_hash, prev, hash, ...row }): VectorEntry => ({
    ...row,
    ...{ salt: salt && base64(salt), body: body && base64(body) },
    ...{ bodyHash: hex(body_hash), prev: hex(prev), hash: hex(hash) },
  }));
  const range = new CompactRange();
  for (const { hash } of LOG.rows) range.append(hash);
  const facts = { orgId: SAMPLE_ORG, adminKey: base64(LOG.adminKeys[0] ?? new Uint8Array()), entries };
  const vectors = {
    ...facts,
    bodySeeds: LOG.bodySeeds.map(base64),
    checkpoints: LOG.checkpoints,
    root: hex(range.root()),
  };
  const proof: unknown = JSON.parse(await proofOf(LOG.rows[9]?.subject ?? ""));
  return { ...vectors, details: entries.map((entry) => opened({ ...vectors, details: [], proof }, entry)), proof };
}

test("the log writes what the vectors say", async () => {
  await expect(`${JSON.stringify(await vectorsNow(), null, 1)}\n`).toMatchFileSnapshot(FILE);
});

test("a reader that shares no code with the log reads the vectors as FORMAT.md says", async () => {
  const vectors = JSON.parse(readFileSync(FILE, "utf8")) as Vectors; // The file above.
  expect(holds(vectors)).toBe(true);
  expect(treeRoot(vectors.entries.map(({ hash }) => Buffer.from(hash, "hex"))).toString("hex")).toBe(vectors.root);
  expect(vectors.entries.map((entry) => opened(vectors, entry))).toEqual(vectors.details);
  expect(vectors.details).not.toContain(undefined);
  const forms = new Set(vectors.entries.map(({ body }) => Buffer.from(body ?? "", "base64")[0]));
  expect(forms).toEqual(new Set([0, 1, 2]));
  const found = await checkLog(LOG);
  expect(found.kind === "intact" && found.root).toBe(vectors.root);
  expect(checkProof(JSON.stringify(vectors.proof), null).kind).toBe("proven");
});

test("both readers refuse each spoiled log of the vectors", async () => {
  const vectors = JSON.parse(readFileSync(FILE, "utf8")) as Vectors; // The file above.
  for (const [index, { size, note }] of LOG.checkpoints.entries()) {
    const other = note.replace(/^(gatehouse\/\S+\n)\d+/, `$1${size + 1}`);
    const checkpoints = LOG.checkpoints.with(index, { size, note: other });
    expect([holds({ ...vectors, checkpoints }), (await checkLog(LOG, { checkpoints })).kind]).toEqual([
      false,
      "broken",
    ]);
  }
  for (const [index, row] of LOG.rows.entries()) {
    const entry = vectors.entries[index];
    if (!entry) throw new Error("a row that the vectors lack");
    const entries = vectors.entries.with(index, { ...entry, actor: "x" });
    const rows = LOG.rows.with(index, { ...row, actor: "x" });
    expect([holds({ ...vectors, entries }), (await checkLog(LOG, { rows })).kind]).toEqual([false, "broken"]);
  }
});

test("the tree is that of RFC 6962, for every size up to 70 and every leaf", async () => {
  const leaves = Array.from({ length: 70 }, (_none, index) => sha256(Buffer.of(0, index)));
  const range = new CompactRange();
  for (let size = 0; size <= leaves.length; size += 1) {
    const some = leaves.slice(0, size);
    const root = treeRoot(some.map((leaf) => Buffer.from(leaf)));
    expect(hex(range.root())).toBe(root.toString("hex"));
    const indices = some.map((_leaf, index) => index);
    const proofs = await inclusionProofs(pages(leaves), size, indices);
    for (const index of indices) {
      const proof = proofs.get(index) ?? [];
      const leaf = some[index] ?? new Uint8Array();
      expect(hex(rootFromProof(leaf, { index, size }, proof) ?? new Uint8Array())).toBe(root.toString("hex"));
      expect(rootFromProof(leaf, { index, size: size + 64 }, proof)).toBeNull();
    }
    const next = leaves[size];
    if (next) range.append(next);
  }
});

async function* pages(leaves: readonly Uint8Array[]): AsyncGenerator<readonly Uint8Array[]> {
  for (let at = 0; at < leaves.length; at += 7) yield leaves.slice(at, at + 7);
}
