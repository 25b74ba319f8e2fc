import { expect, test } from "vitest";
import { VaultError } from "./errors.ts";
import { drawSigner, type Signer } from "./member-keys.ts";
import { openPrimitives } from "./primitives.ts";
import type { SuccessionRow } from "./rows.ts";
import { requireAdminLine, signSuccession } from "./succession.ts";

const primitives = await openPrimitives();
const [first, second, third, stranger] = [1, 2, 3, 4].map(() => drawSigner(primitives)) as [
  Signer,
  Signer,
  Signer,
  Signer,
]; // four were just drawn
const handing = (from: Signer, to: Signer, number: number, orgId = "org-1"): SuccessionRow =>
  signSuccession(primitives, from, to, { orgId, number, createdAt: 5 });
const one = handing(first, second, 1);
const two = handing(second, third, 2);

const outcome = (successions: readonly SuccessionRow[], pinned: Signer, last: Signer = third): string => {
  const root = { orgId: "org-1", adminPublicKey: last.publicKey };
  try {
    requireAdminLine(primitives, { root, successions }, pinned.publicKey);
    return "held";
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
};

test("an unlocker holds under every admin key that led to the root's, in whatever order the statements are stored", () => {
  for (const pinned of [first, second, third]) {
    expect(outcome([one, two], pinned)).toBe("held");
    expect(outcome([two, one], pinned)).toBe("held");
  }
  expect(outcome([], third)).toBe("held");
});

test("a line that is broken anywhere holds for nobody, not even for who pins the last key", () => {
  const signed = (row: SuccessionRow, by: "oldSignature" | "newSignature"): SuccessionRow => ({
    ...row,
    [by]: handing(stranger, stranger, row.number)[by],
  });
  const lines: readonly (readonly SuccessionRow[])[] = [
    [two],
    [one],
    [one, { ...two, number: 3 }],
    [one, { ...two, number: 1 }],
    [one, one, two],
    [one, handing(stranger, third, 2)],
    [one, handing(second, third, 2, "org-2")],
    [handing(first, second, 1, "org-2"), two],
    [one, signed(two, "oldSignature")],
    [one, signed(two, "newSignature")],
    [signed(one, "oldSignature"), two],
    [signed(one, "newSignature"), two],
    [one, { ...two, createdAt: 6 }],
    [one, { ...two, newPublicKey: stranger.publicKey }],
    [one, two, handing(third, stranger, 3)],
  ];
  for (const [index, line] of lines.entries()) {
    const codes = [first, second, third].map((pinned) => outcome(line, pinned));
    expect([index, ...codes]).toEqual([index, ...Array<string>(3).fill("admin_succession")]);
  }
});

test("a database that hands over to itself opens for nobody who knows the organization's key", () => {
  expect(outcome([], first)).toBe("admin_succession");
  expect(outcome([], first, stranger)).toBe("admin_succession");
  expect(outcome([handing(stranger, third, 1)], first)).toBe("admin_succession");
  expect(outcome([one, two], stranger)).toBe("admin_succession");
});
