import type { Command } from "commander";
import type { Asked, DoorCommands } from "./door-commands.ts";

const gate = () => import("./gate.ts");

/** Standing approvals, sessions and the stop of all calls. */
export function addGateCommands(program: Command, { asMember: member, say }: DoorCommands): void {
  const standing = program.command("standing").description("what was approved in advance");
  member(standing.command("list"))
    .description("list standing approvals with their uses")
    .action(async (flags: Asked) => say(flags.json, await (await gate()).listStanding(flags)));
  member(standing.command("revoke"))
    .description("end a standing approval at once")
    .argument("<id>")
    .action(async (id: string, flags: Asked) => say(flags.json, await (await gate()).revokeStanding(flags, id)));

  const sessions = program.command("sessions").alias("session").description("agents that are connected");
  member(sessions.command("list"))
    .description("list the sessions with their trust level, scope and taint")
    .action(async (flags: Asked) => say(flags.json, await (await gate()).listSessions(flags)));
  member(sessions.command("end-scope"))
    .description("take from a session what it may do on its own: it is Supervised at once")
    .argument("<id>")
    .action(async (id: string, flags: Asked) => say(flags.json, await (await gate()).endScope(flags, id)));

  member(program.command("stop"))
    .description(
      "stop all calls: what runs is cancelled, nothing new is taken in, also after a restart, until it is lifted",
    )
    .option("--reason <text>", "why, for people and the log", "")
    .action(async (flags: Asked & { reason: string }) => say(flags.json, await (await gate()).stopCalls(flags)));
  member(program.command("lift"))
    .description("lift the stop of all calls")
    .action(async (flags: Asked) => say(flags.json, await (await gate()).liftStop(flags)));
}
