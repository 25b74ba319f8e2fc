import { expect, test, vi } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { openPrimitives } from "./primitives.ts";
import { unreadableReason } from "./readable.ts";
import { createFixedOrg, ORG_ID } from "./vectors/fixed-org.ts";

vi.setConfig({ testTimeout: 60_000 }); // Argon2id takes a second where many tests share two cores

const { rows } = await createFixedOrg(await openPrimitives());
const reason = (changed: object): string | undefined => unreadableReason({ ...rows, ...changed }, ORG_ID);

test("whole rows can be tried", () => {
  expect(reason({})).toBeUndefined();
});

test("any column of any row that is missing or of another type makes the vault unreadable, never a crash", () => {
  proves("vault:fail-closed");
  const outcomes = Object.entries(rows).flatMap(([table, value]: [string, unknown]) => {
    const row: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof row !== "object" || row === null) throw new Error(`no row in ${table}`);
    return Object.keys(row).flatMap((column) =>
      [undefined, null, {}, true].map((wrong) => {
        const spoiled = { ...row, [column]: wrong };
        return `${table}.${column}: ${reason({ [table]: Array.isArray(value) ? [spoiled] : spoiled })}`;
      }),
    );
  });
  expect(outcomes.length).toBeGreaterThan(150);
  expect(outcomes.filter((outcome) => !outcome.endsWith(": bad-header"))).toEqual([]);
});

test("a missing or empty table, a foreign organization and a later format are told apart from a readable vault", () => {
  for (const table of ["root", "members", "unlockers", "orgKeys", "dekWraps", "scopeWraps", "adminKeys"]) {
    expect([table, reason({ [table]: undefined })]).toEqual([table, "bad-header"]);
    expect([table, reason({ [table]: [null] })]).toEqual([table, "bad-header"]);
  }
  for (const table of ["members", "unlockers", "orgKeys", "dekWraps"]) {
    expect([table, reason({ [table]: [] })]).toEqual([table, "bad-header"]);
  }
  expect(reason({ root: { ...rows.root, orgId: "another" } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, recordSuite: 3 } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, signature: new Uint8Array(63) } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, format: 2 } })).toBe("unknown-version");
  expect(reason({ root: { format: 2 } })).toBe("unknown-version");
});
