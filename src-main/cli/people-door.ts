import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../src-contract/contract.ts";
import { homePaths } from "../base/home.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";
import { readPassphrase } from "./passphrase.ts";
import { PeopleSocket } from "./people-socket.ts";

/** The people's door, typed. From here it decides no call: the sidecar refuses that to everything but its window. */
export type PeopleDoor = ContractRouterClient<Contract>;

/** Whom a command acts as. */
export interface MemberFlags {
  readonly home: string;
  /** A member's name; needed only where there are several. */
  readonly member?: string;
  readonly passphraseFile?: string;
}

/** Runs `use` at the door of the running studio, signed out. @throws {CommandError} */
export async function atDoor<T>(home: string, use: (door: PeopleDoor) => Promise<T>): Promise<T> {
  const socket = await PeopleSocket.connect(homePaths(home).peopleSocket);
  try {
    return await use(createORPCClient(new RPCLink({ port: socket })));
  } catch (error) {
    throw refusalOf(error);
  } finally {
    socket.close();
  }
}

/** Runs `use` as a member, who proves it with the passphrase. Opens the vault where it is locked. @throws {CommandError} */
export function asMember<T>(flags: MemberFlags, use: (door: PeopleDoor) => Promise<T>): Promise<T> {
  return atDoor(flags.home, async (door) => {
    const state = await door.studio.state();
    if (state.kind === "new")
      throw new CommandError(
        "not_set_up",
        EXIT.refused,
        "This studio has no organization yet. Run `gatehouse setup`, or open its window.",
      );
    const { id: orgId, members } = state.org;
    const named = flags.member === undefined ? members : members.filter(({ name }) => name === flags.member);
    const [member, another] = named;
    if (!member)
      throw new CommandError("not_found", EXIT.usage, `There is no member called ${JSON.stringify(flags.member)}.`);
    if (another)
      throw new CommandError(
        "usage",
        EXIT.usage,
        `Say who you are with --member: ${members.map(({ name }) => JSON.stringify(name)).join(", ")}.`,
      );
    const passphrase = await readPassphrase(`Passphrase of ${member.name}: `, flags.passphraseFile);
    await door.session.signIn({ orgId, memberId: member.id, passphrase });
    return use(door);
  });
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error;
  const data: unknown = error.data;
  const hint =
    typeof data === "object" && data !== null && "hint" in data && typeof data.hint === "string" ? ` ${data.hint}` : "";
  return new CommandError(String(error.code), EXIT.refused, `${error.message}${fieldsOf(data)}${hint}`, {
    cause: error,
  });
}

function fieldsOf(data: unknown): string {
  if (typeof data !== "object" || data === null || !("fields" in data) || !Array.isArray(data.fields)) return "";
  const fields = data.fields as readonly { readonly path: string; readonly message: string }[]; // The contract's ErrorData.
  return fields.map(({ path, message }) => ` ${path}: ${message}.`).join("");
}
