import { Help, type HelpConfiguration } from "commander";

/** Headings of the commands in `gatehouse --help`, in their order. */
export const GROUPS = {
  run: "Run a studio:",
  check: "Look and check:",
  studio: "The studio and its organizations:",
  people: "People:",
  reach: "What agents can reach:",
  act: "What agents do:",
  keep: "The vault and copies of it:",
} as const;

const plain = new Help();

/** A default that tells nothing is left out, and so are second names of commands. */
export const HELP_STYLE: HelpConfiguration = {
  optionDescription: (option) => plain.optionDescription(option).replace(/ \(default: (?:false|\[\]|"")\)$/, ""),
  subcommandTerm: (command) => withoutAlias(plain.subcommandTerm(command)),
  commandUsage: (command) => withoutAlias(plain.commandUsage(command)),
};

function withoutAlias(text: string): string {
  return text.replace(/(\w)\|[a-z]+/, "$1");
}
