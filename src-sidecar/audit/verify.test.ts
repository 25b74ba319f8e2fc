import fc from "fast-check";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import type { AuditRow } from "../store/index.ts";
import { EMPTY_CHAIN, bodyHash, entryHash, hex, nextEntry } from "./chain.ts";
import { KEY_INTRODUCED } from "./introduction.ts";
import { BODIES_ERASED } from "./routine.ts";
import { checkLog, makeLog, pagesOfRows, SAMPLE_ORG, type SampleLog } from "./testdata/sample-log.ts";
import { Fault, LogCheck, type LogAnchor } from "./verify.ts";

const SMALL = makeLog(12, { keysAt: [8], isLocked: (seq) => seq === 6 || seq === 7 });
const LONG = makeLog(10_000, { keysAt: [2_500, 5_000, 7_500], isLocked: (seq) => seq > 7_480 && seq < 7_500 });
const headOf = ({ anchor }: SampleLog): readonly LogAnchor[] => [{ kind: "head", from: "studio.db", ...anchor }];
const noteOf = ({ checkpoints }: SampleLog): readonly LogAnchor[] => [
  { kind: "checkpoint", from: "a note", note: checkpoints.at(-1)?.note ?? "" },
];

/** Every way to change one byte (of a text: one character) of one column of a row. */
function* changesOf(row: AuditRow): Generator<AuditRow> {
  yield { ...row, seq: row.seq + 1 };
  yield { ...row, seq: row.seq - 1 };
  yield { ...row, at: row.at + 1 };
  for (const column of ["actor", "action", "subject"] as const) {
    const text = row[column];
    for (let at = 0; at < text.length; at += 1) {
      const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
      yield { ...row, [column]: text.slice(0, at) + other + text.slice(at + 1) };
      yield { ...row, [column]: text.slice(0, at) + text.slice(at + 1) };
    }
    yield { ...row, [column]: `${text} ` };
  }
  for (const column of ["salt", "body", "body_hash", "prev", "hash"] as const) {
    const bytes = row[column] ?? new Uint8Array();
    for (let at = 0; at < bytes.byteLength; at += 1) {
      for (const bit of [1, 0x80]) yield { ...row, [column]: flipped(bytes, at, bit) };
    }
    yield { ...row, [column]: bytes.subarray(1) };
    yield { ...row, [column]: Uint8Array.from([...bytes, 0]) };
  }
  yield { ...row, body: null };
  yield { ...row, salt: null };
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  other[at] = (other[at] ?? 0) ^ bit;
  return other;
}

/** Writes a log anew from some row on, as whoever can write the file but has no key. */
function rewritten(rows: readonly AuditRow[], from: number, change: (row: AuditRow) => AuditRow): readonly AuditRow[] {
  let prev = rows[from - 1]?.hash ?? EMPTY_CHAIN.hash;
  return rows.map((row, index) => {
    if (index < from) return row;
    const next = { ...(index === from ? change(row) : row), seq: index + 1, prev };
    const body_hash = next.salt && next.body ? bodyHash(next.salt, next.body) : next.body_hash;
    const whole = { ...next, body_hash, hash: entryHash({ ...next, body_hash }) };
    prev = whole.hash;
    return whole;
  });
}

test("an untouched log is intact, with its keys, its checkpoints and what was written while the vault was locked", async () => {
  const { hash } = SMALL.anchor;
  expect(await checkLog(SMALL, {}, [...headOf(SMALL), ...noteOf(SMALL)])).toMatchObject({
    ...{ kind: "intact", entries: 12, head: hash, signed: 10, keys: 2, erased: 0, anchors: 2 },
    checkpoints: SMALL.checkpoints.length,
  });
  expect(await checkLog({ ...SMALL, rows: [], checkpoints: [] })).toMatchObject({
    kind: "intact",
    entries: 0,
    keys: 0,
  });
  expect(await checkLog(LONG, {}, [...headOf(LONG), ...noteOf(LONG)])).toMatchObject({
    kind: "intact",
    signed: 10_000,
  });
});

/** Gives a log entry by entry to a check, and before each what it must refuse. @returns how many changes there were. */
function refuseAll(log: SampleLog, changes: (row: AuditRow) => Iterable<AuditRow>): number {
  const check = new LogCheck({ orgId: SAMPLE_ORG, pages: pagesOfRows([]), ...log }, []);
  let count = 0;
  for (const row of log.rows) {
    for (const other of changes(row)) {
      count += 1;
      expect(faultOf(check, other)).toBe(row.seq);
    }
    check.entry(row);
  }
  expect(check.end()).toMatchObject({ kind: "intact", entries: log.rows.length });
  return count;
}

function faultOf(check: LogCheck, row: AuditRow): number | null {
  try {
    check.entry(row);
    return null;
  } catch (error) {
    return error instanceof Fault ? error.seq : null;
  }
}

test("finds every change of a single byte, in every column of every entry, and says where", () => {
  proves("audit:chain");
  expect(refuseAll(SMALL, changesOf)).toBeGreaterThan(5_000);
});

test("finds a change of a byte in every column of each of 10,000 entries, and every change in one of five hundred", () => {
  proves("audit:chain");
  const changes = refuseAll(LONG, (row) => (row.seq % 500 === 0 ? changesOf(row) : oneChangeOfEach(row)));
  expect(changes).toBeGreaterThan(90_000);
});

test("finds each body that was taken out", async () => {
  for (const [index, row] of SMALL.rows.entries()) {
    const rows = SMALL.rows.with(index, { ...row, salt: null, body: null });
    expect(await checkLog(SMALL, { rows })).toMatchObject({ kind: "broken", atSeq: row.seq });
  }
});

/** One change of a byte of each column, at a place that differs from row to row. */
function* oneChangeOfEach(row: AuditRow): Generator<AuditRow> {
  yield { ...row, at: row.at ^ (1 << (row.seq % 20)) };
  for (const column of ["actor", "action", "subject"] as const) {
    const at = row.seq % row[column].length;
    const other = String.fromCharCode(row[column].charCodeAt(at) ^ 2);
    yield { ...row, [column]: row[column].slice(0, at) + other + row[column].slice(at + 1) };
  }
  for (const column of ["salt", "body", "body_hash", "prev", "hash"] as const) {
    const bytes = row[column] ?? new Uint8Array();
    yield { ...row, [column]: flipped(bytes, row.seq % bytes.byteLength, 1 << (row.seq % 8)) };
  }
}

test("finds each deletion, each insertion, each exchange and each repetition", async () => {
  proves("audit:chain");
  const { rows } = SMALL;
  const isBroken = async (changed: readonly AuditRow[]): Promise<boolean> =>
    (await checkLog(SMALL, { rows: changed })).kind === "broken";
  for (const [one, row] of rows.entries()) {
    // Without its last entries a log is as it was: that takes what was remembered of it, below.
    if (one < 10) expect(await isBroken(rows.toSpliced(one, 1))).toBe(true);
    expect(await isBroken(rows.toSpliced(one, 0, row))).toBe(true);
    for (const [two, other] of rows.entries())
      if (one !== two) expect(await isBroken(rows.with(one, other).with(two, row))).toBe(true);
  }
  for (const at of [0, 1, 2_499, 5_000, 9_998]) {
    expect((await checkLog(LONG, { rows: LONG.rows.toSpliced(at, 1) })).kind).toBe("broken");
    const [first, second] = LONG.rows.slice(at, at + 2);
    if (first && second)
      expect((await checkLog(LONG, { rows: LONG.rows.with(at, second).with(at + 1, first) })).kind).toBe("broken");
  }
});

test("finds a log that was cut by the checkpoints that are left", async () => {
  proves("audit:signed");
  for (const length of [0, 1, 5_000, 9_999])
    expect(await checkLog(LONG, { rows: LONG.rows.slice(0, length) })).toMatchObject({
      ...{ kind: "broken", atSeq: length + 1, reason: expect.stringContaining("missing at the end") },
    });
});

test("finds a log that was cut together with its checkpoints by what is remembered outside", async () => {
  proves("audit:anchored");
  for (const length of [0, 1, 2_500, 7_000, 9_990, 9_999]) {
    const cut = {
      rows: LONG.rows.slice(0, length),
      checkpoints: LONG.checkpoints.filter(({ size }) => size <= length),
    };
    expect(await checkLog(LONG, cut, headOf(LONG))).toMatchObject({ kind: "broken", atSeq: length + 1 });
    expect(await checkLog(LONG, cut, noteOf(LONG))).toMatchObject({ kind: "broken", atSeq: length + 1 });
  }
});

test("an older copy of the whole log is found by what is remembered outside, and is intact without", async () => {
  proves("audit:anchored");
  const older = makeLog(9_000, { keysAt: [2_500, 5_000, 7_500], isLocked: (seq) => seq > 7_480 && seq < 7_500 });
  expect((await checkLog(older)).kind).toBe("intact");
  expect((await checkLog(older, {}, headOf(LONG))).kind).toBe("broken");
  expect((await checkLog(older, {}, noteOf(LONG))).kind).toBe("broken");
  expect((await checkLog(LONG, {}, [...headOf(older), ...noteOf(older)])).kind).toBe("intact");
});

test("finds a log that was written anew from some entry on with hashes that fit, by its signatures alone", async () => {
  proves("audit:signed");
  const evil = (row: AuditRow): AuditRow => ({ ...row, actor: "agent:somebody-else" });
  for (const from of [0, 3, 2_600, 9_998])
    expect((await checkLog(LONG, { rows: rewritten(LONG.rows, from, evil) })).kind).toBe("broken");
  // Without the checkpoints too: the keys that follow were introduced over the log as it was.
  for (const from of [0, 3, 2_600, 7_498])
    expect((await checkLog(LONG, { rows: rewritten(LONG.rows, from, evil), checkpoints: [] })).kind).toBe("broken");
  // After the last key: what was signed when it was written is owed its checkpoint.
  const tail = { rows: rewritten(LONG.rows, 9_000, evil), checkpoints: [] };
  expect(await checkLog(LONG, tail)).toMatchObject({
    kind: "broken",
    reason: expect.stringContaining("Checkpoints are missing"),
  });
});

test("finds checkpoints that are missing, changed, another log's, or of a key that was not the log's then", async () => {
  proves("audit:signed");
  const { checkpoints } = SMALL;
  expect((await checkLog(SMALL, { checkpoints: [] })).kind).toBe("broken");
  expect((await checkLog(SMALL, { checkpoints: checkpoints.slice(0, -1) })).kind).toBe("broken");
  for (const [index, { size, note }] of checkpoints.entries()) {
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.byteLength; at += 1) {
      const other = flipped(bytes, at, 1);
      const changed = checkpoints.with(index, { size, note: Buffer.from(other).toString() });
      if ((await checkLog(SMALL, { checkpoints: changed })).kind !== "broken") throw new Error(`byte ${at} of ${note}`);
    }
    expect((await checkLog(SMALL, { checkpoints: checkpoints.with(index, { size: size + 1, note }) })).kind).toBe(
      "broken",
    );
  }
  const another = makeLog(12, { seed: "another", keysAt: [8], isLocked: (seq) => seq === 6 || seq === 7 });
  expect((await checkLog(SMALL, { checkpoints: another.checkpoints })).kind).toBe("broken");
  expect((await checkLog(SMALL, {}, noteOf(another))).kind).toBe("broken");
  expect((await checkLog(SMALL, {}, headOf(another))).kind).toBe("broken");
});

test("finds keys that nobody vouched for", async () => {
  proves("audit:signed");
  const another = makeLog(12, { seed: "another", keysAt: [8] });
  expect((await checkLog(another)).kind).toBe("intact");
  expect(await checkLog(another, { adminKeys: SMALL.adminKeys })).toMatchObject({ kind: "broken", atSeq: 2 });
  expect(await checkLog(SMALL, { adminKeys: [] })).toMatchObject({ kind: "broken", atSeq: 2 });
  const erased = SMALL.rows.map((row) => (row.action === KEY_INTRODUCED ? { ...row, salt: null, body: null } : row));
  expect((await checkLog(SMALL, { rows: erased })).kind).toBe("broken");
});

test("bodies that were erased are none that are missing, when the log says up to where", async () => {
  proves("audit:erasable");
  const log = makeLog(40, {
    draftOf: (seq) =>
      seq === 30
        ? { actor: "gatehouse", action: BODIES_ERASED, subject: "audit", body: { upTo: 20, erased: 19, before: 1 } }
        : { actor: "a", action: "test.done", subject: "s", body: { seq } },
  });
  const without = (...seqs: readonly number[]): readonly AuditRow[] =>
    log.rows.map((row) => (seqs.includes(row.seq) ? { ...row, salt: null, body: null } : row));
  const old = [1, ...Array.from({ length: 18 }, (_none, index) => index + 3)];
  expect(await checkLog(log, { rows: without(...old) })).toMatchObject({ kind: "intact", erased: 19 });
  expect(await checkLog(log, { rows: without(...old, 21) })).toMatchObject({ kind: "broken", atSeq: 21 });
  expect(await checkLog(log, { rows: without(30) })).toMatchObject({ kind: "broken", atSeq: 30 });
  expect(await checkLog(log, { rows: without(35) })).toMatchObject({ kind: "broken", atSeq: 35 });
});

test("no two different entries have the same hash because their fields run together", () => {
  const make = (actor: string, action: string, subject: string) =>
    hex(nextEntry(EMPTY_CHAIN, { actor, action, subject, at: 1 }, new Uint8Array(16), new Uint8Array(1)).hash);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      fc.pre(b !== "");
      expect(make(a + b, c, "s")).not.toBe(make(a, b + c, "s"));
    }),
  );
});
