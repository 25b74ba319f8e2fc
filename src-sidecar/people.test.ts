import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isContractProcedure } from "@orpc/contract";
import { expect, test } from "vitest";
import { contract } from "../src-contract/contract.ts";
import type { ProcedureMeta } from "../src-contract/procedure.ts";
import { callId, digest, memberId, orgId } from "../src-contract/ids.ts";
import type { StudioEvent } from "../src-contract/studio.ts";
import type { Role } from "../src-contract/values.ts";
import { proves } from "../testkit/promises.ts";
import {
  codeOf,
  FIRST_RUN,
  openPeopleRig,
  PASSPHRASE,
  type PeopleDoor,
  type Visitor,
} from "./handlers/testdata/people-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const DECIDING = [
  "sessions.grantScope",
  "sessions.clearTaint",
  "standing.create",
  "approvals.approve",
  "approvals.approveEdited",
  "approvals.approveMany",
  "approvals.deny",
  "approvals.denyMany",
  "approvals.release",
  "approvals.withhold",
];

interface Procedure {
  readonly path: string;
  readonly meta: ProcedureMeta;
}

/** Every procedure of the contract, found in the contract itself. */
function proceduresOf(node: object, path: readonly string[] = []): readonly Procedure[] {
  return Object.entries(node).flatMap(([name, member]: [string, unknown]) => {
    const here = [...path, name];
    if (isContractProcedure(member)) return [{ path: here.join("."), meta: member["~orpc"].meta as ProcedureMeta }];
    return typeof member === "object" && member !== null ? proceduresOf(member, here) : [];
  });
}

const PROCEDURES = proceduresOf(contract);

/** Calls with an input that no procedure takes: whoever is let in is told so, and nothing happens. */
async function knock(door: PeopleDoor, path: string): Promise<string> {
  let target: unknown = door;
  for (const name of path.split(".")) target = (target as Record<string, unknown>)[name];
  const call = target as (input: unknown) => Promise<unknown>;
  return codeOf(call("an input that fits nothing"));
}

function signIn({ connection }: Visitor, role: Role): void {
  const org = orgId.parse("01890000-0000-7000-8000-0000000000b0");
  connection.orgId = org;
  connection.signIns.set(org, {
    member: { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Dana", role },
  });
}

const RANK: Readonly<Record<Role, number>> = { member: 0, operator: 1, admin: 2 };

test("the contract is walked whole", () => {
  expect(PROCEDURES.length).toBeGreaterThanOrEqual(90);
  expect(PROCEDURES.filter(({ meta }) => meta.access === "anyone").map(({ path }) => path)).toEqual([
    "studio.state",
    "studio.about",
    "studio.setUp",
    "studio.select",
    "session.signIn",
    "session.signInWithKeychain",
    "session.recover",
    "session.resume",
    "session.lock",
    "people.accept",
    "backups.inspect",
    "backups.restore",
  ]);
  expect(PROCEDURES.filter(({ meta }) => meta.isWindowOnly).map(({ path }) => path)).toEqual(DECIDING);
});

test("whoever is not signed in gets no further than the lock screen, from a window or a command line", async () => {
  proves("people:passphrase");
  await using rig = await openPeopleRig();
  for (const via of ["window", "command-line"] as const) {
    const { door } = rig.visit(via);
    for (const { path, meta } of PROCEDURES) {
      const open = meta.access === "anyone";
      const refused = via === "command-line" && meta.isWindowOnly ? "forbidden" : "not_signed_in";
      expect([path, await knock(door, path)]).toEqual([path, open ? "invalid_input" : refused]);
    }
  }
});

test.each(["member", "operator", "admin"] as const)(
  "the role %s reaches what the contract gives it and no more",
  async (role) => {
    await using rig = await openPeopleRig();
    const visitor = rig.visit();
    signIn(visitor, role);
    for (const { path, meta } of PROCEDURES) {
      const mayCall = meta.access === "anyone" || RANK[role] >= RANK[meta.access];
      expect([path, await knock(visitor.door, path)]).toEqual([path, mayCall ? "invalid_input" : "forbidden"]);
    }
  },
);

test("no command line decides a call, whoever sits at it", async () => {
  proves("people:passphrase");
  await using rig = await openPeopleRig();
  const visitor = rig.visit("command-line");
  signIn(visitor, "admin");
  for (const path of DECIDING) expect(await knock(visitor.door, path)).toBe("forbidden");
  const { door } = visitor;
  const id = callId.parse("01890000-0000-7000-8000-000000000001");
  const shown = digest.parse("0".repeat(64));
  expect(await codeOf(door.approvals.approve({ callId: id, digest: shown }))).toBe("forbidden");
});

test("first run makes one organization, however many ask for it at once", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const visitors = [rig.visit(), rig.visit(), rig.visit("command-line")];
  expect(await visitors[0]?.door.studio.state()).toEqual({ kind: "new" });
  const asked = visitors.map(({ door }) => codeOf(door.studio.setUp(FIRST_RUN)));
  const meanwhile = rig.visit();
  expect((await meanwhile.door.studio.state()).kind).toBe("new");
  const outcomes = await Promise.all(asked);
  expect(outcomes.toSorted()).toEqual(["already_set_up", "already_set_up", "done"]);
  expect(readdirSync(join(rig.home, "orgs"))).toHaveLength(1);
  expect(await codeOf(meanwhile.door.studio.setUp(FIRST_RUN))).toBe("already_set_up");
  const next = await rig.restart();
  expect((await next.visit().door.studio.state()).kind).toBe("locked");
});

test("a lock ends every sign-in, every token and every stream of events", { timeout: SLOW }, async () => {
  proves("people:passphrase");
  await using rig = await openPeopleRig();
  const one = rig.visit();
  const { sessionToken, orgId: org, memberId: member } = await one.door.studio.setUp(FIRST_RUN);
  const two = rig.visit();
  expect(await codeOf(two.door.connectors.list())).toBe("not_signed_in");
  expect(await two.door.session.resume({ sessionToken })).toMatchObject({ name: "Dana" });
  expect(await two.door.connectors.list()).toEqual([]);
  const heard: StudioEvent[] = [];
  const listening = (async () => {
    for await (const event of await two.door.studio.events()) heard.push(event);
  })();
  await expect.poll(() => heard.length).toBe(1);

  await one.door.session.lock();
  await listening;
  expect(heard[0]).toEqual({ kind: "hello" });
  expect(heard.at(-1)).toEqual({ kind: "locked" });
  for (const { door } of [one, two]) {
    expect(await codeOf(door.connectors.list())).toBe("not_signed_in");
    expect(await codeOf(door.session.resume({ sessionToken }))).toBe("not_signed_in");
    expect((await door.studio.state()).kind).toBe("locked");
  }
  const wrong = { orgId: org, memberId: member, passphrase: "not the passphrase" };
  expect(await codeOf(one.door.session.signIn(wrong))).toBe("wrong_passphrase");
  await one.door.session.signIn({ ...wrong, passphrase: PASSPHRASE });
  expect(await one.door.connectors.list()).toEqual([]);
  expect(await codeOf(two.door.connectors.list())).toBe("not_signed_in");
});

test("signing out ends that session and no other", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const one = rig.visit();
  const { sessionToken, orgId: org, memberId: member } = await one.door.studio.setUp(FIRST_RUN);
  const two = rig.visit();
  const other = await two.door.session.signIn({ orgId: org, memberId: member, passphrase: PASSPHRASE });
  await one.door.session.signOut();
  expect(await codeOf(one.door.connectors.list())).toBe("not_signed_in");
  expect(await codeOf(one.door.session.resume({ sessionToken }))).toBe("not_signed_in");
  expect(await two.door.connectors.list()).toEqual([]);
  expect(await one.door.session.resume({ sessionToken: other.sessionToken })).toMatchObject({ name: "Dana" });
});

test("a session that newer ones pushed out has ended on its connection too", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const one = rig.visit();
  const { sessionToken, orgId: org, memberId: member } = await one.door.studio.setUp(FIRST_RUN);
  const [{ memberSessions } = { memberSessions: undefined }] = rig.running.studio.orgs();
  const dana = { id: member, name: "Dana", role: "admin" } as const;
  for (let count = 0; count < 255; count += 1) memberSessions?.open(dana, 1);
  const stream = await one.door.studio.events();
  expect(await stream.next()).toMatchObject({ value: { kind: "hello" } });
  const two = rig.visit();
  await two.door.session.signIn({ orgId: org, memberId: member, passphrase: PASSPHRASE });
  expect(await two.door.connectors.list()).toEqual([]);
  expect(await codeOf(one.door.connectors.list())).toBe("not_signed_in");
  expect(await codeOf(one.door.session.resume({ sessionToken }))).toBe("not_signed_in");
  while (!(await stream.next()).done);
});

test(
  "signing out and a new passphrase end what a connection holds, known by token or not",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const [one, two, three] = [rig.visit(), rig.visit(), rig.visit()];
    const { orgId: org, memberId: member } = await one.door.studio.setUp(FIRST_RUN);
    const passphrase = PASSPHRASE;
    for (const { door } of [two, three]) await door.session.signIn({ orgId: org, memberId: member, passphrase });
    rig.running.studio.orgs()[0]?.memberSessions.endWhere(() => true);
    await three.door.session.signOut();
    expect(await codeOf(three.door.connectors.list())).toBe("not_signed_in");
    await one.door.session.changePassphrase({ current: PASSPHRASE, next: "another passphrase of hers" });
    expect(await codeOf(two.door.connectors.list())).toBe("not_signed_in");
    expect(await one.door.connectors.list()).toEqual([]);
  },
);

test("guessing is slowed down, also when all guesses come at once", { timeout: SLOW * 2 }, async () => {
  proves("people:passphrase");
  await using rig = await openPeopleRig();
  const { door } = rig.visit();
  const { orgId: org, memberId: member } = await door.studio.setUp(FIRST_RUN);
  await door.session.lock();
  const guess = (passphrase: string) =>
    codeOf(rig.visit("command-line").door.session.signIn({ orgId: org, memberId: member, passphrase }));
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_none, index) => guess(`guess number ${index}`)));
  expect(outcomes.filter((outcome) => outcome === "wrong_passphrase").length).toBe(5);
  expect(outcomes.filter((outcome) => outcome === "too_many_attempts").length).toBe(15);
  expect(await guess(PASSPHRASE)).toBe("too_many_attempts");
});

test("an event stream ends with its connection and leaves nothing behind", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const visitor = rig.visit();
  await visitor.door.studio.setUp(FIRST_RUN);
  const [{ events } = { events: undefined }] = rig.running.studio.orgs();
  if (!events) throw new Error("no organization");
  const ends: string[] = [];
  const listen = events.listen.bind(events);
  Object.assign(events, {
    listen: async function* (...asked: Parameters<typeof listen>) {
      try {
        yield* listen(...asked);
      } finally {
        ends.push("ended");
      }
    },
  });
  const stream = await visitor.door.studio.events();
  expect(await stream.next()).toMatchObject({ value: { kind: "hello" } });
  visitor.hangUp();
  await expect.poll(() => ends).toEqual(["ended"]);
  expect(rig.running.connections.size).toBe(0);
});

test("the home is private to its owner and no organization is half made", { timeout: SLOW }, async () => {
  await using rig = await openPeopleRig();
  const { door } = rig.visit();
  expect(await codeOf(door.studio.setUp({ ...FIRST_RUN, passphrase: "short" }))).toBe("invalid_input");
  expect(existsSync(join(rig.home, "orgs"))).toBe(false);
});
