import { Argument, type Command } from "commander";
import { yesOption, type Asked, type DoorCommands } from "./door-commands.ts";

const vault = () => import("./vault.ts");
const KINDS = ["recovery-key", "headless-key", "os-keychain"] as const;

/** The vault's keys, and what opens it. */
export function addVaultCommands(program: Command, door: DoorCommands): void {
  const { asMember, say, context } = door;
  const command = program.command("vault").description("the vault's keys and what opens it");
  asMember(command.command("status"))
    .description("say which key versions there are, what rotation is doing and what opens the vault for you")
    .action(async (flags: Asked) => say(flags.json, await (await vault()).vaultStatus(flags)));
  asMember(command.command("rotate"))
    .description("seal everything under a new key; it goes on in the background")
    .option("--wait", "say how far it is until it is done", false)
    .action(async (flags: Asked & { wait: boolean }) =>
      say(flags.json, await (await vault()).rotate(flags, context.output)),
    );
  asMember(command.command("accept-rollback"))
    .description("take an older copy of the vault for the vault, after saying what that means")
    .addOption(yesOption())
    .action(async (flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await vault()).acceptRollback(flags, context.output)),
    );
  addUnlockers(command, door);
}

function addUnlockers(command: Command, { asMember, say }: DoorCommands): void {
  asMember(command.command("recovery-key"))
    .description("make a new recovery key for you; the old one opens nothing any more")
    .option("--file <file>", "write it to a new file instead of showing it")
    .action(async (flags: Asked & { file?: string }) => say(flags.json, await (await vault()).renewRecoveryKey(flags)));
  asMember(command.command("headless-key"))
    .description("make a key with which `gatehouse serve` opens the vault by itself, as you")
    .option("--file <file>", "write it to a new file instead of showing it")
    .action(async (flags: Asked & { file?: string }) => say(flags.json, await (await vault()).addHeadlessKey(flags)));
  asMember(command.command("keychain"))
    .description("have the operating system's keychain open the vault for you; only with the Electron window")
    .action(async (flags: Asked) => say(flags.json, await (await vault()).addKeychain(flags)));
  asMember(command.command("unlocker").description("what opens the vault for you").command("remove"))
    .description("take away a way of opening the vault; the passphrase stays")
    .addArgument(new Argument("<kind>").choices(KINDS))
    .action(async (kind: (typeof KINDS)[number], flags: Asked) =>
      say(flags.json, await (await vault()).removeUnlocker(flags, kind)),
    );
}
