import {
  invitationFile,
  type InvitationDetail,
  type InvitationFile,
  type MemberDetail,
  type MemberRemoval,
} from "../../src-contract/people.ts";
import type { Role } from "../../src-contract/values.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { ask, firstLine, readNewPassphrase, readWhole } from "./passphrase.ts";
import { asMember, atDoor, orgAt, type MemberFlags, type PeopleDoor } from "./people-door.ts";
import { assertNewFile, showOnce } from "./show-once.ts";
import { teamOf } from "./teams.ts";

export function listMembers(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const members = await door.people.list();
    return { json: members, lines: members.map(memberLine) };
  });
}

function memberLine({ name, role, teams, isYou, unlockers, fingerprint }: MemberDetail): string {
  const facts = [role, teams.map((team) => team.name).join(", ") || "no team", unlockers.join(", "), fingerprint];
  return `${name}${isYou ? " (you)" : ""}  ${facts.join("  ")}`;
}

export interface InviteFlags extends MemberFlags {
  readonly name: string;
  readonly role: Role;
  readonly team: readonly string[];
  readonly days: number;
  readonly file?: string;
}

export function invite(flags: InviteFlags): Promise<Answer> {
  assertNewFile(flags.file);
  return asMember(flags, async (door) => {
    const { name, role, days, file } = flags;
    const teamIds = [];
    for (const team of flags.team) teamIds.push((await teamOf(door, team)).id);
    const { invitation, code, file: contents } = await door.people.invite({ name, role, teamIds, days });
    const shown =
      file === undefined
        ? showOnce(code, { name: "code", title: "Invitation code", file })
        : showOnce(contents, { name: "invitation", title: "Invitation", file });
    const until = new Date(invitation.expiresAt).toISOString();
    return {
      json: { invitation, ...shown.json },
      lines: [...shown.lines, `${name} answers it until ${until}; then compare the fingerprint and confirm.`],
    };
  });
}

export function listInvitations(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const invitations = await door.people.invitations();
    const lines = invitations.map(
      ({ name, role, state }) =>
        `${name}  ${role}  ${state.kind === "answered" ? `answered, fingerprint ${state.fingerprint}` : state.kind}`,
    );
    return { json: invitations, lines, none: "Nobody is invited." };
  });
}

export function withdraw(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    await door.people.withdraw({ id: (await invitationOf(door, name)).id });
    return { json: { name }, lines: [`The invitation of ${name} is withdrawn.`] };
  });
}

export interface AcceptFlags {
  readonly home: string;
  readonly org?: string;
  /** A file with the code alone. */
  readonly codeFile?: string;
  /** The invitation file. */
  readonly file?: string;
  readonly newPassphraseFile?: string;
  readonly recoveryKeyFile?: string;
}

/** Anyone with a code may answer; until an admin confirms, the answer opens nothing. */
export function accept(flags: AcceptFlags): Promise<Answer> {
  const { recoveryKeyFile } = flags;
  assertNewFile(recoveryKeyFile);
  return atDoor(flags.home, async (door) => {
    const { orgId, code } = await invitationFor(door, flags);
    const passphrase = await readNewPassphrase("New passphrase: ", flags.newPassphraseFile);
    const { recoveryKey, ...answer } = await door.people.accept({ orgId, code, passphrase });
    const shown = showOnce(recoveryKey, { name: "recoveryKey", title: "Recovery key", file: recoveryKeyFile });
    return {
      json: { ...answer, ...shown.json },
      lines: [
        ...shown.lines,
        `Read this fingerprint out to the admin, face to face or by phone: ${answer.fingerprint}`,
        "Once it is confirmed you can sign in.",
      ],
    };
  });
}

async function invitationFor(door: PeopleDoor, flags: AcceptFlags): Promise<Pick<InvitationFile, "orgId" | "code">> {
  if (flags.file !== undefined) return parseInvitation(flags.file);
  const { id: orgId } = await orgAt(door, flags.org);
  const code = flags.codeFile === undefined ? await ask("Invitation code: ") : firstLine(flags.codeFile);
  return { orgId, code };
}

function parseInvitation(file: string): InvitationFile {
  try {
    return invitationFile.parse(JSON.parse(readWhole(file)));
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError("usage", EXIT.usage, `${JSON.stringify(file)} is no invitation.`, { cause });
  }
}

/** The fingerprint is what the person reads out, not what the studio shows: another one is refused. */
export function confirmInvitation(
  flags: MemberFlags & { readonly fingerprint?: string },
  name: string,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id } = await invitationOf(door, name);
    const fingerprint = flags.fingerprint ?? (await ask(`The fingerprint that ${name} reads out: `, true));
    const member = await door.people.confirm({ id, fingerprint: fingerprint.trim() });
    return { json: member, lines: [`${name} is ${member.role} from now on.`] };
  });
}

export function setRole(flags: MemberFlags, name: string, role: Role): Promise<Answer> {
  return asMember(flags, async (door) => {
    const member = await door.people.setRole({ id: (await personOf(door, name)).id, role });
    return { json: member, lines: [`${name} is ${member.role}.`] };
  });
}

export function removeMember(
  flags: MemberFlags & { readonly yes: boolean },
  name: string,
  output: Output,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id } = await personOf(door, name);
    const { ownSecrets, teams, keys, waitingCalls } = await door.people.removalPreview({ id });
    const consequences = [
      `${name} loses everything at once: ${teams.length} teams, ${keys} keys, ${waitingCalls} waiting calls, ${ownSecrets} own secrets.`,
      "The organization's key is rotated.",
    ];
    await confirm({ consequences, word: name, isConfirmed: flags.yes }, output);
    const removal = await door.people.remove({ id });
    const tokens = removal.tokensToRevoke.map(
      ({ name: token, scope, connectors }) => `  ${token} (${scope}), used by ${connectors.join(", ") || "nothing"}`,
    );
    const advice =
      tokens.length === 0 ? [] : [`${name} may have copied these. Replace them where they were made:`, ...tokens];
    const lines = [`${name} is removed, and the key is being rotated.`, ...advice, ...accountLines(name, removal)];
    return { json: removal, lines };
  });
}

function accountLines(name: string, { accountsLeft }: MemberRemoval): readonly string[] {
  if (accountsLeft.length === 0) return [];
  const ends = accountsLeft.map(({ provider, accountName, host, page }) => {
    const account = accountName === null ? "" : ` as ${accountName}`;
    return `  ${provider}${account}, at ${page ?? host}`;
  });
  return [`These accounts of ${name}'s own stay good at their providers until they are ended there:`, ...ends];
}

async function personOf(door: PeopleDoor, name: string): Promise<MemberDetail> {
  const member = (await door.people.list()).find((one) => one.name === name);
  if (!member) throw new CommandError("not_found", EXIT.usage, `There is no member called ${JSON.stringify(name)}.`);
  return member;
}

async function invitationOf(door: PeopleDoor, name: string): Promise<InvitationDetail> {
  const invitations = (await door.people.invitations()).filter((one) => one.name === name);
  const found = invitations.find(({ state }) => state.kind === "answered") ?? invitations[0];
  if (!found) throw new CommandError("not_found", EXIT.usage, `Nobody called ${JSON.stringify(name)} is invited.`);
  return found;
}
