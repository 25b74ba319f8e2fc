import type { AdminWork } from "./admin-work.ts";
import { VaultError } from "./errors.ts";
import { openAnswerKey, sealAnswerKey, signInvitation } from "./invitation-rows.ts";
import { wipe } from "./key-bytes.ts";
import { drawSigner, signMember, signRoot, type Signer } from "./member-keys.ts";
import { planRotation } from "./rotation.ts";
import type { InvitationRow, OrgRootRow } from "./rows.ts";
import { signSuccession } from "./succession.ts";
import { signTeam } from "./team-rows.ts";
import { refreshTeams } from "./teams.ts";
import { dekWrap, resignWrap, scopeWrap, wrapAdminKey } from "./wraps.ts";

/**
 * Makes a member an admin, who is given the admin key and every team's, or takes that away: the admin key is handed over to a new one,
 * and the teams that the member is not in get a new key.
 *
 * @throws {VaultError} `member_unknown`, `last_admin`.
 */
export function setAdmin(work: AdminWork, memberId: string, isAdmin: boolean): void {
  const member = work.member(memberId);
  const isPresent = isAdminOf(work, memberId);
  if (isPresent === isAdmin) return;
  if (isAdmin) work.draft.put({ table: "adminWraps", row: wrapAdminKey(work.primitives, work.admin, member) });
  else takeAdminKey(work, memberId);
  refreshTeams(work);
}

/**
 * Takes a member out of the vault: their keys, their ways in, their part in teams. What they may have copied opens nothing that is sealed
 * from now on: the DEK, the keys of their teams and, if they were an admin, the admin key are new.
 *
 * @returns false when there was no such member: nothing was changed.
 * @throws {VaultError} `last_admin`, `member_is_open`.
 */
export function removeMember(work: AdminWork, memberId: string): boolean {
  const { rows, draft, org } = work;
  if (!rows.members.some((row) => row.memberId === memberId)) return false;
  if (memberId === org.memberId) throw new VaultError("member_is_open");
  if (isAdminOf(work, memberId)) takeAdminKey(work, memberId);
  draft.removeWhere(({ table, row }) => {
    switch (table) {
      case "members":
      case "unlockers":
      case "dekWraps":
        return row.memberId === memberId;
      case "scopeWraps":
        return row.scope === "user" && row.memberId === memberId; // a team's go with `refreshTeams`, which sees who left
      case "invitations":
        return row.confirmedAs === memberId;
      case "root":
      case "orgKeys":
      case "adminWraps":
      case "successions":
      case "teams":
        return false;
    }
  });
  refreshTeams(work);
  bringDek(work);
  return true;
}

/** Brings a new version of the DEK, whatever is still under older ones. */
export function bringDek(work: AdminWork): void {
  const plan = planRotation(work.primitives, work.rows, work.admin, work.now);
  work.bringDek(plan.version, plan.dek);
  work.draft.apply(plan.change);
}

function isAdminOf({ rows }: AdminWork, memberId: string): boolean {
  return rows.adminWraps.some((row) => row.memberId === memberId);
}

function takeAdminKey(work: AdminWork, memberId: string): void {
  if (work.rows.adminWraps.length === 1) throw new VaultError("last_admin");
  work.draft.removeWhere(({ table, row }) => table === "adminWraps" && row.memberId === memberId);
  handOver(work, drawSigner(work.primitives));
}

/** The present admin key gives way to a new one, which signs all that it had signed. What is sealed to members stays. */
function handOver(work: AdminWork, next: Signer): void {
  const { rows, draft, primitives, now } = work;
  const [before, { root }] = [work.admin, rows];
  const { orgId } = root;
  const number = rows.successions.length + 1;
  const row = signSuccession(primitives, before, next, { orgId, number, createdAt: now });
  work.succeedBy(next);
  draft.put(
    { table: "successions", row },
    { table: "root", row: signRoot(primitives, next, root) },
    ...rows.members.map((member) => ({ table: "members", row: signMember(primitives, next, member) }) as const),
    ...rows.teams.map((team) => ({ table: "teams", row: signTeam(primitives, next, team) }) as const),
    ...rows.invitations.map(
      (one) => ({ table: "invitations", row: passOn(work, { before, next, root }, one) }) as const,
    ),
  );
  passOnWraps(work, next);
}

function passOnWraps(work: AdminWork, { seed, publicKey }: Signer): void {
  const { rows, draft, primitives } = work;
  for (const wrap of rows.dekWraps) {
    const row = resignWrap(primitives, seed, work.member(wrap.memberId), dekWrap(wrap));
    draft.put({ table: "dekWraps", row });
  }
  for (const wrap of rows.scopeWraps) {
    if (wrap.scope === "user") continue; // signed by the member
    const row = resignWrap(primitives, seed, work.member(wrap.memberId), scopeWrap(wrap));
    draft.put({ table: "scopeWraps", row });
  }
  for (const { memberId } of rows.adminWraps) {
    const row = wrapAdminKey(primitives, { seed, publicKey }, work.member(memberId));
    draft.put({ table: "adminWraps", row });
  }
}

interface Handing {
  readonly before: Signer;
  readonly next: Signer;
  readonly root: OrgRootRow;
}

function passOn({ primitives }: AdminWork, { before, next, root }: Handing, row: InvitationRow): InvitationRow {
  const answers = openAnswerKey(primitives, { admin: before, root }, row);
  try {
    const sealedKey = sealAnswerKey(primitives, { admin: next, root }, row, answers);
    return signInvitation(primitives, next, { ...row, sealedKey });
  } finally {
    wipe(answers);
  }
}
