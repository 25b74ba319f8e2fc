import { randomBytes } from "node:crypto";
import type { Asker, Verdict } from "../../../src-contract/call.ts";
import { DEFAULT_APPROVAL } from "../../../src-contract/gate.ts";
import {
  connectorId,
  digest,
  keyId,
  memberId,
  orgId,
  sessionId,
  toolId,
  type CallId,
} from "../../../src-contract/ids.ts";
import type { OrgSettings } from "../../../src-contract/studio.ts";
import type { Role } from "../../../src-contract/values.ts";
import { createManualClock, type ManualClock } from "../../../testkit/clock.ts";
import { MemoryEpochAnchor, MemoryKeyStore, MemorySecretStore } from "../../../testkit/secret-store.ts";
import { createTempHome } from "../../../testkit/temp-home.ts";
import { openAuditLog, type AuditLog } from "../../audit/index.ts";
import type { ApprovedCall } from "../../base/approved-call.ts";
import { digestJson, type JsonObject } from "../../base/canonical-json.ts";
import { newId } from "../../base/new-id.ts";
import { Secret } from "../../base/secret.ts";
import { openAccess, type Access } from "../../policy/index.ts";
import { openRedaction, type KnownValues } from "../../redaction/index.ts";
import { openHome, type OpenDatabase, type OrgTables } from "../../store/index.ts";
import { nameOfRow, openPrimitives, openVault, type AnswerRow, type KeyRow, type Vault, type VaultRows } from "../../vault/index.ts";
import { ADA_PASSPHRASE, FLOOR_COST } from "../../vault/vectors/fixed-org.ts";
import { createCleaner } from "../clean.ts";
import { CallDesk } from "../desk.ts";
import type { CallableTool, LiveCall } from "../live-call.ts";
import type { CallPorts, CredentialsFor, SendOptions } from "../ports.ts";
import type { CallRequest } from "../receive.ts";

export const ORG = orgId.parse("01890000-0000-7000-8000-0000000000f0");
export const ADMIN = { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Dana" };
/** Another operator, and a member who decides nothing. */
export const OLE = { id: memberId.parse("01890000-0000-7000-8000-0000000000a1"), name: "Ole" };
export const MIA = { id: memberId.parse("01890000-0000-7000-8000-0000000000a2"), name: "Mia" };
export const KEY = keyId.parse("01890000-0000-7000-8000-0000000000b0");
export const OTHER_KEY = keyId.parse("01890000-0000-7000-8000-0000000000b1");
export const SESSION = sessionId.parse("01890000-0000-7000-8000-0000000000c0");

const SETTINGS: OrgSettings = {
  holdMs: 270_000,
  waitMs: 86_400_000,
  callTimeoutMs: 120_000,
  idleLockMs: 0,
  retentionDays: 90,
  auditRetentionDays: 365,
  payloadsFor: "operators",
  rotateEveryDays: 0,
  remindAfterDays: 0,
  allowedHosts: [],
  clientMetadataUrl: null,
};

/** A tool that nobody has classified, unless told otherwise. */
export function makeTool(change: Partial<CallableTool> = {}): CallableTool {
  const definition = {
    name: "write",
    description: "Writes a note.",
    inputSchema: {
      type: "object",
      properties: { path: { type: "string" }, text: { type: "string" } },
      required: ["path"],
      additionalProperties: false,
    },
  };
  const tool: CallableTool = {
    id: toolId.parse("01890000-0000-7000-8000-0000000000d0"),
    connectorId: connectorId.parse("01890000-0000-7000-8000-0000000000e0"),
    connectorName: "Notes",
    connectorSlug: "notes",
    connectorKind: "mcp-stdio",
    connectorRevision: 1,
    target: "notes-server --stdio",
    operation: "tools/call",
    name: "write",
    exposedName: "notes__write",
    definition,
    definitionDigest: digest.parse(digestJson(definition)),
    isEnabled: true,
    isOffered: true,
    risk: { riskClass: "unknown", source: { kind: "default" } },
    suggestion: { riskClass: "moderate", flow: { readsOutside: true, sendsOut: true }, evidence: [] },
    flow: { readsOutside: false, sendsOut: false },
    approval: DEFAULT_APPROVAL,
  };
  return { ...tool, ...change };
}

/** The same, classified by an admin as one that runs without a person. */
export function makeReader(change: Partial<CallableTool> = {}): CallableTool {
  return makeTool({ risk: { riskClass: "read-only", source: { kind: "admin", by: ADMIN, at: 0 } }, ...change });
}

export const AGENT = {
  kind: "agent",
  sessionId: SESSION,
  keyId: KEY,
  keyName: "laptop",
  policyName: "Default",
  clientName: "test",
  clientVersion: "1",
} as const satisfies Asker;

/** Somebody who may read everything. */
export const READER = { id: ADMIN.id, mayReadPayload: true };

export type Send = (call: ApprovedCall, options: SendOptions) => Promise<JsonObject>;

/** Where the path of a call meets the disk: before the write, or after it. */
export interface Death {
  readonly atWrite: number;
  readonly when: "before" | "after";
}

/** A desk with real rooms around it; only the connector is in memory. */
export interface DeskRig extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly database: OpenDatabase<OrgTables>;
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly known: KnownValues;
  readonly ports: CallPorts;
  readonly desk: CallDesk;
  readonly tools: Map<string, CallableTool>;
  readonly access: Access;
  /** Who is here; a member who is taken out is no longer active. */
  readonly members: Map<string, Role>;
  /** What the connector says of other connectors' tools. */
  readonly mentions: string[];
  /** What reached the connector. */
  readonly sent: ApprovedCall[];
  readonly settings: { current: OrgSettings };
  readonly credentials: { refs: CredentialsFor["refs"]; accounts: CredentialsFor["accounts"] };
  /** What the connector does. */
  answer: Send;
  /** What stands in for the policy's verdict; null: the policy decides. */
  verdict: Verdict | null;
  ask(args?: JsonObject, change?: Partial<CallRequest>): ReturnType<CallDesk["submit"]>;
  /** The call that waits, once it does. */
  askAndWait(args?: JsonObject, change?: Partial<CallRequest>): Promise<LiveCall>;
  /** The id of the only call that waits. */
  waitingId(): Promise<CallId>;
  /** What the audit log says of a call, oldest first. */
  steps(id: string): Promise<readonly string[]>;
  /** A new process on the same database: the old desk is left where it stands. */
  reborn(): Promise<DeskRig>;
  /** How often anything was written through the path of a call. */
  readonly writes: () => number;
}

// One for a file's tests: stretching a passphrase takes longer than all the rest of a rig.
const keyStore = new MemoryKeyStore<VaultRows, KeyRow, AnswerRow>(nameOfRow);
const vault = await openVault({
  orgId: ORG,
  primitives: await openPrimitives(),
  keyStore,
  secretStore: new MemorySecretStore(keyStore),
  anchor: new MemoryEpochAnchor(),
  clock: createManualClock(),
  newId: () => newId<string>(),
  cost: FLOOR_COST,
});
await vault.create(ADMIN.id, Secret.fromText(ADA_PASSPHRASE));

/** Opens a vault that a test has locked. */
export async function unlock(locked: Vault): Promise<void> {
  if (locked.state.kind === "locked")
    await locked.unlock(ADMIN.id, { kind: "passphrase", passphrase: Secret.fromText(ADA_PASSPHRASE) });
}

export interface RigOptions {
  readonly tool?: CallableTool;
  readonly death?: Death;
}

/** Opens an organization's database in a home of its own, with a vault that is open. */
export async function openDeskRig(options: RigOptions = {}): Promise<DeskRig> {
  const home = createTempHome();
  const studio = openHome(home.path);
  await unlock(vault);
  const tool = options.tool ?? makeTool();
  const world: World = {
    clock: createManualClock(),
    open: () => studio.openOrg(ORG),
    vault,
    tools: new Map([[tool.id, tool]]),
    sent: [],
    closing: [],
  };
  const rig = await openOn(world, options.death);
  await rig.desk.resume(() => null);
  return Object.assign(rig, {
    [Symbol.asyncDispose]: async () => {
      await rig.desk.close();
      for (const close of world.closing) await close();
      await studio.close();
      home[Symbol.dispose]();
    },
  });
}

interface World {
  readonly clock: ManualClock;
  readonly open: () => OpenDatabase<OrgTables>;
  readonly vault: Vault;
  readonly tools: Map<string, CallableTool>;
  readonly sent: ApprovedCall[];
  readonly closing: (() => Promise<void>)[];
}

async function openOn(world: World, death: Death | undefined): Promise<DeskRig> {
  const { clock, vault, tools, sent } = world;
  const database = world.open();
  world.closing.push(() => database.close());
  const audit = await openAuditLog({ database, clock, randomBytes: (length) => new Uint8Array(randomBytes(length)) });
  const { db } = database;
  const { service } = await openRedaction({ db, record: audit.record, randomBytes });
  world.closing.push(() => service.close());
  const { known } = service;
  const cleaner = createCleaner(service);
  const members = new Map<string, Role>([
    [ADMIN.id, "admin"],
    [OLE.id, "operator"],
    [MIA.id, "member"],
  ]);
  const mentions: string[] = [];
  const settings = { current: SETTINGS };
  const credentials: DeskRig["credentials"] = { refs: [], accounts: [] };
  let writes = 0;
  const write: AuditLog["write"] = async (durability, apply) => {
    writes += 1;
    const isLast = death?.atWrite === writes;
    if (isLast && death.when === "before") return dead();
    await audit.write(durability, apply);
    if (isLast || (death && writes > death.atWrite)) return dead();
  };
  const context = (callId: string, field: string) =>
    ({
      orgId: ORG,
      scope: "org",
      scopeId: ORG,
      ownerKind: "call",
      ownerId: callId,
      recordId: callId,
      field,
      schema: 1,
      rev: 1,
    }) as const;
  const access = await openAccess({
    db,
    record: audit.record,
    clock,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    isOpen: () => vault.state.kind === "unlocked",
    changed: () => {},
    toolNow: (id) => named(tools.get(id)),
    memberNow: (id) => {
      const role = members.get(id);
      return role ? { role, isActive: true } : null;
    },
    holdsVaultValue: async (value) => (await cleaner.scan(value)).vaultNames.length > 0,
    usesLogged: () => Promise.resolve(new Map()),
  });
  await access.standing.takeUp();
  const ports: CallPorts = {
    clock,
    db: database.db,
    audit: { write, onDisk: () => audit.onDisk(), read: (rows) => audit.read(rows) },
    vault: {
      isOpen: () => vault.state.kind === "unlocked",
      seal: (callId, field, plaintext) => vault.sealBody(context(callId, field), plaintext),
      open: (callId, field, envelope) => vault.openBody(context(callId, field), envelope),
    },
    cleaner,
    settings: () => settings.current,
    newCallId: () => newId<CallId>(),
    decide: (facts) => rig.verdict ?? access.verdicts.judge(facts),
    standingUsed: (tx, verdict) => access.verdicts.used(tx, verdict),
    standingReleased: (verdict) => access.verdicts.released(verdict),
    standingHolds: (verdict) => access.verdicts.holds(verdict),
    isStopped: () => access.settings.stopState().kind === "stopped",
    sessionNow: (asker) => {
      const session = asker.kind === "agent" ? access.sessions.get(asker.sessionId) : undefined;
      return session ? { isPaused: session.state.kind === "paused", trustLevel: session.trustLevel } : null;
    },
    taintOf: (asker) => (asker.kind === "agent" ? access.sessions.taint(asker) : null),
    noteTaint: (asker, taint) =>
      asker.kind === "agent" ? access.sessions.setTaint(asker, taint) : undefined,
    memberNow: (id) => {
      const role = members.get(id);
      const name = [ADMIN, OLE, MIA].find((one) => one.id === id)?.name;
      return name === undefined ? null : { name, role: role ?? "member", isActive: role !== undefined };
    },
    mentionsOf: () => mentions,
    toolNow: ({ id }) => tools.get(id),
    credentialsFor: () => ({ refs: credentials.refs, missing: [], accounts: credentials.accounts }),
    warmUp: async () => {},
    connectorTrouble: () => null,
    send: (call, options) => {
      sent.push(call);
      return rig.answer(call, options);
    },
    changed: () => {},
  };
  const desk = new CallDesk(ports);
  const rig: DeskRig = {
    clock,
    database,
    audit,
    vault,
    known,
    ports,
    desk,
    tools,
    access,
    members,
    mentions,
    sent,
    settings,
    credentials,
    answer: async () => ({ content: [{ type: "text", text: "done" }] }),
    verdict: null,
    ask: (args = { path: "/tmp/a" }, change = {}) => {
      const [tool] = tools.values();
      if (!tool) throw new Error("no tool");
      return desk.submit({
        tool,
        arguments: args,
        asker: AGENT,
        actsAs: null,
        trustLevel: "supervised",
        isInPolicy: true,
        pausedBy: null,
        ...change,
      });
    },
    askAndWait: async (args, change) => {
      const { callId } = await rig.ask(args, change);
      return until(() => desk.waiting().find((call) => call.id === callId));
    },
    waitingId: () => until(() => desk.waiting()[0]?.id),
    steps: async (id) => {
      const rows = await database.db.selectFrom("audit").select("action").where("subject", "=", id).orderBy("seq").execute();
      return rows.map(({ action }) => action);
    },
    reborn: () => openOn(world, undefined),
    writes: () => writes,
    [Symbol.asyncDispose]: async () => {},
  };
  return rig;
}

/** A tool as what is approved in advance knows it. */
function named(tool: CallableTool | undefined) {
  if (!tool) return undefined;
  const { id, connectorId, connectorName, name, exposedName, definitionDigest, risk, approval } = tool;
  return { id, connectorId, connectorName, name, exposedName, title: null, definitionDigest, risk, approval };
}

const dead = (): Promise<never> => new Promise(() => {});

/** Waits until `look` finds something. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, timeoutMs = 60_000): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error("it did not happen in time");
    await new Promise<void>((resolve) => setTimeout(resolve, 2));
  }
}
