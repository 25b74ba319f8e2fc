import type { Secret } from "../base/secret.ts";
import type { AdminWork } from "./admin-work.ts";
import { VaultError } from "./errors.ts";
import { fingerprintOf, isFingerprint } from "./fingerprint.ts";
import {
  answerMac,
  invitationKeys,
  invitationMac,
  isAnswerOf,
  isInvitationOf,
  openAnswerKey,
  sealAnswerKey,
  signInvitation,
  type InvitationKeys,
} from "./invitation-rows.ts";
import { newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import {
  drawKey,
  drawMemberKeys,
  signMember,
  verifyRoot,
  wipeMemberKeys,
  type MemberPrivateKeys,
} from "./member-keys.ts";
import { requireGoodPassphrase } from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import { protectByPassphrase, protectByRecoveryKey, type OpenMember } from "./protect.ts";
import type { AnswerRow, InvitationRow, KeyRows, MemberKeyRow, VaultRows } from "./rows.ts";
import { formatShownKey, INVITATION_CODE, parseShownKey } from "./shown-key.ts";
import type { StretchCost } from "./stretch.ts";
import { requireAdminLine } from "./succession.ts";
import { verifyUnlocker } from "./unlocker.ts";
import { scopeWrap, verifyWrap, wrapDek, wrapScopeKey } from "./wraps.ts";

const FIRST = 1;

/**
 * Draws the code of an invitation and adds the row that proves it.
 *
 * @returns The code as text, to be shown once. It is stored nowhere.
 * @throws {VaultError} `invitation_invalid` when there is one of that id.
 */
export function createInvitation(work: AdminWork, id: string, expiresAt: number): Secret {
  const { primitives, admin, now: createdAt } = work;
  const { root, invitations } = work.rows;
  if (invitations.some((row) => row.id === id)) throw new VaultError("invitation_invalid");
  const code = newBytes(INVITATION_CODE.keyBytes);
  primitives.fillRandom(code);
  const facts = { orgId: root.orgId, id, createdAt, expiresAt, adminPublicKey: root.adminPublicKey };
  const keys = invitationKeys(code, facts);
  const mac = invitationMac(keys, facts);
  const sealedKey = sealAnswerKey(primitives, { admin, root }, facts, keys.answers);
  const row = signInvitation(primitives, admin, { ...facts, mac, sealedKey, confirmedAs: "" });
  work.draft.put({ table: "invitations", row });
  const shown = formatShownKey(INVITATION_CODE, code);
  wipe(code, keys.proves, keys.answers);
  return shown;
}

/** What the invited person brings. Both secrets stay as they are; the caller wipes them. */
export interface AnswerWish {
  readonly code: Secret;
  readonly memberId: string;
  readonly passphrase: Secret;
  readonly now: number;
  readonly newId: () => string;
  readonly cost?: StretchCost | undefined;
}

/**
 * Draws the keys of an invited person and protects them by their passphrase and a recovery key. No key of the organization is needed.
 *
 * The code proves the invitation, and the invitation the admin's key: a database that has put another in its place gets no answer.
 *
 * @throws {VaultError} `invitation_invalid`, `invitation_expired` (also: answered already), `passphrase_policy`, `root_signature`,
 * `admin_succession`.
 */
export async function answerInvitation(
  primitives: Primitives,
  rows: KeyRows & Pick<VaultRows, "answers">,
  wish: AnswerWish,
) {
  const { invitation, keys: macKeys } = provenInvitation(rows, wish.code);
  const keys = drawMemberKeys(primitives);
  try {
    const isAnswered = rows.answers.some(({ invitationId }) => invitationId === invitation.id);
    const isOver = isAnswered || invitation.confirmedAs !== "" || wish.now >= invitation.expiresAt;
    if (isOver) throw new VaultError("invitation_expired");
    requireGoodPassphrase(wish.passphrase);
    verifyRoot(primitives, rows.root);
    requireAdminLine(primitives, rows, invitation.adminPublicKey);
    requireNewMember(rows, wish.memberId);
    const made = await protectAnswer(primitives, { rows, keys, wish });
    const unsigned = { ...made.answer, invitationId: invitation.id };
    const answer: AnswerRow = { ...unsigned, mac: answerMac(macKeys.answers, unsigned) };
    return { answer, fingerprint: fingerprintOf(answer), recoveryKey: made.recoveryKey };
  } finally {
    wipe(macKeys.proves, macKeys.answers);
    wipeMemberKeys(keys);
  }
}

/**
 * Takes the person who answered in: signs their public keys and seals every version of the DEK to them.
 *
 * @returns The member's id; also when it was confirmed before, as the very same.
 * @throws {VaultError} `invitation_invalid` (unknown, not answered, or an answer that was not made with the code), `fingerprint_mismatch`.
 */
export function confirmInvitation(
  work: AdminWork,
  answers: readonly AnswerRow[],
  { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
): string {
  const invitation = work.rows.invitations.find((row) => row.id === id);
  if (invitation === undefined) throw new VaultError("invitation_invalid");
  if (invitation.confirmedAs !== "") {
    const member = work.rows.members.find(({ memberId }) => memberId === invitation.confirmedAs);
    if (member === undefined) throw new VaultError("invitation_invalid");
    if (!isFingerprint(fingerprint, member)) throw new VaultError("fingerprint_mismatch");
    return member.memberId;
  }
  const answer = answers.find(({ invitationId }) => invitationId === id);
  if (answer === undefined) throw new VaultError("invitation_invalid");
  if (!isFingerprint(fingerprint, answer)) throw new VaultError("fingerprint_mismatch");
  requireProvenAnswer(work, invitation, answer);
  takeIn(work, invitation, answer);
  return answer.memberId;
}

/** Takes an invitation back, or puts away one that was confirmed. Whether there was one. */
export function withdrawInvitation({ rows, draft }: AdminWork, id: string): boolean {
  draft.removeWhere(({ table, row }) => table === "invitations" && row.id === id);
  return rows.invitations.some((row) => row.id === id);
}

/** The invitation that a code was made for. The caller wipes its keys. */
function provenInvitation(
  rows: KeyRows,
  typed: Secret,
): { readonly invitation: InvitationRow; readonly keys: InvitationKeys } {
  const code = parseShownKey(INVITATION_CODE, typed);
  if (code === undefined) throw new VaultError("invitation_invalid");
  try {
    for (const invitation of rows.invitations) {
      if (invitation.orgId !== rows.root.orgId) continue;
      const keys = invitationKeys(code, invitation);
      if (isInvitationOf(keys, invitation)) return { invitation, keys };
      wipe(keys.proves, keys.answers);
    }
    throw new VaultError("invitation_invalid");
  } finally {
    wipe(code);
  }
}

function requireNewMember({ members, answers }: Pick<VaultRows, "members" | "answers">, id: string): void {
  const isTaken = [...members, ...answers].some(({ memberId }) => memberId === id);
  if (isTaken) throw new Error("internal: an invited person needs an id of their own");
}

interface Protecting {
  readonly rows: KeyRows;
  readonly keys: MemberPrivateKeys;
  readonly wish: AnswerWish;
}

async function protectAnswer(primitives: Primitives, { rows, keys, wish }: Protecting) {
  const { memberId, now, newId, passphrase, cost } = wish;
  const member = unsignedMember(primitives, { orgId: rows.root.orgId, memberId, createdAt: now, keys });
  const open: OpenMember = { owner: { root: rows.root, successions: rows.successions, member }, keys };
  const recovery = protectByRecoveryKey(primitives, open, { id: newId(), now });
  const byPassphrase = await protectByPassphrase(primitives, open, { id: newId(), now, passphrase, cost });
  const scopeKey = drawKey(primitives);
  const wishOf = { scope: "user", scopeId: memberId, version: FIRST, key: scopeKey } as const;
  const scopeWraps = [wrapScopeKey(primitives, keys.signSeed, member, wishOf)];
  wipe(scopeKey);
  const { signature: _, ...facts } = member;
  return { answer: { ...facts, unlockers: [byPassphrase, recovery.row], scopeWraps }, recoveryKey: recovery.text };
}

/** A member whom no admin has signed yet. */
function unsignedMember(
  { sodium }: Primitives,
  facts: Pick<MemberKeyRow, "orgId" | "memberId" | "createdAt"> & { readonly keys: MemberPrivateKeys },
): MemberKeyRow {
  const { orgId, memberId, createdAt, keys } = facts;
  const boxPublicKey = sodium.boxPublicKey(keys.boxPrivateKey);
  const signPublicKey = sodium.signPublicKey(keys.signSeed);
  return { orgId, memberId, boxPublicKey, signPublicKey, createdAt, signature: new Uint8Array(64) };
}

/** Nothing of an answer is taken over before the MAC shows that who has the code made it, as it stands. */
function requireProvenAnswer(work: AdminWork, invitation: InvitationRow, answer: AnswerRow): void {
  const { primitives, admin, rows } = work;
  const key: OwnBytes = openAnswerKey(primitives, { admin, root: rows.root }, invitation);
  const isProven = isAnswerOf(key, answer);
  wipe(key);
  const isOurs = answer.orgId === rows.root.orgId && answer.createdAt < invitation.expiresAt;
  const isNew = rows.members.every(({ memberId }) => memberId !== answer.memberId);
  if (!isProven || !isOurs || !isNew) throw new VaultError("invitation_invalid");
}

function takeIn(work: AdminWork, invitation: InvitationRow, answer: AnswerRow): void {
  const { primitives, admin, rows, org, draft } = work;
  const { orgId, memberId, boxPublicKey, signPublicKey, createdAt } = answer;
  const member = signMember(primitives, admin, { orgId, memberId, boxPublicKey, signPublicKey, createdAt });
  requireWholeAnswer(primitives, rows, { member, answer });
  draft.put(
    { table: "members", row: member },
    ...answer.unlockers.map((row) => ({ table: "unlockers", row }) as const),
    ...answer.scopeWraps.map((row) => ({ table: "scopeWraps", row }) as const),
    ...org.dekVersions.map((version) => {
      const row = wrapDek(primitives, admin.seed, member, { version, key: org.dek(version) });
      return { table: "dekWraps", row } as const;
    }),
  );
  const row = signInvitation(primitives, admin, { ...invitation, confirmedAs: memberId });
  draft.put({ table: "invitations", row });
}

/** Exactly a passphrase, a recovery key and the member's own scope key, each signed with the answered key. */
function requireWholeAnswer(
  primitives: Primitives,
  { root, successions }: KeyRows,
  { member, answer }: { readonly member: MemberKeyRow; readonly answer: AnswerRow },
): void {
  const kinds = answer.unlockers.map(({ kind }) => kind).sort();
  const isWhole = kinds.join() === "passphrase,recovery-key" && answer.scopeWraps.length === 1;
  const isOwn = answer.scopeWraps.every(({ scope, version }) => scope === "user" && version === FIRST);
  if (!isWhole || !isOwn) throw new VaultError("invitation_invalid");
  for (const row of answer.unlockers) verifyUnlocker(primitives, { root, successions, member }, row);
  for (const row of answer.scopeWraps) verifyWrap(primitives, { root, member }, scopeWrap(row));
}
