import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import type { AuditRow } from "../store/index.ts";
import { EMPTY_CHAIN, hex, nextEntry, type ChainHead } from "./chain.ts";
import { verifyChain, type Anchor, type Verification } from "./verify.ts";

const ROWS = makeLog(6);
const END: Anchor = anchorOf(ROWS);

function makeLog(length: number): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  let head: ChainHead = EMPTY_CHAIN;
  for (let number = 1; number <= length; number += 1) {
    const body = { connector: "Notes", tool: "wríte", number, nested: { list: [1, null, "x"] } };
    const draft = { actor: "agent:laptop", action: "call.sent", subject: `call-${number}`, body };
    const row = nextEntry(head, draft, 1_000 * number, randomBytes(16));
    rows.push(row);
    head = { seq: row.seq, hash: row.hash };
  }
  return rows;
}

function anchorOf(rows: readonly AuditRow[]): Anchor {
  const last = rows.at(-1);
  return last ? { seq: last.seq, hash: hex(last.hash) } : { seq: 0, hash: hex(EMPTY_CHAIN.hash) };
}

async function* pages(rows: readonly AuditRow[], size = 4): AsyncGenerator<readonly AuditRow[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

const check = (rows: readonly AuditRow[], anchor: Anchor | null = END): Promise<Verification> =>
  verifyChain(pages(rows), anchor);

/** Every way to change one byte (of a text: one character) of one column of a row. */
function* changesOf(row: AuditRow): Generator<AuditRow> {
  yield { ...row, seq: row.seq + 1 };
  yield { ...row, seq: row.seq - 1 };
  yield { ...row, at: row.at + 1 };
  for (const column of ["actor", "action", "subject", "body"] as const) {
    const text = row[column];
    for (let at = 0; at < text.length; at += 1) {
      const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
      yield { ...row, [column]: text.slice(0, at) + other + text.slice(at + 1) };
      yield { ...row, [column]: text.slice(0, at) + text.slice(at + 1) };
    }
    yield { ...row, [column]: `${text} ` };
  }
  for (const column of ["salt", "body_hash", "prev", "hash"] as const) {
    const bytes = row[column];
    for (let at = 0; at < bytes.byteLength; at += 1) {
      for (const bit of [1, 0x80]) {
        const other = Uint8Array.from(bytes);
        other[at] = (other[at] ?? 0) ^ bit;
        yield { ...row, [column]: other };
      }
    }
    yield { ...row, [column]: bytes.subarray(1) };
    yield { ...row, [column]: Uint8Array.from([...bytes, 0]) };
  }
}

test("an untouched log is intact, whatever the size of the pages it is read in", async () => {
  const { hash } = END;
  for (const size of [1, 2, 6, 100])
    expect(await verifyChain(pages(ROWS, size), END)).toEqual({ kind: "intact", entries: 6, head: hash });
  expect(await check([], null)).toEqual({ kind: "intact", entries: 0, head: hex(EMPTY_CHAIN.hash) });
});

test("finds every change of a single byte, in every column of every entry, and says where", async () => {
  proves("audit:chain");
  let changes = 0;
  for (const [index, row] of ROWS.entries()) {
    for (const other of changesOf(row)) {
      const found = await check(ROWS.with(index, other));
      changes += 1;
      if (found.kind === "intact") throw new Error(`not found: ${JSON.stringify(other)}`);
      expect(found.atSeq).toBe(row.seq);
    }
  }
  expect(changes).toBeGreaterThan(2_000);
});

test("finds every change of the last entry without an anchor, too", async () => {
  const last = ROWS.at(-1);
  if (!last) throw new Error("no rows");
  for (const other of changesOf(last))
    expect((await check(ROWS.with(ROWS.length - 1, other), null)).kind).toBe("broken");
});

test("finds each deletion, each insertion, each exchange and each repetition", async () => {
  proves("audit:chain");
  for (const [one, row] of ROWS.entries()) {
    expect((await check(ROWS.toSpliced(one, 1))).kind).toBe("broken");
    expect((await check(ROWS.toSpliced(one, 0, row))).kind).toBe("broken");
    for (const [two, other] of ROWS.entries()) {
      if (one === two) continue;
      expect((await check(ROWS.with(one, other).with(two, row))).kind).toBe("broken");
    }
  }
});

test("finds each truncation by what was remembered outside the database", async () => {
  proves("audit:chain");
  for (let length = 0; length < ROWS.length; length += 1) {
    const found = await check(ROWS.slice(0, length));
    expect(found).toMatchObject({ kind: "broken", atSeq: length + 1 });
  }
});

test("finds a log that was written anew from some entry on, with hashes that fit", async () => {
  proves("audit:chain");
  const forged = makeLog(9);
  expect((await check(forged, null)).kind).toBe("intact");
  expect(await check(forged)).toMatchObject({ kind: "broken", atSeq: 6 });
  const tail = ROWS.slice(0, 3);
  const first = tail.at(-1);
  if (!first) throw new Error("no rows");
  const rest = nextEntry(first, { actor: "x", action: "x", subject: "x", body: {} }, 1, randomBytes(16));
  expect((await check([...tail, rest])).kind).toBe("broken");
});

test("an anchor of a moment ago does not make a log that went on look broken", async () => {
  expect((await check(ROWS, anchorOf(ROWS.slice(0, 4)))).kind).toBe("intact");
});

test("no two different entries have the same hash because their fields run together", () => {
  const make = (actor: string, action: string, subject: string) =>
    hex(nextEntry(EMPTY_CHAIN, { actor, action, subject, body: {} }, 1, new Uint8Array(16)).hash);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      fc.pre(b !== "");
      expect(make(a + b, c, "s")).not.toBe(make(a, b + c, "s"));
    }),
  );
});
