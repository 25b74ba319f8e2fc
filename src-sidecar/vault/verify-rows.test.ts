import { expect, test } from "vitest";
import { AdminWork } from "./admin-work.ts";
import { drawKey, drawSigner, signMember, signRoot } from "./member-keys.ts";
import { openPrimitives } from "./primitives.ts";
import type { KeyRow, KeyRows, KeyTable } from "./rows.ts";
import { requireAdminLine, signSuccession, verifiedAdminKeys } from "./succession.ts";
import { signTeam } from "./team-rows.ts";
import { refusal } from "./testdata/studio.ts";
import { ADA, ORG_ID } from "./vectors/fixed-org.ts";
import { createWholeOrg } from "./vectors/whole-org.ts";
import { verifyKeyRows } from "./verify-rows.ts";
import { wrapAdminKey, wrapDek, wrapScopeKey } from "./wraps.ts";

const primitives = await openPrimitives();
const { rows, ada } = await createWholeOrg(primitives);
const mallory = drawSigner(primitives);

const codeOf = (change: Partial<KeyRows>): Promise<string> =>
  refusal(async () => verifyKeyRows(primitives, { ...rows, ...change }));
const firstOf = <T>(list: readonly T[]): T => {
  const [first] = list;
  if (first === undefined) throw new Error("no row");
  return first;
};

test("every row of an organization that is whole holds", async () => {
  expect(await codeOf({})).toBe("nothing was refused");
});

/** What each table's rows are refused with when something of them is not what was signed. */
const CODES: Readonly<Partial<Record<KeyTable, string>>> = {
  members: "member_signature",
  unlockers: "unlocker_signature",
  dekWraps: "wrap_signature",
  scopeWraps: "wrap_signature",
  adminWraps: "wrap_signature",
  successions: "admin_succession",
  teams: "team_signature",
  invitations: "invitation_invalid",
};

/** The value changed as little as its type allows. */
function spoiled(value: unknown): unknown {
  if (typeof value === "string") return value === "" ? "x" : `${value}x`;
  if (typeof value === "number") return value + 1;
  if (value instanceof Uint8Array) return value.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
  throw new Error("a column of no known type");
}

test("any column of any row of any table that is not what was signed is refused by its table's name", async () => {
  const outcomes: string[] = [];
  for (const [table, code] of Object.entries(CODES)) {
    // Tables of `CODES` are lists of rows.
    const list = Reflect.get(rows, table) as readonly KeyRow["row"][];
    for (const [index, row] of list.entries()) {
      for (const [column, value] of Object.entries(row)) {
        const other = list.with(index, { ...row, [column]: spoiled(value) });
        const outcome = await codeOf({ [table]: other });
        outcomes.push(outcome === code ? "as it should" : `${table}.${column}: ${outcome}`);
      }
    }
  }
  // A member whose key row says another box key or id has wraps and unlockers that are nobody's; the key row is looked at first.
  expect(outcomes.length).toBeGreaterThan(100);
  expect(outcomes.filter((outcome) => outcome !== "as it should")).toEqual([]);
  for (const column of Object.keys(rows.root)) {
    const root = { ...rows.root, [column]: spoiled(Reflect.get(rows.root, column)) };
    expect(["root_signature"]).toContain(await codeOf({ root }));
  }
});

test("the line of admin keys holds also where no unlocker is pinned to it", async () => {
  const successions = rows.successions.map((row) => ({ ...row, createdAt: 1 }));
  expect(await codeOf({ successions, unlockers: [] })).toBe("admin_succession");
});

test("rows that somebody without the admin key has made are refused, however whole they are", async () => {
  const member = firstOf(rows.members);
  const key = drawKey(primitives);
  const team = firstOf(rows.teams);
  const wish = { scope: "team", scopeId: team.teamId, version: 9, key } as const;
  const planted: readonly (readonly [string, Partial<KeyRows>])[] = [
    ["member_signature", { members: [...rows.members, signMember(primitives, mallory, { ...member, memberId: "m" })] }],
    [
      "wrap_signature",
      { dekWraps: [...rows.dekWraps, wrapDek(primitives, mallory.seed, member, { version: 2, key })] },
    ],
    ["wrap_signature", { adminWraps: [...rows.adminWraps, wrapAdminKey(primitives, mallory, member)] }],
    ["wrap_signature", { scopeWraps: [...rows.scopeWraps, wrapScopeKey(primitives, mallory.seed, member, wish)] }],
    ["team_signature", { teams: [...rows.teams, signTeam(primitives, mallory, { ...team, teamId: "t" })] }],
  ];
  for (const [code, change] of planted) expect(await codeOf(change)).toBe(code);
});

test("a wrap, an unlocker and a place in a team are of members only", async () => {
  const { members } = rows;
  const [one, two] = members;
  if (one === undefined || two === undefined) throw new Error("no members");
  expect(await codeOf({ members: [two] })).toBe("wrap_signature");
  expect(await codeOf({ members: [one] })).toBe("team_signature");
  const mine = (row: { readonly memberId: string }): boolean => row.memberId === two.memberId;
  const without = {
    dekWraps: rows.dekWraps.filter(mine),
    scopeWraps: rows.scopeWraps.filter(mine),
    adminWraps: rows.adminWraps.filter(mine),
  };
  expect(await codeOf({ ...without, members: [two] })).toBe("unlocker_signature");
});

test("an admin's step begins with nobody else's key and with no rows that do not hold", async () => {
  const members = rows.members.map((row) => ({ ...row, createdAt: 1 }));
  const begin = (change: Partial<KeyRows>) =>
    refusal(async () => void new AdminWork(primitives, ada, { ...rows, ...change }, 1));
  expect(await begin({})).toBe("nothing was refused");
  expect(await begin({ members })).toBe("member_signature");
  expect(await begin({ root: { ...rows.root, adminPublicKey: mallory.publicKey } })).toBe("root_signature");
  expect(await begin({ root: signRoot(primitives, mallory, rows.root) })).toBe("root_signature");
  expect(await begin({ teams: [...rows.teams, ...rows.teams] })).toBe("manifest_mismatch");
  expect(ada.memberId).toBe(ADA);
});

test("the admin key goes from hand to hand in one line, and only keys of that line count", async () => {
  const [first, second, third] = [drawSigner(primitives), drawSigner(primitives), drawSigner(primitives)];
  const step = (from: typeof first, to: typeof first, number: number) =>
    signSuccession(primitives, from, to, { orgId: ORG_ID, number, createdAt: 1 });
  const root = { orgId: ORG_ID, adminPublicKey: third.publicKey };
  const successions = [step(second, third, 2), step(first, second, 1)]; // in whatever order they are stored
  expect(verifiedAdminKeys(primitives, { root, successions })).toEqual(
    [first, second, third].map((key) => key.publicKey),
  );
  for (const { publicKey } of [first, second, third]) requireAdminLine(primitives, { root, successions }, publicKey);
  const refused: readonly (readonly [string, Parameters<typeof requireAdminLine>[1], Uint8Array])[] = [
    ["a stranger's key", { root, successions }, mallory.publicKey],
    [
      "a line that ends before the root",
      { root: { ...root, adminPublicKey: mallory.publicKey }, successions },
      first.publicKey,
    ],
    ["no line at all", { root, successions: [] }, first.publicKey],
    ["a gap", { root, successions: successions.slice(0, 1) }, first.publicKey],
    ["a gap in the numbers", { root, successions: [step(first, second, 1), step(second, third, 3)] }, first.publicKey],
    ["two of one number", { root, successions: [...successions, step(first, third, 2)] }, first.publicKey],
    ["a fork", { root, successions: [step(first, second, 1), step(mallory, third, 2)] }, first.publicKey],
    ["another organization's", { root: { ...root, orgId: "another" }, successions }, first.publicKey],
    [
      "one side's signature alone",
      {
        root,
        successions: [
          step(first, second, 1),
          { ...step(second, third, 2), oldSignature: step(mallory, third, 2).oldSignature },
        ],
      },
      first.publicKey,
    ],
  ];
  for (const [what, line, pinned] of refused) {
    expect([what, await refusal(async () => requireAdminLine(primitives, line, pinned))]).toEqual([
      what,
      "admin_succession",
    ]);
  }
});
