import { resolve } from "node:path";
import type { BackupFacts, ExportSigner } from "../../src-contract/vault.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { readNewPassphrase, readPassphrase, readWhole } from "./passphrase.ts";
import { asMember, atDoor, type MemberFlags, type PeopleDoor } from "./people-door.ts";

/** The studio may run in another folder than the command. */
const folderOf = (folder: string | undefined) => (folder === undefined ? {} : { folder: resolve(folder) });

export function createBackup(flags: MemberFlags & { readonly folder?: string }): Promise<Answer> {
  return asMember(flags, async (door) => answerOf(await door.backups.create(folderOf(flags.folder))));
}

export function listBackups(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const backups = await door.backups.list();
    return {
      json: backups,
      lines: backups.map(({ at, bytes, path }) => `${new Date(at).toISOString()}  ${bytes}  ${path}`),
      none: "No backups in the studio's home yet. `gatehouse backup create` writes one.",
    };
  });
}

/** @throws {CommandError} With the exit code of a check that found something. */
export async function inspectBackup(home: string, path: string): Promise<Answer> {
  try {
    const facts = await atDoor(home, (door) => door.backups.inspect({ path: resolve(path) }));
    if (facts.problem !== null) throw new CommandError("backup_damaged", EXIT.found, facts.problem);
    return answerOf(facts);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "backup_damaged") throw error;
    throw new CommandError(error.code, EXIT.found, error.message, { cause: error });
  }
}

function answerOf(facts: BackupFacts): Answer {
  const { orgName, orgId, at, epoch, auditEntries, bytes, path, isHere } = facts;
  return {
    json: facts,
    lines: [
      path,
      `${orgName} (${orgId}) as of ${new Date(at).toISOString()}, ${bytes} bytes`,
      `epoch ${epoch}, ${auditEntries} entries of the log${isHere ? "; this studio has this organization" : ""}`,
    ],
  };
}

export interface RestoreFlags extends MemberFlags {
  readonly replace: boolean;
  readonly yes: boolean;
}

/** On first run anyone may, and in the place of what cannot be read; else somebody signs in, and to replace one, its admin. */
export async function restore(flags: RestoreFlags, path: string, output: Output): Promise<Answer> {
  const work = async (door: PeopleDoor): Promise<Answer> => {
    const facts = await door.backups.inspect({ path: resolve(path) });
    if (facts.isHere && flags.replace) {
      const consequences = [
        `${facts.orgName} as it is now is moved aside; what was changed since ${new Date(facts.at).toISOString()} is not in the backup.`,
        "An older epoch than this studio has seen must be accepted by an admin before anything runs.",
        "Members connect their accounts again: a sign-in that was renewed since could make the provider end it everywhere.",
      ];
      await confirm({ consequences, word: facts.orgName, isConfirmed: flags.yes }, output);
    }
    const { orgId } = await door.backups.restore({ path: resolve(path), replace: flags.replace });
    return { json: { orgId, orgName: facts.orgName }, lines: [`${facts.orgName} is restored. Sign in to open it.`] };
  };
  const isForAnyone = await atDoor(flags.home, (door) => mayAnyoneRestore(door, resolve(path)));
  return isForAnyone ? atDoor(flags.home, work) : asMember(flags, work);
}

/** Whether nobody could sign in for it: the studio asks again. */
async function mayAnyoneRestore(door: PeopleDoor, path: string): Promise<boolean> {
  const state = await door.studio.state();
  if (state.kind === "new") return true;
  const { orgId } = await door.backups.inspect({ path });
  const fault = state.orgs.find(({ id }) => id === orgId)?.fault ?? null;
  const isUnreadable = state.kind === "unreadable" && state.org.id === orgId && state.fault === null;
  return isUnreadable || fault === "damaged" || fault === "missing";
}

export interface ExportFlags extends MemberFlags {
  readonly folder?: string;
  readonly recipient: readonly string[];
  readonly filePassphraseFile?: string;
}

export function exportSecrets(flags: ExportFlags): Promise<Answer> {
  return asMember(flags, async (door, { passphrase }) => {
    const { recipient: recipients, filePassphraseFile } = flags;
    const to =
      recipients.length > 0
        ? { recipients: [...recipients] }
        : { filePassphrase: await readNewPassphrase("New passphrase of the file: ", filePassphraseFile) };
    const made = await door.backups.export({ passphrase, ...folderOf(flags.folder), ...to });
    return {
      json: made,
      lines: [`${made.credentials} credentials in ${made.path}`, ...made.leftOut.map(leftOutLine)],
    };
  });
}

export interface ImportFlags extends MemberFlags {
  readonly identityFile?: string;
  readonly filePassphraseFile?: string;
}

export function importSecrets(flags: ImportFlags, path: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { identityFile, filePassphraseFile } = flags;
    const opens =
      identityFile === undefined
        ? { filePassphrase: await readPassphrase("Passphrase of the file: ", filePassphraseFile) }
        : { identity: identityIn(identityFile) };
    const { created, leftOut, signedBy } = await door.backups.import({ path: resolve(path), ...opens });
    return {
      json: { created, leftOut, signedBy },
      lines: [signerLine(signedBy), ...created.map((name) => `made ${name}`), ...leftOut.map(leftOutLine)],
    };
  });
}

/** age's own tool writes comments around the identity. @throws {CommandError} `usage`. */
function identityIn(file: string): string {
  const identity = /^AGE-SECRET-KEY-\S+$/m.exec(readWhole(file))?.[0];
  if (identity === undefined)
    throw new CommandError("usage", EXIT.usage, `${JSON.stringify(file)} holds no line AGE-SECRET-KEY-….`);
  return identity;
}

const leftOutLine = ({ name, reason }: { readonly name: string; readonly reason: string }): string =>
  `left out ${name}: ${reason}`;

const signerLine = ({ kind, orgName }: ExportSigner): string =>
  kind === "this-studio"
    ? `signed by an admin of ${orgName}, which is in this studio`
    : `says it is from ${JSON.stringify(orgName)}, an organization that is not in this studio: nobody here can check who made it`;
