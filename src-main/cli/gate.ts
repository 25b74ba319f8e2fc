import type { AgentSession } from "../../src-contract/access.ts";
import type { StandingApproval } from "../../src-contract/gate.ts";
import type { StopState } from "../../src-contract/studio.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";

/*
 * What a command may do at the gate: look, and take power away. Approving, granting and clearing are the window's alone.
 */

export function listStanding(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const standing = await door.standing.list();
    return { json: standing, lines: standing.map(standingLine), none: "Nothing is approved in advance." };
  });
}

export function revokeStanding(flags: MemberFlags, id: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id: known } = await standingOf(door, id);
    const revoked = await door.standing.revoke({ id: known });
    return { json: revoked, lines: [`Revoked: ${standingLine(revoked)}`] };
  });
}

export function listSessions(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const sessions = await door.sessions.list();
    return { json: sessions, lines: sessions.map(sessionLine), none: "No agent has connected yet." };
  });
}

export function endScope(flags: MemberFlags, id: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id: known } = await sessionOf(door, id);
    const session = await door.sessions.endScope({ id: known });
    return { json: session, lines: [sessionLine(session)] };
  });
}

export function stopCalls(flags: MemberFlags & { readonly reason: string }): Promise<Answer> {
  return asMember(flags, async (door) => stopAnswer(await door.studio.stop({ reason: flags.reason })));
}

export function liftStop(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => stopAnswer(await door.studio.lift()));
}

function stopAnswer(state: StopState): Answer {
  const line = state.kind === "stopped" ? "No call runs until the stop is lifted." : "Calls may run again.";
  return { json: state, lines: [line] };
}

function standingLine({ id, tool, subject, state, uses, maxUses, expiresAt, createdBy }: StandingApproval): string {
  const whom = subject.kind === "key" ? `key ${subject.keyName}` : `session of ${subject.keyName}`;
  const used = maxUses === null ? `${uses} used` : `${uses} of ${maxUses} used`;
  const until = expiresAt === null ? "no end in time" : `until ${new Date(expiresAt).toISOString()}`;
  return [id, state, tool.exposedName, whom, used, until, `by ${createdBy.name}`].join("  ");
}

function sessionLine({ id, keyName, clientName, state, trustLevel, scope, taint }: AgentSession): string {
  const left = scope === null ? [] : [`${scope.callsLeft} of ${scope.maxCalls} calls left`];
  const tainted = taint === null ? [] : [`tainted by ${taint.connectorName} ${taint.toolName}`];
  return [id, keyName, clientName, state, trustLevel, ...left, ...tainted].join("  ");
}

async function standingOf(door: PeopleDoor, id: string): Promise<StandingApproval> {
  const standing = (await door.standing.list()).find((one) => one.id === id);
  if (!standing)
    throw new CommandError("not_found", EXIT.usage, `There is no standing approval ${JSON.stringify(id)}.`);
  return standing;
}

async function sessionOf(door: PeopleDoor, id: string): Promise<AgentSession> {
  const session = (await door.sessions.list()).find((one) => one.id === id);
  if (!session) throw new CommandError("not_found", EXIT.usage, `There is no session ${JSON.stringify(id)}.`);
  return session;
}
