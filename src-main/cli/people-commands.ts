import { Argument, InvalidArgumentError, Option, type Command } from "commander";
import { role as roleSchema, type Role } from "../../src-contract/values.ts";
import { collect, yesOption, type Asked, type DoorCommands, type DoorFlags } from "./door-commands.ts";
import type { AcceptFlags, InviteFlags } from "./people.ts";

const people = () => import("./people.ts");
const teams = () => import("./teams.ts");

/** Members, invitations and teams. */
export function addPeopleCommands(program: Command, door: DoorCommands): void {
  const member = program.command("member").alias("members").description("the people of the organization");
  addInvitations(member, door);
  addMembers(member, door);
  addTeams(
    program.command("team").alias("teams").description("groups of members that share values of credentials"),
    door,
  );
}

function addMembers(member: Command, { asMember, say, context }: DoorCommands): void {
  asMember(member.command("list"))
    .description("list the members with roles, teams and fingerprints")
    .action(async (flags: Asked) => say(flags.json, await (await people()).listMembers(flags)));
  asMember(member.command("role"))
    .description("give a member another role")
    .argument("<name>")
    .addArgument(new Argument("<role>").choices(roleSchema.options))
    .action(async (name: string, role: Role, flags: Asked) =>
      say(flags.json, await (await people()).setRole(flags, name, role)),
    );
  asMember(member.command("remove"))
    .description("take all power from a member, rotate the keys, and say which tokens to revoke")
    .argument("<name>")
    .addOption(yesOption())
    .action(async (name: string, flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await people()).removeMember(flags, name, context.output)),
    );
}

function addInvitations(member: Command, { asAnyone, asMember, say }: DoorCommands): void {
  asMember(member.command("invite"))
    .description("make a code with which one person becomes a member")
    .argument("<name>", "the person's name")
    .addOption(new Option("--role <role>", "what the person may do").choices(roleSchema.options).default("member"))
    .option("--team <name>", "a team to be in; may be repeated", collect, [])
    .option("--days <days>", "how long it can be answered, 1 to 30", parseDays, 7)
    .option("--file <file>", "write an invitation file instead of showing the code")
    .action(async (name: string, flags: Asked & InviteFlags) =>
      say(flags.json, await (await people()).invite({ ...flags, name })),
    );
  asMember(member.command("invitations"))
    .description("list the invitations, with the fingerprints of answers")
    .action(async (flags: Asked) => say(flags.json, await (await people()).listInvitations(flags)));
  asMember(member.command("withdraw"))
    .description("take an invitation back")
    .argument("<name>")
    .action(async (name: string, flags: Asked) => say(flags.json, await (await people()).withdraw(flags, name)));
  asAnyone(member.command("accept"))
    .description("answer an invitation: choose a passphrase and get a fingerprint to read out")
    .option("--file <file>", "the invitation file")
    .option("--code-file <file>", "file whose first line is the code (default: ask)")
    .option("--org <name>", "the organization, where only the code is known")
    .option("--new-passphrase-file <file>", "file whose first line is your new passphrase (default: ask)")
    .option("--recovery-key-file <file>", "write your recovery key to a new file instead of showing it")
    .action(async (flags: DoorFlags & AcceptFlags) => say(flags.json, await (await people()).accept(flags)));
  asMember(member.command("confirm"))
    .description("make the person a member whose fingerprint you were told")
    .argument("<name>")
    .option("--fingerprint <digits>", "what the person read out (default: ask)")
    .action(async (name: string, flags: Asked & { fingerprint?: string }) =>
      say(flags.json, await (await people()).confirmInvitation(flags, name)),
    );
}

function addTeams(team: Command, { asMember, say, context }: DoorCommands): void {
  asMember(team.command("list"))
    .description("list the teams")
    .action(async (flags: Asked) => say(flags.json, await (await teams()).listTeams(flags)));
  asMember(team.command("create"))
    .description("make a team")
    .argument("<name>")
    .option("--with <member>", "a member to be in it; may be repeated", collect, [])
    .action(async (name: string, flags: Asked & { with: string[] }) =>
      say(flags.json, await (await teams()).createTeam(flags, name)),
    );
  asMember(team.command("members"))
    .description("say who is in it from now on; whoever leaves costs the team a new key")
    .argument("<name>")
    .argument("[members...]")
    .action(async (name: string, members: string[], flags: Asked) =>
      say(flags.json, await (await teams()).setTeamMembers(flags, name, members)),
    );
  asMember(team.command("rename"))
    .description("give it another name")
    .argument("<name>")
    .argument("<new-name>")
    .action(async (name: string, next: string, flags: Asked) =>
      say(flags.json, await (await teams()).renameTeam(flags, name, next)),
    );
  asMember(team.command("remove"))
    .description("remove it with its values of credentials")
    .argument("<name>")
    .addOption(yesOption())
    .action(async (name: string, flags: Asked & { yes: boolean }) =>
      say(flags.json, await (await teams()).removeTeam(flags, name, context.output)),
    );
}

function parseDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= 30) return days;
  throw new InvalidArgumentError("It is a number from 1 to 30.");
}
