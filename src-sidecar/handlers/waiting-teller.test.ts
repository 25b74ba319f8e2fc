import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallStateKind } from "../../src-contract/call.ts";
import type { WaitingCalls } from "../../src-contract/host.ts";
import type { CallId, ConnectorId, Digest, OrgId, ToolId } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { newId } from "../base/new-id.ts";
import { endCall, insertCall, moveCall, openHome, type OrgDb } from "../store/index.ts";
import { WaitingTeller } from "./waiting-teller.ts";

let disposal: AsyncDisposableStack;
let databases: OrgDb[];
let told: WaitingCalls[];
let faults: unknown[];
let teller: WaitingTeller;

beforeEach(() => {
  disposal = new AsyncDisposableStack();
  const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
  databases = [1, 2].map(() => disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close()).db);
  told = [];
  faults = [];
});
afterEach(() => disposal.disposeAsync());

function begin(): void {
  teller = disposal.use(
    new WaitingTeller({
      databases: () => databases,
      tell: (waiting) => told.push(waiting),
      onFault: (fault) => faults.push(fault),
    }),
  );
}

/** Says that something changed and waits until it was looked at. */
async function look(): Promise<void> {
  teller.changed();
  await sleep(300);
}

async function add(db: OrgDb | undefined, state: CallStateKind, risk_class: RiskClass): Promise<CallId> {
  if (!db) throw new Error("no database");
  const id = newId<CallId>();
  const nothing = { session_id: null, key_id: null, member_id: null, executed_digest: null, decision: null };
  const empty = { decided_by: null, failure: null, proposed: null, executed: null, result: null, result_bytes: null };
  const names = { connector_name: "c", tool_name: "t", exposed_name: "c__t", asker_name: "a", verdict: "ask" } as const;
  const digest = "0".repeat(64) as Digest;
  insertCall(db, {
    ...nothing,
    ...empty,
    ...names,
    id,
    connector_id: newId<ConnectorId>(),
    tool_id: newId<ToolId>(),
    state,
    risk_class,
    digest,
    definition_digest: digest,
    shown: "{}",
    redactions: "[]",
    redaction_count: 0,
    received_at: 1,
    expires_at: 2,
    sent_at: null,
    ended_at: null,
  });
  return id;
}

test("what waited when it began is counted and is no news; nothing at all is not told", async () => {
  begin();
  await look();
  expect(told).toEqual([]);
  teller[Symbol.dispose]();
  await add(databases[0], "awaiting", "dangerous");
  begin();
  await look();
  expect(told).toEqual([{ count: 1, dangerous: 1, fresh: 0 }]);
});

test("what comes together in all organizations is told once, in numbers", async () => {
  proves("window:calls");
  begin();
  await look();
  await add(databases[0], "awaiting", "moderate");
  teller.changed();
  await add(databases[1], "awaiting", "unknown");
  await add(databases[1], "executing", "dangerous");
  await look();
  expect(told).toEqual([{ count: 2, dangerous: 1, fresh: 2 }]);
});

test("a result that waits is news although its call was told of, and what ended is not counted", async () => {
  begin();
  const call = await add(databases[0], "awaiting", "moderate");
  const other = await add(databases[0], "awaiting", "moderate");
  await look();
  const [db] = databases;
  if (!db) throw new Error("no database");
  await moveCall(db, call, "awaiting", { state: "reviewing" });
  const nothing = { failure: null, redactions: "[]", redaction_count: 0, result: null, result_bytes: null };
  await moveCall(db, other, "awaiting", { state: "executing" });
  endCall(db, other, { ...nothing, notice: null, state: "cancelled", ended_at: 5 });
  await look();
  expect(told.at(-1)).toEqual({ count: 1, dangerous: 0, fresh: 1 });
  const before = told.length;
  await look();
  expect(told).toHaveLength(before);
});

test("a database that is closed meanwhile is a fault that ends nothing", async () => {
  begin();
  await look();
  const all = databases;
  databases = [{ ...databases[0] } as OrgDb]; // No database at all: whatever is asked of it throws.
  await look();
  expect(faults).toHaveLength(1);
  databases = all;
  await add(databases[0], "awaiting", "moderate");
  await look();
  expect(told.at(-1)).toEqual({ count: 1, dangerous: 0, fresh: 1 });
});
