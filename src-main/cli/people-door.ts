import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../src-contract/contract.ts";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import type { MemberSummary, OrgSummary } from "../../src-contract/studio.ts";
import { homePaths } from "../base/home.ts";
import { EXIT } from "./exit-codes.ts";
import { fieldWords } from "./field-words.ts";
import { CommandError } from "./output.ts";
import { readPassphrase } from "./passphrase.ts";
import { PeopleSocket } from "./people-socket.ts";

/** The people's door, typed. From here it decides no call: the sidecar refuses that to everything but its window. */
export type PeopleDoor = ContractRouterClient<Contract>;

/** Whom a command acts as, and where. */
export interface MemberFlags {
  readonly home: string;
  /** An organization's name; absent: the one that was looked at last. */
  readonly org?: string;
  /** A member's name; needed only where there are several. */
  readonly member?: string;
  readonly passphraseFile?: string;
}

/** Who proved to be a member, with what. Some procedures want the passphrase once more: it is asked for once. */
export interface Me {
  readonly orgId: OrgId;
  readonly memberId: MemberId;
  readonly name: string;
  readonly passphrase: string;
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
export function asMember<T>(flags: MemberFlags, use: (door: PeopleDoor, me: Me) => Promise<T>): Promise<T> {
  return atDoor(flags.home, async (door) => {
    const org = await orgAt(door, flags.org);
    return use(door, await signIn(door, org, flags));
  });
}

/** Signs in at an organization. Opens the vault where it is locked. @throws {CommandError} */
export async function signIn(door: PeopleDoor, org: OrgSummary, flags: MemberFlags): Promise<Me> {
  const { id: memberId, name } = memberOf(org.members, flags.member);
  const passphrase = await readPassphrase(`Passphrase of ${name}: `, flags.passphraseFile);
  await door.session.signIn({ orgId: org.id, memberId, passphrase });
  return { orgId: org.id, memberId, name, passphrase };
}

/** The organization of that name, or the one that was looked at last; the door looks at it from now on. @throws {CommandError} */
export async function orgAt(door: PeopleDoor, name: string | undefined): Promise<OrgSummary> {
  const state = await door.studio.state();
  if (state.kind === "new")
    throw new CommandError(
      "not_set_up",
      EXIT.refused,
      "This studio has no organization yet. Run `gatehouse setup`, or open its window.",
    );
  if (name === undefined || name === state.org.name) return state.org;
  const org = state.orgs.find((one) => one.name === name);
  if (!org) throw new CommandError("not_found", EXIT.usage, `There is no organization called ${JSON.stringify(name)}.`);
  const selected = await door.studio.select({ orgId: org.id });
  if (selected.kind === "new") throw new CommandError("not_found", EXIT.refused, "That organization is gone.");
  return selected.org;
}

/** The member of that name, or the only one. @throws {CommandError} `not_found`, `usage`. */
export function memberOf(members: readonly MemberSummary[], name: string | undefined): MemberSummary {
  const named = name === undefined ? members : members.filter((one) => one.name === name);
  const [member, another] = named;
  if (!member) throw new CommandError("not_found", EXIT.usage, `There is no member called ${JSON.stringify(name)}.`);
  if (another)
    throw new CommandError(
      "usage",
      EXIT.usage,
      `Say who you are with --member: ${members.map((one) => JSON.stringify(one.name)).join(", ")}.`,
    );
  return member;
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error;
  const data: unknown = error.data;
  const host = textIn(data, "host");
  const way = host === "" ? textIn(data, "hint") : `An admin can allow it: \`gatehouse hosts allow ${host}\`.`;
  // What is wrong with a single field is often the whole message, or its hint.
  const message = [error.message, ...fieldsOf(data, [error.message, way]), way].join(" ").trim();
  return new CommandError(String(error.code), EXIT.refused, message, { cause: error });
}

/** A member of the contract's ErrorData; empty where there is none. */
function textIn(data: unknown, name: "hint" | "host"): string {
  const found: unknown = typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
  return typeof found === "string" ? found : "";
}

function fieldsOf(data: unknown, said: readonly string[]): readonly string[] {
  if (typeof data !== "object" || data === null || !("fields" in data) || !Array.isArray(data.fields)) return [];
  const fields = data.fields as readonly { readonly path: string; readonly message: string }[]; // The contract's ErrorData.
  const news = fields.filter(({ message }) => !said.includes(message));
  return news.map(({ path, message }) => sentenceOf(fieldWords(path), message.replace(/\.$/, "")));
}

function sentenceOf(field: string, message: string): string {
  return field === "" ? `${message}.` : `${field}: ${message}.`;
}
