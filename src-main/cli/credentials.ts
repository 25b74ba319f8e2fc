import type { CredentialScope, CredentialSummary } from "../../src-contract/access.ts";
import type { AuthType } from "../../src-contract/auth.ts";
import type { TeamId } from "../../src-contract/ids.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import { confirm } from "./confirm.ts";
import { readFields } from "./credential-fields.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";
import { teamOf } from "./teams.ts";

/** Whose value, and where its fields come from. */
export interface EntryFlags extends MemberFlags {
  readonly team?: string;
  readonly secretFile?: string;
  readonly fieldsFile?: string;
}

export function listCredentials(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const credentials = await door.credentials.list();
    return {
      json: credentials,
      lines: credentials.map(credentialLine),
      none: "No credentials yet. `gatehouse credential create` makes one.",
    };
  });
}

function credentialLine({ name, scope, authType, health, setAt, usedBy }: CredentialSummary): string {
  const age = setAt === null ? "no value" : `set ${new Date(setAt).toISOString().slice(0, 10)}`;
  const users = usedBy.map(({ connectorName }) => connectorName).join(", ");
  return `${name}  ${scope}  ${authType}  ${health}  ${age}${users === "" ? "" : `  used by ${users}`}`;
}

export interface CreateFlags extends EntryFlags {
  readonly scope: CredentialScope;
  readonly type: AuthType;
  readonly remindAfter?: number;
  /** Whether a value is entered at once. */
  readonly value: boolean;
}

export function createCredential(flags: CreateFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { scope, type: authType, remindAfter: remindAfterDays = null } = flags;
    const values = flags.value ? await readFields(authType, sourceOf(flags, [])) : undefined;
    const teamId = flags.value ? await teamFor(door, scope, flags.team) : undefined;
    const credential = await door.credentials.create({ name, scope, authType, remindAfterDays });
    if (values === undefined) return { json: credential, lines: [`${name} is there, without a value.`] };
    return entered(await enter(door, credential, { values, teamId }));
  });
}

export function setCredential(flags: EntryFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const credential = await credentialOf(door, name);
    const teamId = await teamFor(door, credential.scope, flags.team);
    const values = await readFields(credential.authType, sourceOf(flags, credential.setFields));
    return entered(await enter(door, credential, { values, teamId }));
  });
}

/** Values leave this process only sealed to a key that the sidecar made for this entry. */
async function enter(
  door: PeopleDoor,
  { id }: CredentialSummary,
  { values, teamId }: { readonly values: Readonly<Record<string, string>>; readonly teamId: TeamId | undefined },
): Promise<CredentialSummary> {
  const offer = await door.credentials.beginEntry({ credentialId: id, ...(teamId === undefined ? {} : { teamId }) });
  const entry = sealEntry(offer, { credentialId: id, teamId: teamId ?? null, values });
  return door.credentials.setSecret({ id, entry });
}

const entered = (credential: CredentialSummary): Answer => ({
  json: credential,
  lines: [`${credential.name} is sealed in the vault.`],
});

export interface UpdateFlags extends MemberFlags {
  readonly rename?: string;
  readonly remindAfter?: number | "default";
}

export function updateCredential(flags: UpdateFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id, remindAfterDays: before } = await credentialOf(door, name);
    const { rename, remindAfter = before } = flags;
    const remindAfterDays = remindAfter === "default" ? null : remindAfter;
    const credential = await door.credentials.update({ id, name: rename ?? name, remindAfterDays });
    return { json: credential, lines: [credentialLine(credential)] };
  });
}

export function clearCredential(flags: MemberFlags & { readonly team?: string }, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id, scope } = await credentialOf(door, name);
    const teamId = await teamFor(door, scope, flags.team);
    const credential = await door.credentials.clearSecret({ id, ...(teamId === undefined ? {} : { teamId }) });
    return { json: credential, lines: [`${name} has no value any more.`] };
  });
}

export function removeCredential(
  flags: MemberFlags & { readonly yes: boolean },
  name: string,
  output: Output,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id, usedBy } = await credentialOf(door, name);
    const users = usedBy.map(({ connectorName }) => connectorName);
    const consequences = [`${name} goes with every value of it. Used by: ${users.join(", ") || "nothing"}.`];
    await confirm({ consequences, word: name, isConfirmed: flags.yes }, output);
    await door.credentials.remove({ id });
    return { json: { id }, lines: [`${name} is removed.`] };
  });
}

async function credentialOf(door: PeopleDoor, name: string): Promise<CredentialSummary> {
  const credential = (await door.credentials.list()).find((one) => one.name === name);
  if (credential) return credential;
  const message = `There is no credential called ${JSON.stringify(name)}. Make it with \`gatehouse credential create\`.`;
  throw new CommandError("not_found", EXIT.usage, message);
}

async function teamFor(door: PeopleDoor, scope: CredentialScope, name?: string): Promise<TeamId | undefined> {
  if ((scope === "team_secret") !== (name !== undefined))
    throw new CommandError("usage", EXIT.usage, "--team is for a credential of scope team, and needed there.");
  return name === undefined ? undefined : (await teamOf(door, name)).id;
}

const sourceOf = ({ secretFile, fieldsFile }: EntryFlags, setFields: readonly string[]) => ({
  secretFile,
  fieldsFile,
  setFields,
});
