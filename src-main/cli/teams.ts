import type { MemberId } from "../../src-contract/ids.ts";
import type { TeamDetail } from "../../src-contract/people.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";

export function listTeams(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const teams = await door.teams.list();
    return { json: teams, lines: teams.map(teamLine), none: "No teams yet. `gatehouse team create` makes one." };
  });
}

function teamLine({ name, members, secrets }: TeamDetail): string {
  return `${name}  ${members.map((one) => one.name).join(", ") || "nobody"}  ${secrets} secrets`;
}

export function createTeam(flags: MemberFlags & { readonly with: readonly string[] }, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const team = await door.teams.create({ name, memberIds: await memberIds(door, flags.with) });
    return { json: team, lines: [teamLine(team)] };
  });
}

/** Who is in it from now on. */
export function setTeamMembers(flags: MemberFlags, name: string, members: readonly string[]): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id } = await teamOf(door, name);
    const team = await door.teams.setMembers({ id, memberIds: await memberIds(door, members) });
    return { json: team, lines: [teamLine(team)] };
  });
}

export function renameTeam(flags: MemberFlags, name: string, next: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const team = await door.teams.rename({ id: (await teamOf(door, name)).id, name: next });
    return { json: team, lines: [teamLine(team)] };
  });
}

export function removeTeam(
  flags: MemberFlags & { readonly yes: boolean },
  name: string,
  output: Output,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id, secrets } = await teamOf(door, name);
    const consequences = [`The team ${name} goes with its ${secrets} secrets. They cannot be read again.`];
    await confirm({ consequences, word: name, isConfirmed: flags.yes }, output);
    const removed = await door.teams.remove({ id });
    return { json: removed, lines: [`The team ${name} is removed with ${removed.secrets} secrets.`] };
  });
}

/** The team of that name. @throws {CommandError} `not_found`. */
export async function teamOf(door: PeopleDoor, name: string): Promise<TeamDetail> {
  const team = (await door.teams.list()).find((one) => one.name === name);
  if (!team) throw new CommandError("not_found", EXIT.usage, `There is no team called ${JSON.stringify(name)}.`);
  return team;
}

async function memberIds(door: PeopleDoor, names: readonly string[]): Promise<MemberId[]> {
  const people = await door.people.list();
  return names.map((name) => {
    const member = people.find((one) => one.name === name);
    if (!member) throw new CommandError("not_found", EXIT.usage, `There is no member called ${JSON.stringify(name)}.`);
    return member.id;
  });
}
