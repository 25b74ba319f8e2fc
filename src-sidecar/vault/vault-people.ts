import type { Secret } from "../base/secret.ts";
import type { AdminWork } from "./admin-work.ts";
import * as admins from "./admins.ts";
import { VaultError } from "./errors.ts";
import * as invitations from "./invitations.ts";
import type { VaultRows } from "./rows.ts";
import type { Scope } from "./seal.ts";
import { removeWhere, type SecretsParts } from "./secrets.ts";
import type { StretchCost } from "./stretch.ts";
import type { SecretRef } from "./stores.ts";
import * as teams from "./teams.ts";
import { asAdmin, resealAll, type VaultHands } from "./vault-hands.ts";

/** What a person who answers an invitation brings. */
export interface AnswerWish {
  readonly code: Secret;
  readonly memberId: string;
  readonly passphrase: Secret;
  readonly cost: StretchCost | undefined;
}

/**
 * Draws the keys of an invited person and protects them by their passphrase and a recovery key; works while locked.
 *
 * Nothing opens with them before an admin has confirmed the answer.
 *
 * @returns The recovery key as text: show it once, then wipe it. The fingerprint is for the admin to compare.
 * @throws {VaultError} `invitation_invalid`, `invitation_expired`, `passphrase_policy`, `admin_succession`, `vault_unreadable`.
 */
export function answerInvitation(hands: VaultHands, wish: AnswerWish) {
  return hands.oneAtATime(async () => {
    const mark = { now: hands.now(), newId: hands.newId };
    const made = await invitations.answerInvitation(hands.primitives, await hands.rows(), { ...wish, ...mark });
    const { answer, fingerprint, recoveryKey } = made;
    let isKept = false;
    try {
      isKept = await hands.keyStore.answer(answer);
    } finally {
      if (!isKept) recoveryKey.wipe();
    }
    if (!isKept) throw new VaultError("invitation_expired");
    return { invitationId: answer.invitationId, fingerprint, recoveryKey };
  });
}

/**
 * Makes a member, with the organization's keys, of who answered.
 *
 * @param fingerprint What the person read out; spaces do not count.
 * @returns The member, also when it was confirmed before.
 * @throws {VaultError} `invitation_invalid`, `fingerprint_mismatch`, and as `asAdmin`.
 */
export async function confirmInvitation(hands: VaultHands, id: string, fingerprint: string): Promise<string> {
  const confirm = (work: AdminWork, rows: VaultRows): string =>
    invitations.confirmInvitation(work, rows.answers, { id, fingerprint });
  const memberId = await asAdmin(hands, confirm);
  await hands.keyStore.dropAnswer(id);
  return memberId;
}

/** Deletes an invitation, then its answer. */
export async function withdrawInvitation(hands: VaultHands, id: string): Promise<void> {
  await asAdmin(hands, (work) => invitations.withdrawInvitation(work, id));
  await hands.keyStore.dropAnswer(id);
}

/** Who is no admin any more must not keep an admin's keys: they are replaced, and what they sealed is sealed anew. */
export async function setAdmin(hands: VaultHands, memberId: string, isAdmin: boolean): Promise<void> {
  await asAdmin(hands, (work) => admins.setAdmin(work, memberId, isAdmin));
  if (!isAdmin) await resealAll(hands);
}

/** Seals a team's key to who is new; whoever left costs the team a new one, and what it sealed is sealed anew. */
export async function setTeam(hands: VaultHands, teamId: string, memberIds: readonly string[]): Promise<void> {
  await asAdmin(hands, (work) => teams.setTeam(work, teamId, memberIds));
  await resealAll(hands);
}

/** Deletes a team's keys, then what was sealed under them; how many secrets that were. */
export async function removeTeam(hands: VaultHands, secrets: SecretsParts, teamId: string): Promise<number> {
  await asAdmin(hands, (work) => teams.removeTeam(work, teamId));
  return removeWhere(secrets, isOfScope("team", teamId));
}

/**
 * Takes a member out: their keys, their own secrets, their part in teams. The DEK, the keys of their teams and, if they were an admin,
 * the admin key are new in the same step; what is stored is sealed anew after that.
 *
 * It may be called again after a crash, until it returns.
 *
 * @throws {VaultError} `last_admin`, `member_is_open`, and as `asAdmin`.
 */
export async function removeMember(hands: VaultHands, secrets: SecretsParts, memberId: string): Promise<void> {
  await asAdmin(hands, (work) => admins.removeMember(work, memberId));
  await removeWhere(secrets, isOfScope("user", memberId));
}

function isOfScope(scope: Scope, scopeId: string) {
  return (ref: SecretRef): boolean => ref.scope === scope && ref.scopeId === scopeId;
}
