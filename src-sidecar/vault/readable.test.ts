import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { unreadableReason } from "./readable.ts";
import { join } from "./testdata/people.ts";
import { created } from "./testdata/studio.ts";
import { BO, ORG_ID } from "./vectors/fixed-org.ts";

/** A vault with a row in every table. */
async function wholeRows() {
  const { vault, kept } = await created();
  await join(vault, BO);
  await vault.setAdmin(BO, true);
  await vault.setAdmin(BO, false);
  await vault.setTeam("a team", [BO]);
  const code = await vault.createInvitation("open", Number.MAX_SAFE_INTEGER);
  await vault.answerInvitation({ code, memberId: "cy", passphrase: Secret.fromText("another passphrase") });
  const { rows } = kept();
  if (rows === undefined) throw new Error("no rows");
  return rows;
}

const rows = await wholeRows();
const reason = (changed: object): string | undefined => unreadableReason({ ...rows, ...changed }, ORG_ID);

test("whole rows can be tried", () => {
  expect(reason({})).toBeUndefined();
});

test("any column of any row that is missing or of another type makes the vault unreadable, never a crash", () => {
  proves("vault:fail-closed");
  const { manifest: _, ...tables } = rows; // looked at where its MAC is
  const outcomes = Object.entries(tables).flatMap(([table, value]: [string, unknown]) => {
    const row: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof row !== "object" || row === null) throw new Error(`no row in ${table}`);
    return Object.keys(row).flatMap((column) =>
      [undefined, null, {}, true].map((wrong) => {
        const spoiled = { ...row, [column]: wrong };
        return `${table}.${column}: ${reason({ [table]: Array.isArray(value) ? [spoiled] : spoiled })}`;
      }),
    );
  });
  expect(outcomes.length).toBeGreaterThan(280);
  expect(outcomes.filter((outcome) => !outcome.endsWith(": bad-header"))).toEqual([]);
});

test("a missing or empty table, a foreign organization and a later format are told apart from a readable vault", () => {
  for (const table of Object.keys(rows).filter((name) => name !== "manifest")) {
    expect([table, reason({ [table]: undefined })]).toEqual([table, "bad-header"]);
    expect([table, reason({ [table]: [null] })]).toEqual([table, "bad-header"]);
  }
  for (const table of ["members", "unlockers", "orgKeys", "dekWraps", "adminWraps"]) {
    expect([table, reason({ [table]: [] })]).toEqual([table, "bad-header"]);
  }
  expect(reason({ root: { ...rows.root, orgId: "another" } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, recordSuite: 3 } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, signature: new Uint8Array(63) } })).toBe("bad-header");
  expect(reason({ root: { ...rows.root, format: 2 } })).toBe("unknown-version");
  expect(reason({ root: { format: 2 } })).toBe("unknown-version");
});
