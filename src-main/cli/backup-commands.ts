import type { Command } from "commander";
import type { ExportFlags, ImportFlags, RestoreFlags } from "./backups.ts";
import { collect, yesOption, type Asked, type DoorCommands, type DoorFlags } from "./door-commands.ts";

const backups = () => import("./backups.ts");

/** Backups of an organization, and exports of its secrets. */
export function addBackupCommands(program: Command, door: DoorCommands): void {
  const { asAnyone, asMember, say, context } = door;
  const backup = program
    .command("backup")
    .alias("backups")
    .description("copies of an organization, encrypted as it is");
  asMember(backup.command("create"))
    .description("write a backup while the studio runs")
    .option("--folder <folder>", "where to (default: backups in the studio's home)")
    .action(async (flags: Asked & { folder?: string }) => say(flags.json, await (await backups()).createBackup(flags)));
  asMember(backup.command("list"))
    .description("list the backups in the studio's home")
    .action(async (flags: Asked) => say(flags.json, await (await backups()).listBackups(flags)));
  asAnyone(backup.command("inspect"))
    .description("check a backup and say what is in it; exit code 1 when it cannot be restored")
    .argument("<file>")
    .action(async (file: string, flags: DoorFlags) =>
      say(flags.json, await (await backups()).inspectBackup(flags.home, file)),
    );
  asMember(backup.command("restore"))
    .description("check a backup whole, then put it in place; on first run anyone may")
    .argument("<file>")
    .option("--replace", "also where the organization is here: it is moved aside, not deleted", false)
    .addOption(yesOption())
    .action(async (file: string, flags: Asked & RestoreFlags) =>
      say(flags.json, await (await backups()).restore(flags, file, context.output)),
    );
  addExport(program, door);
}

function addExport(program: Command, { asMember, say }: DoorCommands): void {
  asMember(program.command("export"))
    .description("write the secrets that you can read as an age file")
    .option("--folder <folder>", "where to (default: backups in the studio's home)")
    .option("--recipient <age1…>", "who can open it; may be repeated (default: a passphrase)", collect, [])
    .option("--file-passphrase-file <file>", "file whose first line is the passphrase of the export (default: ask)")
    .action(async (flags: Asked & ExportFlags) => say(flags.json, await (await backups()).exportSecrets(flags)));
  asMember(program.command("import"))
    .description("make credentials of an exported age file")
    .argument("<file>")
    .option("--identity-file <file>", "file with the AGE-SECRET-KEY-… that opens it")
    .option("--file-passphrase-file <file>", "file whose first line is the passphrase of the export (default: ask)")
    .action(async (file: string, flags: Asked & ImportFlags) =>
      say(flags.json, await (await backups()).importSecrets(flags, file)),
    );
}
