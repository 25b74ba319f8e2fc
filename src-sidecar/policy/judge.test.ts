import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Asker, Verdict } from "../../src-contract/call.ts";
import { DEFAULT_APPROVAL, type ArgumentCondition } from "../../src-contract/gate.ts";
import type { CallId, Digest, KeyId, StandingId } from "../../src-contract/ids.ts";
import { riskClass as riskClasses } from "../../src-contract/values.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import type { NamedTool, SessionEntry } from "./access.ts";
import type { Judge, JudgeFacts } from "./judge.ts";
import { AccessRig, ADA, anyCallOf, digestOf, drifted, OLE, reviewed } from "./testdata/access-rig.ts";

const HOUR_MS = 3_600_000;
let rig: AccessRig;
let verdicts: Judge;
let keyId: KeyId;
let session: SessionEntry;
let tool: NamedTool;

beforeEach(async () => {
  rig = await AccessRig.open();
  ({ verdicts } = rig.access);
  keyId = await rig.key();
  session = await rig.session(keyId);
  tool = rig.tool(reviewed("moderate"));
});

afterEach(() => rig[Symbol.asyncDispose]());

const asker = (): Asker => ({
  kind: "agent",
  sessionId: session.id,
  keyId,
  keyName: "Laptop",
  policyName: "P",
  clientName: "c",
  clientVersion: "1",
});
const facts = (change: Partial<JudgeFacts> = {}, of: Partial<JudgeFacts["tool"]> = {}): JudgeFacts => ({
  tool: {
    ...tool,
    flow: { readsOutside: false, sendsOut: true },
    approval: DEFAULT_APPROVAL,
    isEnabled: true,
    isOffered: true,
    ...of,
  },
  asker: asker(),
  arguments: {},
  trustLevel: session.trustLevel,
  isInPolicy: true,
  pausedBy: null,
  vaultNames: [],
  ...change,
});
const approve = (change: Partial<Parameters<typeof rig.access.standing.create>[0]> = {}, by = ADA) =>
  rig.access.standing.create(
    {
      shape: anyCallOf(tool),
      subject: { kind: "key", keyId },
      expiresAt: rig.clock.now() + HOUR_MS,
      maxUses: null,
      fromCallId: null,
      ...change,
    },
    by,
  );
const grant = (maxCalls = 3) =>
  rig.access.sessions.grantScope({ sessionId: session.id, tools: [anyCallOf(tool)], maxCalls, forMs: HOUR_MS }, ADA);
const usesOf = async (id: StandingId) =>
  (await rig.db.selectFrom("standing_approval").select("uses").where("id", "=", id).executeTakeFirst())?.uses;
const reasons = (all: readonly Verdict[]) => all.map(({ kind, reason }) => `${kind} ${reason.kind}`);

it("lets N calls at once have no more uses than there are", async () => {
  proves("gate:standing");
  const { id } = await approve({ maxUses: 3 });
  const all = Array.from({ length: 10 }, () => verdicts.judge(facts()));
  expect(all.filter(({ kind }) => kind === "allow")).toHaveLength(3);
  expect(all.at(-1)).toMatchObject({ kind: "ask", notApplied: [{ kind: "standing", id, why: "used-up" }] });
  const [sent, unsent, tried] = all;
  if (!sent || !unsent || !tried) throw new Error("no verdicts");
  await verdicts.used(rig.db, sent);
  verdicts.released(sent); // It was sent: nothing comes back.
  verdicts.released(unsent);
  verdicts.released(unsent); // Once is enough.
  verdicts.released(structuredClone(tried)); // A copy has nothing to give.
  expect(reasons([verdicts.judge(facts()), verdicts.judge(facts())])).toEqual([
    "allow standing-approval",
    "ask class-under-trust",
  ]);
  expect(await usesOf(id)).toBe(1);
});

it("counts a use once in memory when its transaction is tried again", async () => {
  const { id } = await approve({ maxUses: 2 });
  const verdict = verdicts.judge(facts());
  const failing = rig.db.transaction().execute(async (tx) => {
    await verdicts.used(tx, verdict);
    throw new Error("its batch failed");
  });
  await expect(failing).rejects.toThrow("batch");
  await rig.db.transaction().execute((tx) => verdicts.used(tx, verdict));
  expect([await usesOf(id), rig.access.standing.list()[0]?.uses]).toEqual([1, 1]);
  expect(reasons([verdicts.judge(facts()), verdicts.judge(facts())])).toEqual([
    "allow standing-approval",
    "ask class-under-trust",
  ]);
});

it("lets any interleaving of calls that are sent, fail or wait use no more than the count", async () => {
  proves("gate:standing");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.constantFrom("ask", "send", "drop"), { maxLength: 30 }),
      async (maxUses, steps) => {
        const { id } = await approve({ maxUses });
        const open: Verdict[] = [];
        let sent = 0;
        for (const step of steps) {
          const next = step === "ask" ? undefined : open.shift();
          if (step === "ask") {
            const verdict = verdicts.judge(facts());
            if (verdict.kind === "allow") open.push(verdict);
          } else if (next && step === "send") {
            await verdicts.used(rig.db, next);
            sent += 1;
          } else if (next) verdicts.released(next);
          expect(sent + open.length).toBeLessThanOrEqual(maxUses);
        }
        for (const verdict of open) verdicts.released(verdict);
        expect(await usesOf(id)).toBe(sent);
        await rig.access.standing.revoke(id, ADA);
      },
    ),
    { numRuns: 40 },
  );
});

it("never serves another definition, tool, key or session than it was made for", async () => {
  proves("gate:standing");
  const made = tool;
  await approve();
  await grant();
  const other = rig.tool(reviewed("moderate"));
  const isSame = (one: NamedTool, asking: Asker) =>
    one.id === made.id &&
    one.definitionDigest === made.definitionDigest &&
    asking.kind === "agent" &&
    asking.keyId === keyId;
  const anyTool = fc.record({
    base: fc.constantFrom(made, other),
    definitionDigest: fc.oneof(
      fc.constant(made.definitionDigest),
      fc.constantFrom(...["b", "c", "0"].map(digestOf)),
      fc.constant("" as Digest),
    ),
    risk: fc.constantFrom(...riskClasses.options.map(reviewed), drifted("moderate"), drifted("moderate", "server")),
  });
  const anyAsker = fc.constantFrom<Asker>(
    asker(),
    { ...asker(), kind: "agent", keyId: newId<KeyId>(), sessionId: newId() } as Asker,
    { kind: "member", member: ADA },
  );
  fc.assert(
    fc.property(anyTool, anyAsker, ({ base, definitionDigest, risk }, asking) => {
      tool = { ...base, definitionDigest, risk };
      const verdict = verdicts.judge(facts({ asker: asking, trustLevel: "autonomous" }));
      verdicts.released(verdict);
      tool = made;
      if (verdict.kind !== "allow" || verdict.reason.kind === "class-under-trust") return;
      expect([isSame({ ...base, definitionDigest }, asking), risk]).toEqual([true, reviewed("moderate")]);
    }),
    { numRuns: 500 },
  );
});

it("never lets more run after an approval was taken away, a condition added, or the session tainted or tightened", async () => {
  proves("gate:tighten", "gate:taint");
  const conditions: readonly ArgumentCondition[] = [
    { path: "/a", test: { kind: "range", min: 0, max: 5 } },
    { path: "/b", test: { kind: "glob", glob: "x*" } },
  ];
  const wide = await approve({ shape: anyCallOf(tool, { conditions: conditions.slice(0, 1) }) });
  const runs = (args: JudgeFacts["arguments"], change: Partial<JudgeFacts> = {}) => {
    const verdict = verdicts.judge(facts({ arguments: args, ...change }));
    verdicts.released(verdict);
    return verdict.kind === "allow";
  };
  const grid = [-1, 0, 5, 6].flatMap((a) => ["x", "xy", "y", 7].map((b) => ({ a, b })));
  const before = grid.filter((args) => runs(args));
  expect(before).toHaveLength(8);
  expect(grid.filter((args) => runs(args, { trustLevel: "manual" }))).toEqual([]);
  const taint = { callId: newId<CallId>(), connectorName: "Web", toolName: "fetch", at: 1, phrases: [] };
  await rig.access.sessions.setTaint({ sessionId: session.id, keyId }, taint);
  expect(verdicts.judge(facts({ arguments: { a: 1, b: "x" } }))).toEqual({
    kind: "ask",
    reason: { kind: "tainted", source: taint, riskClass: "moderate", trustLevel: "supervised" },
    notApplied: [{ kind: "standing", id: wide.id, why: "tainted" }],
  });
  expect(grid.filter((args) => runs(args))).toEqual([]);
  await rig.access.sessions.clearTaint(session.id, ADA);
  await approve({ shape: anyCallOf(tool, { conditions: [...conditions] }) });
  await rig.access.standing.revoke(wide.id, OLE);
  expect(grid.filter((args) => runs(args))).toEqual(before.filter(({ b }) => b === "x" || b === "xy"));
});

it("says whether what let a call run is still given", async () => {
  const { id } = await approve();
  const verdict = verdicts.judge(facts());
  const byClass = verdicts.judge(facts({}, { risk: reviewed("read-only") }));
  expect(reasons([verdict, byClass])).toEqual(["allow standing-approval", "allow class-under-trust"]);
  expect([verdict, byClass].map((one) => verdicts.holds(one))).toEqual([true, true]);
  await rig.access.standing.revoke(id, OLE);
  expect([verdict, byClass].map((one) => verdicts.holds(one))).toEqual([false, true]);
  await grant();
  const inScope = verdicts.judge(facts());
  expect([reasons([inScope]), verdicts.holds(inScope)]).toEqual([["allow in-scope"], true]);
  await rig.access.sessions.endScope(session.id, OLE);
  expect(verdicts.holds(inScope)).toBe(false);
});

it("promises no use where class or rule let a call run anyway", async () => {
  tool = rig.tool(reviewed("read-only"));
  const { id } = await approve({ maxUses: 1 });
  for (const _ of [1, 2, 3]) {
    const verdict = verdicts.judge(facts());
    expect(reasons([verdict])).toEqual(["allow class-under-trust"]);
    await verdicts.used(rig.db, verdict);
  }
  expect(await usesOf(id)).toBe(0);
});
