import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { CreateStandingInput, StandingApproval } from "../src-contract/gate.ts";
import { proves } from "../testkit/promises.ts";
import { codeOf, type PeopleDoor, type PeopleRig } from "./handlers/testdata/people-rig.ts";
import { openAgentRig, type AgentRig } from "./testdata/agent-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const HOUR_MS = 3_600_000;

/** What a program of the same person does, that has the file and not the passphrase. */
function write(home: string, statement: string, ...values: readonly (string | number | null)[]): void {
  const [org = ""] = readdirSync(join(home, "orgs"));
  const file = new Database(join(home, "orgs", org, "org.db"));
  expect([statement, file.prepare(statement).run(...values).changes]).toEqual([statement, 1]);
  file.close();
}

/** The one tool of the rig, reviewed as Moderate and as one that neither reads nor sends outside. */
async function review(rig: AgentRig): Promise<CreateStandingInput["shape"]> {
  const { toolList } = await rig.door.connectors.get({ id: rig.connector.id });
  const [tool] = toolList;
  if (!tool) throw new Error("no tool");
  const { id, definitionDigest } = tool;
  const flow = { readsOutside: false, sendsOut: false };
  await rig.door.tools.classify({ id, definitionDigest, riskClass: "moderate", flow });
  const conditions = [{ path: "/path", test: { kind: "glob" as const, glob: "/notes/*" } }];
  return { toolId: id, definitionDigest, conditions, others: "none" };
}

async function approve(rig: AgentRig, change: Partial<CreateStandingInput> = {}): Promise<StandingApproval> {
  const [key] = await rig.door.keys.list();
  if (!key) throw new Error("no key");
  return rig.door.standing.create({
    shape: await review(rig),
    subject: { kind: "key", keyId: key.id },
    expiresAt: Date.now() + HOUR_MS,
    maxUses: 5,
    fromCallId: null,
    ...change,
  });
}

const call = (rig: AgentRig, on: PeopleRig, path: string) =>
  rig.ask(on, "tools/call", { name: "telling__do", arguments: { path } });

/** A call that nothing lets run: its verdict, once it waits; the agent hears that it was denied. */
async function waits(rig: AgentRig, on: PeopleRig, door: PeopleDoor, path: string) {
  const asking = call(rig, on, path);
  await expect.poll(async () => (await door.approvals.list()).length).toBe(1);
  const [waiting] = await door.approvals.list();
  if (!waiting) throw new Error("nothing waits");
  const { callId, digest } = waiting;
  const { verdict } = await door.approvals.card({ callId });
  await door.approvals.deny({ callId, digest, reason: "not this" });
  expect((await asking).text).toContain("not this");
  return verdict;
}

test(
  "calls that were approved in advance run without a person, others wait and say why",
  { timeout: SLOW },
  async () => {
    proves("gate:standing");
    await using rig = await openAgentRig();
    const made = await approve(rig, { maxUses: 2 });
    expect((await call(rig, rig.people, "/notes/a")).text).toContain("done");
    expect(await waits(rig, rig.people, rig.door, "/etc/passwd")).toEqual({
      kind: "ask",
      reason: { kind: "class-under-trust", riskClass: "moderate", trustLevel: "supervised" },
      notApplied: [{ kind: "standing", id: made.id, why: "arguments", path: "/path" }],
    });
    expect(await rig.door.standing.list()).toEqual([{ ...made, uses: 1, lastUsedAt: expect.any(Number) }]);

    // What was used stays used, whatever the row says: the log knows.
    const next = await rig.people.restart();
    write(next.home, "update standing_approval set uses = 0");
    const { door } = next.visit();
    expect(await codeOf(door.session.signIn(rig.signIn))).toBe("done");
    expect((await door.standing.list()).map(({ uses, state }) => [uses, state])).toEqual([[1, "active"]]);
    expect((await call(rig, next, "/notes/b")).text).toContain("done");
    expect((await waits(rig, next, door, "/notes/c")).notApplied).toEqual([
      { kind: "standing", id: made.id, why: "used-up" },
    ]);
    expect(rig.calls().trim().split("\n")).toEqual(['{"path":"/notes/a"}', '{"path":"/notes/b"}']);
    const { calls } = await door.calls.list({ limit: 9 });
    expect(calls.map(({ state, verdict }) => `${verdict} ${state}`)).toEqual([
      "ask denied",
      "allow succeeded",
      "ask denied",
      "allow succeeded",
    ]);
  },
);

test("a revoked approval lets nothing more run, and revoking needs no window", { timeout: SLOW }, async () => {
  proves("gate:standing");
  await using rig = await openAgentRig();
  const made = await approve(rig);
  const command = rig.people.visit("command-line").door;
  await command.session.signIn(rig.signIn);
  const shape = await review(rig);
  await waits(rig, rig.people, rig.door, "/else");
  const [session] = await rig.door.sessions.list();
  if (!session) throw new Error("no session");
  const { id: sessionId } = session;
  // A command can take power away, and give none.
  const subject = { kind: "session" as const, sessionId };
  const wishes = [
    command.standing.create({ shape, subject, expiresAt: null, maxUses: 1, fromCallId: null }),
    command.sessions.grantScope({ sessionId, tools: [shape], maxCalls: 1, forMs: HOUR_MS }),
    command.sessions.clearTaint({ id: sessionId }),
  ];
  expect(await Promise.all(wishes.map((wish) => codeOf(wish)))).toEqual(["forbidden", "forbidden", "forbidden"]);
  expect((await command.standing.revoke({ id: made.id })).state).toBe("revoked");
  expect((await waits(rig, rig.people, rig.door, "/notes/a")).notApplied).toBeUndefined();
  expect(rig.calls()).toBe("");
});

test("a session is Autonomous inside its scope alone, until one ends it", { timeout: SLOW }, async () => {
  proves("gate:scope");
  await using rig = await openAgentRig();
  const shape = await review(rig);
  await waits(rig, rig.people, rig.door, "/notes/a");
  const [session] = await rig.door.sessions.list();
  if (!session) throw new Error("no session");
  const granted = await rig.door.sessions.grantScope({
    sessionId: session.id,
    tools: [shape],
    maxCalls: 2,
    forMs: HOUR_MS,
  });
  expect(granted).toMatchObject({ trustLevel: "autonomous", scope: { callsLeft: 2 } });
  expect((await call(rig, rig.people, "/notes/a")).text).toContain("done");
  expect((await waits(rig, rig.people, rig.door, "/etc/passwd")).reason).toMatchObject({ trustLevel: "autonomous" });
  expect((await rig.door.sessions.list())[0]?.scope?.callsLeft).toBe(1);
  expect((await rig.door.sessions.endScope({ id: session.id })).trustLevel).toBe("supervised");
  expect((await waits(rig, rig.people, rig.door, "/notes/a")).reason).toMatchObject({ trustLevel: "supervised" });
});

test(
  "what a tool brought in from outside makes the session ask before it sends anything out",
  { timeout: SLOW },
  async () => {
    proves("gate:taint");
    await using rig = await openAgentRig();
    const made = await approve(rig);
    const { toolId: id, definitionDigest } = await review(rig);
    await rig.door.tools.classify({
      id,
      definitionDigest,
      riskClass: "moderate",
      flow: { readsOutside: true, sendsOut: true },
    });
    expect((await call(rig, rig.people, "/notes/a")).text).toContain("done");
    expect(await waits(rig, rig.people, rig.door, "/notes/b")).toMatchObject({
      kind: "ask",
      reason: { kind: "tainted", source: { connectorName: "Telling", toolName: "do" } },
      notApplied: [{ id: made.id, why: "tainted" }],
    });
    const [session] = await rig.door.sessions.list();
    if (!session) throw new Error("no session");
    expect(session.taint).toMatchObject({ toolName: "do" });
    expect((await rig.door.sessions.clearTaint({ id: session.id })).taint).toBeNull();
    expect((await call(rig, rig.people, "/notes/b")).text).toContain("done");
  },
);

/** Another person, with whose keys the studio is open afterwards. */
async function takeTurns(rig: AgentRig, role: "operator" | "admin") {
  const { door, signIn } = rig;
  const { code } = await door.people.invite({ name: "Robin", role, teamIds: [], days: 7 });
  const guest = rig.people.visit().door;
  const passphrase = "another correct horse battery";
  const { memberId, fingerprint } = await guest.people.accept({ orgId: signIn.orgId, code, passphrase });
  const [invitation] = await door.people.invitations();
  if (!invitation) throw new Error("no invitation");
  await door.people.confirm({ id: invitation.id, fingerprint });
  await door.session.lock();
  const robin = { orgId: signIn.orgId, memberId, passphrase };
  await guest.session.signIn(robin);
  return { door: guest, signIn: robin };
}

test(
  "an operator approves in advance what needs no admin, and ends what an admin made",
  { timeout: SLOW },
  async () => {
    proves("gate:named", "gate:standing");
    await using rig = await openAgentRig();
    const admins = await approve(rig);
    const robin = await takeTurns(rig, "operator");
    const [key] = await robin.door.keys.list();
    if (!key) throw new Error("no key");
    const { tool, conditions, others } = admins;
    const { toolList } = await robin.door.connectors.get({ id: rig.connector.id });
    const definitionDigest = toolList.find(({ id }) => id === tool.id)?.definitionDigest;
    if (!definitionDigest) throw new Error("no tool");
    const wish = {
      shape: { toolId: tool.id, definitionDigest, conditions, others },
      subject: { kind: "key" as const, keyId: key.id },
      expiresAt: null,
      maxUses: 3,
      fromCallId: null,
    };
    const operators = await robin.door.standing.create(wish);
    expect(operators).toMatchObject({ isNamedByAdmin: false, createdBy: { name: "Robin" }, state: "active" });
    expect((await robin.door.standing.revoke({ id: admins.id })).state).toBe("revoked");
    expect((await call(rig, rig.people, "/notes/a")).text).toContain("done");

    // What the operator left is whole when the admin comes back, and the admin says what is graver.
    await robin.door.session.lock();
    expect(await codeOf(rig.door.session.signIn(rig.signIn))).toBe("done");
    expect((await rig.door.standing.list()).map(({ id, state, uses }) => [id, state, uses])).toEqual([
      [operators.id, "active", 1],
      [admins.id, "revoked", 0],
    ]);
    await rig.door.tools.classify({ id: tool.id, definitionDigest, riskClass: "dangerous" });
    expect((await rig.door.standing.list())[0]?.state).toBe("paused");
    const named = await rig.door.standing.create(wish);
    expect(named.isNamedByAdmin).toBe(true);
    await rig.door.session.lock();
    expect(await codeOf(robin.door.session.signIn(robin.signIn))).toBe("done");
    expect(await codeOf(robin.door.standing.create(wish))).toBe("admin_needed");
    expect((await call(rig, rig.people, "/notes/b")).text).toContain("done");
  },
);

const EDITS: readonly (readonly [string, string])[] = [
  [
    "that is written",
    "insert into standing_approval select '01890000-0000-7000-8000-00000000beef', kind, subject, replace(shapes, '/notes/*', '**'), is_named_by_admin, created_by, created_at, expires_at, max_uses, from_call_id, 0, null, null, null from standing_approval",
  ],
  ["whose arguments are widened", "update standing_approval set shapes = replace(shapes, '/notes/*', '**')"],
  ["whose end is put off", "update standing_approval set expires_at = null, max_uses = 9999"],
  ["that is made an admin's", "update standing_approval set is_named_by_admin = 1 - is_named_by_admin"],
  ["that is given to somebody else", "update standing_approval set subject = replace(subject, 'key', 'session')"],
  ["that is brought back", "update standing_approval set ended_at = null, ended_why = null"],
];

test.each(EDITS)(
  "a standing approval %s from outside while the studio is locked lets nothing run",
  { timeout: SLOW },
  async (what, statement) => {
    proves("gate:standing", "gate:named", "people:passphrase");
    await using rig = await openAgentRig();
    const made = await approve(rig);
    if (what === "that is brought back") await rig.door.standing.revoke({ id: made.id });
    const next = await rig.people.restart();
    write(next.home, statement);
    const { door } = next.visit();
    const told: unknown = await door.session.signIn(rig.signIn).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "conflict", message: expect.stringContaining("changed outside the studio") });
    await door.session.signIn(rig.signIn);
    expect(await door.standing.list()).toEqual([]);
    expect((await call(rig, next, "/notes/a")).status).toBe(401);
    expect(rig.calls()).toBe("");
  },
);

test("nobody writes one, and nothing runs by one, while the vault is locked", { timeout: SLOW }, async () => {
  proves("gate:standing");
  await using rig = await openAgentRig();
  const made = await approve(rig);
  const next = await rig.people.restart();
  expect((await call(rig, next, "/notes/a")).text).toContain("locked");
  const { door } = next.visit();
  expect(await codeOf(door.standing.revoke({ id: made.id }))).toBe("not_signed_in");
  expect(await codeOf(door.session.signIn(rig.signIn))).toBe("done");
  expect((await call(rig, next, "/notes/a")).text).toContain("done");
  expect(rig.calls().trim().split("\n")).toHaveLength(1);
});
