import type { Command } from "commander";
import type { Asked, DoorCommands, DoorFlags } from "./door-commands.ts";
import type { RecoverFlags } from "./opening.ts";

const opening = () => import("./opening.ts");
const NEW_PASSPHRASE = [
  "--new-passphrase-file <file>",
  "file whose first line is the new passphrase (default: ask)",
] as const;

/** What the studio is doing, the vault's lock, and a lost passphrase. */
export function addOpeningCommands(program: Command, { asAnyone, asMember, say }: DoorCommands): void {
  asMember(program.command("status"))
    .description("say what the running studio is doing; with --passphrase-file also which accounts need attention")
    .action(async (flags: Asked) => say(flags.json, await (await opening()).status(flags)));
  asMember(program.command("unlock"))
    .description("open the vault")
    .action(async (flags: Asked) => say(flags.json, await (await opening()).unlock(flags)));
  asAnyone(program.command("lock"))
    .description("lock every vault of the studio; needs no passphrase")
    .action(async (flags: DoorFlags) => say(flags.json, await (await opening()).lock(flags.home)));
  asAnyone(program.command("recover"))
    .description("open the vault with the recovery key and set a new passphrase")
    .option("--org <name>", "the organization (default: the one that was looked at last)")
    .option("--member <name>", "who you are, where there are several members")
    .option("--recovery-key-file <file>", "file whose first line is the recovery key (default: ask)")
    .option(...NEW_PASSPHRASE)
    .action(async (flags: RecoverFlags & DoorFlags) => say(flags.json, await (await opening()).recover(flags)));
  asMember(program.command("passphrase"))
    .description("change your passphrase")
    .option(...NEW_PASSPHRASE)
    .action(async (flags: Asked & { newPassphraseFile?: string }) =>
      say(flags.json, await (await opening()).changePassphrase(flags)),
    );
}
