import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { isContractProcedure } from "@orpc/contract";
import { expect, test } from "vitest";
import { contract } from "../src-contract/contract.ts";
import type { MemberId, OrgId } from "../src-contract/ids.ts";
import type { ProcedureMeta } from "../src-contract/procedure.ts";
import type { Role } from "../src-contract/values.ts";
import { PeopleSocket } from "../src-main/cli/people-socket.ts";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor, type RunningStudio } from "./harness/studio.ts";

const SLOW = 480_000; // Five passphrases are stretched and the sidecar starts four times.
const PASSPHRASE = "a passphrase of their own";
const RANK: Readonly<Record<Role, number>> = { member: 0, operator: 1, admin: 2 };

interface Procedure {
  readonly path: string;
  readonly meta: ProcedureMeta;
}

interface Credentials {
  readonly orgId: OrgId;
  readonly memberId: MemberId;
  readonly passphrase: string;
}

/** Every procedure of the contract, found in the contract itself. */
function proceduresOf(node: object, path: readonly string[] = []): readonly Procedure[] {
  return Object.entries(node).flatMap(([name, found]: [string, unknown]) => {
    const here = [...path, name];
    if (isContractProcedure(found)) return [{ path: here.join("."), meta: found["~orpc"].meta as ProcedureMeta }]; // Each is made with it.
    return typeof found === "object" && found !== null ? proceduresOf(found, here) : [];
  });
}

const PROCEDURES = proceduresOf(contract);

/** Calls with an input that no procedure takes: whoever is let in is told so, and nothing happens. */
async function knock(door: PeopleDoor, path: string): Promise<string> {
  let target: unknown = door;
  for (const name of path.split(".")) target = (target as Record<string, unknown>)[name]; // The client makes every path.
  const call = target as (input: unknown) => Promise<unknown>; // A path of the contract is a procedure.
  try {
    await call("an input that fits nothing");
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** What the contract says that this one is told. */
function expected({ meta }: Procedure, via: "window" | "command-line", role: Role | null): string {
  if (via === "command-line" && meta.isWindowOnly) return "forbidden";
  if (meta.access === "anyone") return "invalid_input";
  if (role === null) return "not_signed_in";
  return RANK[role] >= RANK[meta.access] ? "invalid_input" : "forbidden";
}

async function walk(door: PeopleDoor, via: "window" | "command-line", role: Role | null): Promise<void> {
  for (const procedure of PROCEDURES) {
    const said = [via, role, procedure.path, await knock(door, procedure.path)];
    expect(said).toEqual([via, role, procedure.path, expected(procedure, via, role)]);
  }
}

async function commandLine(home: string): Promise<{ readonly door: PeopleDoor; readonly close: () => void }> {
  const socket = await PeopleSocket.connect(join(home, "people.sock"));
  const door: PeopleDoor = createORPCClient(new RPCLink({ port: socket }));
  return { door, close: () => socket.close() };
}

/** Waits for the sidecar that follows a lock. */
async function nextWindow(studio: RunningStudio): ReturnType<typeof connectWindow> {
  const window = await connectWindow(await studio.newWindow());
  await expect.poll(async () => (await window.door.studio.state()).kind).toBe("locked");
  return window;
}

async function joinAs(admin: PeopleDoor, guest: PeopleDoor, orgId: OrgId, role: Role): Promise<Credentials> {
  const { invitation, code } = await admin.people.invite({ name: `The ${role}`, role, teamIds: [], days: 1 });
  const { memberId, fingerprint } = await guest.people.accept({ orgId, code, passphrase: PASSPHRASE });
  await admin.people.confirm({ id: invitation.id, fingerprint });
  return { orgId, memberId, passphrase: PASSPHRASE };
}

test(
  "every procedure of the contract is refused to a lower role, to who is signed out, and to a command line that may not",
  { timeout: SLOW },
  async () => {
    proves("people:roles", "people:passphrase", "gate:no-self-approval");
    expect(PROCEDURES.length).toBeGreaterThanOrEqual(90);
    using home = createTempHome();
    await using studio = await startStudio(home.path, ["--agents-port", "0"]);
    let window = await connectWindow(studio.window);
    const { orgId, memberId } = await window.door.studio.setUp(FIRST_RUN);
    const guest = await commandLine(studio.home);
    const people: Readonly<Record<Role, Credentials>> = {
      admin: { orgId, memberId, passphrase: FIRST_RUN.passphrase },
      operator: await joinAs(window.door, guest.door, orgId, "operator"),
      member: await joinAs(window.door, guest.door, orgId, "member"),
    };
    guest.close();
    for (const role of ["admin", "operator", "member"] as const) {
      const before = window;
      await before.door.session.lock().catch(() => undefined); // Its answer may be lost with the sidecar that gave it.
      before.close();
      window = await nextWindow(studio);
      const terminal = await commandLine(studio.home);
      await walk(window.door, "window", null);
      await walk(terminal.door, "command-line", null);
      await window.door.session.signIn(people[role]);
      await terminal.door.session.signIn(people[role]);
      await walk(window.door, "window", role);
      await walk(terminal.door, "command-line", role);
      terminal.close();
    }
    window.close();
  },
);
