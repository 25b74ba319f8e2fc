import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { answerMac, invitationKeys } from "./invitation-rows.ts";
import { drawSigner, signMember, signRoot } from "./member-keys.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import type { AnswerRow, InvitationRow, VaultRows } from "./rows.ts";
import { formatShownKey, INVITATION_CODE, parseShownKey } from "./shown-key.ts";
import { join, passphraseOf } from "./testdata/people.ts";
import { created, mine, primitives, refusal, studio, textOf, token } from "./testdata/studio.ts";
import { ADA, BO, ORG_ID } from "./vectors/fixed-org.ts";

const INVITED = "the invitation";
const phrase = (memberId: string) =>
  ({ kind: "passphrase", passphrase: Secret.fromText(passphraseOf(memberId)) }) as const;
const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));

/** A vault with an invitation; `answer` answers it for Bo. */
async function invited() {
  const made = await created();
  const { vault, keyStore, clock } = made;
  const code = await vault.createInvitation(INVITED, clock.now() + 60_000);
  const answer = (memberId = BO, passphrase = passphraseOf(BO), typed = code) =>
    vault.answerInvitation({ code: typed, memberId, passphrase: Secret.fromText(passphrase) });
  const rows = (): VaultRows => {
    if (keyStore.rows === undefined) throw new Error("no rows");
    return keyStore.rows;
  };
  const change = (next: Partial<VaultRows>): void => void (keyStore.rows = { ...rows(), ...next });
  return { ...made, code, answer, rows, change };
}

async function answered() {
  const made = await invited();
  const answer = await made.answer();
  const [row] = made.rows().answers;
  if (row === undefined) throw new Error("no answer");
  return { ...made, ...answer, row };
}

test("an invited person answers while the vault is locked, and comes in with keys of their own once an admin has confirmed", async () => {
  const { vault, proof, code } = await invited();
  await vault.putSecret(token(), Secret.fromText("everyone's"));
  await vault.putSecret(mine(ADA), Secret.fromText("ada's own"));
  expect(await vault.invitations()).toMatchObject([{ id: INVITED, answer: null }]);
  vault.lock();
  const passphrase = Secret.fromText(passphraseOf(BO));
  const { invitationId, fingerprint, recoveryKey } = await vault.answerInvitation({ code, memberId: BO, passphrase });
  expect([invitationId, fingerprint]).toEqual([INVITED, expect.stringMatching(/^\d{5} \d{5} \d{5} \d{5}$/)]);
  expect(await vault.invitations()).toMatchObject([{ id: INVITED, answer: { memberId: BO, fingerprint } }]);
  expect(await refusal(() => vault.unlock(BO, phrase(BO)))).toBe("member_unknown");

  await vault.unlock(ADA, proof);
  expect(await vault.confirmInvitation(INVITED, fingerprint.replaceAll(" ", ""))).toEqual({ memberId: BO });
  for (const bo of [phrase(BO), { kind: "recovery-key", recoveryKey } as const]) {
    await vault.unlock(BO, bo);
    expect(textOf(await vault.useSecret(token()))).toBe("everyone's");
    expect(await refusal(() => vault.useSecret(mine(ADA)))).toBe("scope_locked");
    await vault.putSecret(mine(BO), Secret.fromText("bo's own"));
    expect(textOf(await vault.useSecret(mine(BO)))).toBe("bo's own");
    expect(vault.isAdmin).toBe(false);
  }
});

test("a code is a stranger's without its invitation, over with its time, and good for one answer", async () => {
  const { vault, answer, clock, proof } = await invited();
  const other = formatShownKey(INVITATION_CODE, new Uint8Array(16));
  expect(await refusal(() => answer(BO, passphraseOf(BO), other))).toBe("invitation_invalid");
  expect(await refusal(() => answer(BO, passphraseOf(BO), Secret.fromText("0000-0000")))).toBe("invitation_invalid");
  expect(await refusal(() => answer(BO, "short"))).toBe("passphrase_policy");
  const { fingerprint } = await answer();
  expect(await refusal(() => answer("somebody else"))).toBe("invitation_expired");
  await vault.confirmInvitation(INVITED, fingerprint);
  expect(await refusal(() => answer("somebody else"))).toBe("invitation_expired");

  const late = await vault.createInvitation("late", clock.now() + 1000);
  clock.advance(1000);
  expect(await refusal(() => answer("somebody else", passphraseOf(BO), late))).toBe("invitation_expired");
  await vault.unlock(ADA, proof);
  expect(await refusal(() => vault.createInvitation("late", clock.now() + 1000))).toBe("invitation_invalid");
});

test("an invitation that was changed in any of its facts is none, whoever signed it", async () => {
  const { rows, change, answer } = await invited();
  const { invitations } = rows();
  const changes: readonly Partial<InvitationRow>[] = [
    { orgId: "another" },
    { id: "another" },
    { createdAt: 1 },
    { expiresAt: Number.MAX_SAFE_INTEGER },
    { adminPublicKey: new Uint8Array(32) },
    { mac: new Uint8Array(32) },
  ];
  for (const one of changes) {
    change({ invitations: invitations.map((row) => ({ ...row, ...one })) });
    expect([one, await refusal(() => answer())]).toEqual([one, "invitation_invalid"]);
  }
  change({ invitations });
  await answer();
});

test("who answers does not seal their keys for an admin key that the database has put in the place of the true one", async () => {
  const { rows, change, answer } = await invited();
  const before = rows();
  const mallory = drawSigner(primitives);
  const root = signRoot(primitives, mallory, before.root);
  change({ root, members: before.members.map((row) => signMember(primitives, mallory, row)) });
  expect(await refusal(() => answer())).toBe("admin_succession");
  change({ root: { ...before.root, adminPublicKey: mallory.publicKey } });
  expect(await refusal(() => answer())).toBe("root_signature");
  expect(rows().answers).toEqual([]);
});

test("an answer is taken in only as it was made with the code, and as the admin compared it", async () => {
  proves("people:invitation");
  const { vault, fingerprint, row, change, keyStore } = await answered();
  const stranger = await answered();
  const outcome = async (one: Partial<AnswerRow>): Promise<string> => {
    change({ answers: [{ ...row, ...one }] });
    const shown = (await vault.invitations())[0]?.answer?.fingerprint ?? "";
    return refusal(() => vault.confirmInvitation(INVITED, shown));
  };
  const changes: readonly Partial<AnswerRow>[] = [
    { orgId: "another" },
    { memberId: "another" },
    { memberId: ADA },
    { boxPublicKey: flip(row.boxPublicKey) },
    { signPublicKey: flip(row.signPublicKey) },
    { createdAt: 1 },
    { unlockers: row.unlockers.slice(1) },
    { unlockers: row.unlockers.toReversed() },
    { unlockers: [...row.unlockers, ...stranger.row.unlockers] },
    { unlockers: row.unlockers.map((unlocker) => ({ ...unlocker, signature: flip(unlocker.signature) })) },
    { scopeWraps: [] },
    { scopeWraps: stranger.row.scopeWraps },
    { mac: flip(row.mac) },
    stranger.row, // Mallory's own answer, made with a code that she was not given
  ];
  for (const one of changes) expect([one, await outcome(one)]).toEqual([one, "invitation_invalid"]);
  // What the MAC takes a signature for must be what was signed.
  const unlockers = row.unlockers.map((unlocker) => ({ ...unlocker, createdAt: 1 }));
  expect(await outcome({ unlockers })).toBe("unlocker_signature");
  const scopeWraps = row.scopeWraps.map((wrap) => ({ ...wrap, sealed: flip(wrap.sealed) }));
  expect(await outcome({ scopeWraps })).toBe("wrap_signature");

  expect(await refusal(() => vault.confirmInvitation(INVITED, stranger.fingerprint))).toBe("fingerprint_mismatch");
  expect(await refusal(() => vault.confirmInvitation("another", fingerprint))).toBe("invitation_invalid");
  change({ answers: [] });
  expect(await refusal(() => vault.confirmInvitation(INVITED, fingerprint))).toBe("invitation_invalid");
  expect(keyStore.rows?.members.length).toBe(1);
  change({ answers: [row] });
  expect(await vault.confirmInvitation(INVITED, fingerprint)).toEqual({ memberId: BO });
});

test("who has the code still cannot bring rows that are not a passphrase, a recovery key and a scope key of their own", async () => {
  const { row, vault, change, code, keyStore } = await answered();
  const keys = invitationKeys(parseShownKey(INVITATION_CODE, code) ?? new Uint8Array(), { orgId: ORG_ID, id: INVITED });
  const [first] = row.unlockers;
  const [wrap] = row.scopeWraps;
  if (first === undefined || wrap === undefined) throw new Error("an answer without rows");
  const cases: readonly (readonly [Partial<AnswerRow>, string])[] = [
    [{ unlockers: [first] }, "invitation_invalid"],
    [{ unlockers: [first, first] }, "invitation_invalid"],
    [{ scopeWraps: [] }, "invitation_invalid"],
    [{ scopeWraps: [wrap, wrap] }, "invitation_invalid"],
    [{ scopeWraps: [{ ...wrap, scope: "team", scopeId: "t" }] }, "invitation_invalid"],
    [{ scopeWraps: [{ ...wrap, version: 2 }] }, "invitation_invalid"],
    [{ scopeWraps: [{ ...wrap, scopeId: ADA }] }, "wrap_signature"],
    [{ memberId: ADA }, "invitation_invalid"],
    [{ createdAt: Number.MAX_SAFE_INTEGER }, "invitation_invalid"],
  ];
  for (const [one, expected] of cases) {
    const unsigned = { ...row, ...one };
    change({ answers: [{ ...unsigned, mac: answerMac(keys.answers, unsigned) }] });
    const shown = (await vault.invitations())[0]?.answer?.fingerprint ?? "";
    expect([one, await refusal(() => vault.confirmInvitation(INVITED, shown))]).toEqual([one, expected]);
  }
  expect(keyStore.rows?.members.length).toBe(1);
});

test("a confirmation that died half way is made again, and one that is made twice is the same", async () => {
  const { vault, fingerprint, keyStore, rows } = await answered();
  const dropAnswer = keyStore.dropAnswer.bind(keyStore);
  keyStore.dropAnswer = () => Promise.reject(new Error("killed"));
  await expect(vault.confirmInvitation(INVITED, fingerprint)).rejects.toThrow("killed");
  keyStore.dropAnswer = dropAnswer;
  const { epoch } = rows().manifest;
  expect(await vault.invitations()).toMatchObject([{ answer: { memberId: BO, fingerprint } }]);
  expect(await vault.confirmInvitation(INVITED, fingerprint)).toEqual({ memberId: BO });
  expect(await refusal(() => vault.confirmInvitation(INVITED, "00000 00000 00000 00000"))).toBe("fingerprint_mismatch");
  expect([rows().manifest.epoch, rows().answers.length, rows().members.length]).toEqual([epoch, 0, 2]);
  expect(await vault.invitations()).toMatchObject([{ answer: { memberId: BO, fingerprint } }]);
  for (let times = 0; times < 2; times += 1) await vault.withdrawInvitation(INVITED);
  expect(await vault.invitations()).toEqual([]);
  await vault.unlock(BO, phrase(BO));
});

test("an invitation that was taken back takes its answer along", async () => {
  const { vault, answer, rows, fingerprint } = await answered();
  await vault.withdrawInvitation(INVITED);
  expect([rows().invitations.length, rows().answers.length]).toEqual([0, 0]);
  expect(await refusal(() => vault.confirmInvitation(INVITED, fingerprint))).toBe("invitation_invalid");
  expect(await refusal(() => answer())).toBe("invitation_invalid");
});

test("only an admin whose vault is open invites, confirms and takes back", async () => {
  const { vault, fingerprint, proof } = await answered();
  const works = [
    () => vault.createInvitation("another", Number.MAX_SAFE_INTEGER),
    () => vault.confirmInvitation(INVITED, fingerprint),
    () => vault.withdrawInvitation(INVITED),
  ];
  vault.lock();
  for (const work of works) expect(await refusal(work)).toBe("vault_locked");
  await vault.unlock(ADA, proof);
  const cy = await join(vault, "cy");
  await vault.unlock("cy", cy);
  for (const work of works) expect(await refusal(work)).toBe("not_admin");
});

test("an invitation outlives the admin key that it was made under", async () => {
  const { vault, answer, proof } = await invited();
  const cy = await join(vault, "cy");
  await vault.setAdmin("cy", true);
  await vault.unlock("cy", cy);
  await vault.setAdmin(ADA, false);
  const { fingerprint } = await answer();
  await vault.confirmInvitation(INVITED, fingerprint);
  await vault.unlock(BO, phrase(BO));
  await vault.unlock(ADA, proof);
  expect(vault.isAdmin).toBe(false);
});

test("neither a code nor a recovery key that was shown is anywhere in what is stored", async () => {
  const { code, recoveryKey, keyStore } = await answered();
  const stored: Uint8Array[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) stored.push(value);
    else if (typeof value === "string") stored.push(Buffer.from(value));
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(keyStore.rows);
  const all = Buffer.concat(stored);
  const raw = parseShownKey(INVITATION_CODE, code) ?? new Uint8Array();
  expect(raw.byteLength).toBe(16);
  for (const secret of [raw, parseRecoveryKey(recoveryKey), Buffer.from(passphraseOf(BO)), Buffer.from(textOf(code))])
    expect(all.includes(Buffer.from(secret))).toBe(false);
});

test("a vault that cannot be read answers nothing", async () => {
  const { kept, code } = await invited();
  const { rows } = kept();
  if (rows === undefined) throw new Error("no rows");
  const { vault } = await studio({ rows: { ...rows, adminWraps: [] }, secrets: new Map() });
  const passphrase = Secret.fromText(passphraseOf(BO));
  const works = [
    () => vault.answerInvitation({ code, memberId: BO, passphrase }),
    () => vault.invitations(),
    () => vault.memberFacts(),
  ];
  for (const work of works) expect(await refusal(work)).toBe("vault_unreadable");
});
