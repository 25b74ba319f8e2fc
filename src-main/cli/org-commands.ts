import type { Command } from "commander";
import { yesOption, type Asked, type DoorCommands, type DoorFlags } from "./door-commands.ts";

const orgs = () => import("./orgs.ts");
const RECOVERY_KEY = [
  "--recovery-key-file <file>",
  "write the recovery key to a new file instead of showing it",
] as const;

/** The organizations of a studio. */
export function addOrgCommands(program: Command, door: DoorCommands): void {
  const { asAnyone, asMember, say } = door;
  addSetup(program, door);
  const org = program.command("org").alias("orgs").description("the organizations of this studio");
  asAnyone(org.command("list"))
    .description("list them; * is the one that was looked at last")
    .action(async (flags: DoorFlags) => say(flags.json, await (await orgs()).listOrgs(flags.home)));
  asAnyone(org.command("select"))
    .description("have commands without --org, and new windows, look at this one")
    .argument("<name>")
    .action(async (name: string, flags: DoorFlags) =>
      say(flags.json, await (await orgs()).selectOrg(flags.home, name)),
    );
  asMember(org.command("create"))
    .description("create a further organization and its first admin; you prove to be a member of one that is there")
    .argument("<name>", "its name")
    .requiredOption("--admin <name>", "name of its first admin")
    .option("--new-passphrase-file <file>", "file whose first line is that admin's passphrase (default: ask)")
    .option(...RECOVERY_KEY)
    .action(async (orgName: string, flags: Asked & Founding & { admin: string }) => {
      const { admin: memberName, newPassphraseFile, recoveryKeyFile } = flags;
      const answer = await (await orgs()).createOrg(flags, { orgName, memberName, newPassphraseFile, recoveryKeyFile });
      await say(flags.json, answer);
    });
  asMember(org.command("rename"))
    .description("give the organization another name")
    .argument("<new-name>")
    .action(async (name: string, flags: Asked) => say(flags.json, await (await orgs()).renameOrg(flags, name)));
  asMember(org.command("remove"))
    .description("destroy the organization's keys and delete it, after saying what goes with it")
    .addOption(yesOption())
    .action(async (flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await orgs()).removeOrg(flags, door.context.output)),
    );
}

interface Founding {
  readonly newPassphraseFile?: string;
  readonly recoveryKeyFile?: string;
}

function addSetup(program: Command, { asAnyone, say }: DoorCommands): void {
  asAnyone(program.command("setup"))
    .description("create the first organization and its first admin, without a window")
    .requiredOption("--org <name>", "name of the organization")
    .requiredOption("--name <name>", "your name")
    .option("--passphrase-file <file>", "file whose first line is your new passphrase (default: ask)")
    .option(...RECOVERY_KEY)
    .action(async (flags: DoorFlags & Founding & { org: string; name: string; passphraseFile?: string }) => {
      const { org: orgName, name: memberName, passphraseFile: newPassphraseFile, recoveryKeyFile } = flags;
      const { setUp } = await orgs();
      await say(flags.json, await setUp(flags.home, { orgName, memberName, newPassphraseFile, recoveryKeyFile }));
    });
}
