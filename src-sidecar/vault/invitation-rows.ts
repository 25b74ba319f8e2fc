import crypto from "node:crypto";
import { openBox, sealBox } from "./committed-box.ts";
import { encodeContext, hashContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import type { Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { AnswerRow, InvitationRow, OrgRootRow } from "./rows.ts";

const KEY = 32;

/** What an invitation says before anything of it is proven. */
export type InvitationFacts = Pick<InvitationRow, "orgId" | "id" | "createdAt" | "expiresAt" | "adminPublicKey">;

/** The two keys that come out of a code for one invitation: `proves` for the invitation itself, `answers` for the answer's MAC. */
export interface InvitationKeys {
  readonly proves: OwnBytes;
  readonly answers: OwnBytes;
}

/** @param code The 16 bytes of the code. The caller wipes what comes out. */
export function invitationKeys(code: Uint8Array, { orgId, id }: Pick<InvitationRow, "orgId" | "id">): InvitationKeys {
  const info = hashContext("gatehouse/invitation-key/1", [orgId, id]);
  const both = new Uint8Array(crypto.hkdfSync("sha256", code, new Uint8Array(), info, 2 * KEY));
  const keys = { proves: both.slice(0, KEY), answers: both.slice(KEY) };
  wipe(both);
  return keys;
}

/** The MAC by which who has the code knows the invitation, and with it the admin's public key. */
export function invitationMac({ proves }: InvitationKeys, facts: InvitationFacts): Uint8Array {
  const { orgId, id, createdAt, expiresAt, adminPublicKey } = facts;
  return mac(proves, encodeContext("gatehouse/invitation/1", [orgId, id, createdAt, expiresAt, adminPublicKey]));
}

/** Whether an invitation was made for the code that these keys come from. */
export function isInvitationOf(keys: InvitationKeys, row: InvitationRow): boolean {
  return crypto.timingSafeEqual(invitationMac(keys, row), row.mac);
}

/** The MAC of an answer. Its unlockers and its scope key are signed by the answered key; their signatures stand for them. */
export function answerMac(answers: Uint8Array, answer: Omit<AnswerRow, "mac">): Uint8Array {
  const { orgId, invitationId, memberId, boxPublicKey, signPublicKey, createdAt, unlockers, scopeWraps } = answer;
  const values: readonly ContextValue[] = [
    ...[orgId, invitationId, memberId, boxPublicKey, signPublicKey, createdAt],
    ...[unlockers.length, ...unlockers.map(({ signature }) => signature)],
    ...[scopeWraps.length, ...scopeWraps.map(({ signature }) => signature)],
  ];
  return mac(answers, encodeContext("gatehouse/invitation-answer/1", values));
}

/** Whether an answer was made by who has the code. */
export function isAnswerOf(answers: Uint8Array, answer: AnswerRow): boolean {
  return crypto.timingSafeEqual(answerMac(answers, answer), answer.mac);
}

/** Seals the key of the answer's MAC for the admins: under their signing seed, which they all have and nobody else. */
export function sealAnswerKey(
  primitives: Primitives,
  { admin, root }: { readonly admin: Signer; readonly root: OrgRootRow },
  { orgId, id }: Pick<InvitationRow, "orgId" | "id">,
  answers: Uint8Array,
): Uint8Array {
  return sealBox(primitives, answerBox({ admin, root }, { orgId, id }), new Uint8Array(), answers);
}

/** @throws {VaultError} `invitation_invalid` when it does not open. The caller wipes the key. */
export function openAnswerKey(
  primitives: Primitives,
  by: { readonly admin: Signer; readonly root: OrgRootRow },
  row: InvitationRow,
): OwnBytes {
  try {
    return openBox(primitives, answerBox(by, row), row.sealedKey);
  } catch (cause) {
    if (cause instanceof VaultError) throw new VaultError("invitation_invalid", { cause });
    throw cause;
  }
}

/** An invitation, signed by the admin. */
export function signInvitation(
  { sodium }: Pick<Primitives, "sodium">,
  admin: Signer,
  row: Omit<InvitationRow, "signature">,
): InvitationRow {
  return { ...row, signature: sodium.sign(admin.seed, statement(row)) };
}

/** @throws {VaultError} `invitation_invalid`. */
export function verifyInvitation({ sodium }: Pick<Primitives, "sodium">, root: OrgRootRow, row: InvitationRow): void {
  const isSigned = sodium.verify(root.adminPublicKey, statement(row), row.signature);
  if (!isSigned || row.orgId !== root.orgId) throw new VaultError("invitation_invalid");
}

function statement(row: Omit<InvitationRow, "signature">): Uint8Array {
  const { orgId, id, createdAt, expiresAt, adminPublicKey, mac: proof, sealedKey, confirmedAs } = row;
  const values = [orgId, id, createdAt, expiresAt, adminPublicKey, proof, sealedKey, confirmedAs];
  return encodeContext("gatehouse/invitation-row/1", values);
}

function answerBox(
  { admin, root }: { readonly admin: Signer; readonly root: OrgRootRow },
  { orgId, id }: Pick<InvitationRow, "orgId" | "id">,
) {
  const { recordSuite: suite } = root;
  const contextHash = hashContext("gatehouse/invitation-answer-key/1", [suite, orgId, id, admin.publicKey]);
  return { suite, inputKey: admin.seed, contextHash };
}

function mac(key: Uint8Array, statementBytes: Uint8Array): Uint8Array {
  return new Uint8Array(crypto.createHmac("sha256", key).update(statementBytes).digest());
}
