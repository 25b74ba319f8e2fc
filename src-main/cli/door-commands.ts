import { Option, type Command } from "commander";
import type { CommandContext } from "./commands.ts";
import { EXIT } from "./exit-codes.ts";
import { printAnswer, type Answer } from "./output.ts";
import type { MemberFlags } from "./people-door.ts";

/** Options that commands share; home and --json the way the other commands have them. */
export interface SharedOptions {
  readonly home: () => Option;
  readonly json: () => Option;
}

/** What every command at the people's door takes. */
export interface DoorFlags {
  readonly home: string;
  readonly json: boolean;
}

/** What every command that acts as a member takes. */
export type Asked = MemberFlags & DoorFlags;

/** How commands at the people's door of the running studio are declared and answer. */
export interface DoorCommands {
  readonly context: CommandContext;
  /** A command that anyone may give. */
  asAnyone(command: Command): Command;
  /** A command that acts as a member, who proves it with the passphrase. */
  asMember(command: Command): Command;
  /** Prints the answer and ends the command. */
  say(isJson: boolean, answer: Answer): Promise<void>;
}

export function createDoorCommands(context: CommandContext, shared: SharedOptions): DoorCommands {
  const asAnyone = (command: Command): Command => command.addOption(shared.home()).addOption(shared.json());
  return {
    context,
    asAnyone,
    asMember: (command) =>
      asAnyone(command)
        .option("--org <name>", "the organization (default: the one that was looked at last)")
        .option("--member <name>", "who you are, where there are several members")
        .option(
          "--passphrase-file <file>",
          "file whose first line is your passphrase, - for standard input (default: ask)",
        ),
    say: async (isJson, answer) => {
      await printAnswer(context.output, isJson, answer);
      context.finish(EXIT.done);
    },
  };
}

/** For an option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Of what cannot be undone. */
export function yesOption(): Option {
  return new Option("--yes", "do it without asking").default(false);
}
