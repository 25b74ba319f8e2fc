import { expect, test } from "vitest";
import { signInvitation, verifyInvitation } from "./invitation-rows.ts";
import { drawSigner, signRoot } from "./member-keys.ts";
import { openPrimitives } from "./primitives.ts";
import { readTeamMembers, signTeam, verifyTeam, writeTeamMembers } from "./team-rows.ts";
import { VaultError } from "./errors.ts";

const primitives = await openPrimitives();
const [admin, stranger] = [drawSigner(primitives), drawSigner(primitives)];
const root = signRoot(primitives, admin, { format: 1, orgId: "org-1", recordSuite: 1, createdAt: 1 });
const team = { orgId: "org-1", teamId: "t", version: 1, members: writeTeamMembers(["bo", "ada", "bo"]), createdAt: 2 };
const bytes = new Uint8Array(32);
const invitation = {
  ...{ orgId: "org-1", id: "i", createdAt: 1, expiresAt: 9 },
  ...{ adminPublicKey: admin.publicKey, mac: bytes, sealedKey: bytes, confirmedAs: "" },
};

const outcome = (check: () => unknown): string => {
  try {
    check();
    return "held";
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
};

test("a team is what the admin of this organization signed, to the last of its columns", () => {
  const row = signTeam(primitives, admin, team);
  expect(outcome(() => verifyTeam(primitives, root, row))).toBe("held");
  const changes = [{ teamId: "u" }, { version: 2 }, { members: writeTeamMembers(["ada"]) }, { createdAt: 3 }];
  const refused = [
    ...changes.map((change) => ({ ...row, ...change })),
    signTeam(primitives, stranger, team),
    // Signed by the same key, for another organization.
    signTeam(primitives, admin, { ...team, orgId: "org-2" }),
  ];
  for (const one of refused) expect(outcome(() => verifyTeam(primitives, root, one))).toBe("team_signature");
});

test("a list of members has one form, and what has another is no list", () => {
  expect(readTeamMembers(team)).toEqual(["ada", "bo"]);
  for (const members of ["", "null", "{}", "[1]", '["bo","ada"]', '["ada","ada"]', '["ada", "bo"]'])
    expect(outcome(() => readTeamMembers({ members }))).toBe("team_signature");
});

test("an invitation is what the admin of this organization signed", () => {
  const row = signInvitation(primitives, admin, invitation);
  expect(outcome(() => verifyInvitation(primitives, root, row))).toBe("held");
  const refused = [
    { ...row, confirmedAs: "bo" },
    { ...row, expiresAt: 10 },
    { ...row, mac: bytes.map(() => 1) },
    signInvitation(primitives, stranger, invitation),
    signInvitation(primitives, admin, { ...invitation, orgId: "org-2" }),
  ];
  for (const one of refused) expect(outcome(() => verifyInvitation(primitives, root, one))).toBe("invitation_invalid");
});
