import { randomBytes } from "node:crypto";
import type { ToolRisk } from "../../../src-contract/connector.ts";
import { DEFAULT_APPROVAL, type CallShape } from "../../../src-contract/gate.ts";
import type { ConnectorId, Digest, KeyId, MemberId, OrgId, ToolId } from "../../../src-contract/ids.ts";
import type { RiskClass, Role } from "../../../src-contract/values.ts";
import { createManualClock, type ManualClock } from "../../../testkit/clock.ts";
import { createMemoryRecorder, type MemoryRecorder } from "../../../testkit/recorder.ts";
import { createTempHome } from "../../../testkit/temp-home.ts";
import { newId } from "../../base/new-id.ts";
import { insertConnectorRow, insertMember, openHome, type AuditDraft, type OrgDb } from "../../store/index.ts";
import type { Access, AccessOptions, Granter, NamedTool, SessionEntry } from "../access.ts";
import { openAccess } from "../open-access.ts";

export const ADA: Granter = { id: newId<MemberId>(), name: "Ada", isAdmin: true };
export const OLE: Granter = { id: newId<MemberId>(), name: "Ole", isAdmin: false };

export const digestOf = (digit: string): Digest => digit.repeat(64) as Digest; // 64 hex digits, as the brand asks.

/** Reviewed by an admin. */
export function reviewed(riskClass: RiskClass): ToolRisk {
  return { riskClass, source: { kind: "admin", by: ADA, at: 1 } };
}

/** Reviewed, then changed. */
export function drifted(was: RiskClass, what: "definition" | "server" = "definition"): ToolRisk {
  return { riskClass: "unknown", source: { kind: "drifted", was, by: ADA, at: 1, what } };
}

/** Policies, keys, sessions and standing approvals on a real database; what other rooms know is in memory. */
export class AccessRig implements AsyncDisposable {
  readonly clock: ManualClock = createManualClock();
  readonly recorder: MemoryRecorder<OrgDb, AuditDraft>;
  readonly db: OrgDb;
  readonly tools = new Map<ToolId, NamedTool>();
  readonly members = new Map<string, Role>([
    [ADA.id, "admin"],
    [OLE.id, "operator"],
  ]);
  /** What the log would say. */
  readonly logged = new Map<string, number>();
  isOpen = true;
  leak = "";
  access!: Access;
  readonly #disposal: AsyncDisposableStack;

  private constructor(db: OrgDb, disposal: AsyncDisposableStack) {
    this.db = db;
    this.#disposal = disposal;
    this.recorder = createMemoryRecorder<OrgDb, AuditDraft>(db);
  }

  static async open(): Promise<AccessRig> {
    const disposal = new AsyncDisposableStack();
    const home = disposal.adopt(openHome(disposal.use(createTempHome()).path), (opened) => opened.close());
    const { db } = disposal.adopt(home.openOrg(newId<OrgId>()), (opened) => opened.close());
    const rig = new AccessRig(db, disposal);
    for (const { id, name } of [ADA, OLE]) {
      const role = rig.members.get(id) ?? "member";
      await insertMember(db, { id, name, role, state: "active", created_at: 0 });
    }
    await rig.reopen();
    return rig;
  }

  /** As after a restart and an unlock. */
  async reopen(): Promise<Access> {
    this.access = await openAccess(this.options());
    await this.access.standing.takeUp();
    return this.access;
  }

  options(): AccessOptions {
    return {
      db: this.db,
      record: this.recorder.record,
      clock: this.clock,
      randomBytes,
      isOpen: () => this.isOpen,
      changed: () => {},
      toolNow: (id) => this.tools.get(id),
      memberNow: (id) => {
        const role = this.members.get(id);
        return role ? { role, isActive: true } : null;
      },
      holdsVaultValue: (value) => this.leak !== "" && JSON.stringify(value).includes(this.leak),
      usesLogged: () => Promise.resolve(this.logged),
    };
  }

  async addConnector(slug: string): Promise<ConnectorId> {
    const id = newId<ConnectorId>();
    const nothing = { server_name: null, server_version: null, instructions: null, approval: "{}" };
    const row = { ...nothing, id, name: slug, slug, config: "{}", revision: 1, created_at: 0, created_by: "Ada" };
    await insertConnectorRow(this.db, row);
    return id;
  }

  tool(risk: ToolRisk, change: Partial<NamedTool> = {}): NamedTool {
    const id = newId<ToolId>();
    const connectorId = newId<ConnectorId>();
    const names = { connectorName: "Files", name: "write", exposedName: "files__write", title: null };
    const facts = { definitionDigest: digestOf("a"), risk, approval: DEFAULT_APPROVAL };
    const tool = { id, connectorId, ...names, ...facts, ...change };
    this.tools.set(id, tool);
    return tool;
  }

  async key(trustLevel: "manual" | "supervised" = "supervised"): Promise<KeyId> {
    const name = `P${newId<string>()}`;
    const policy = await this.access.policies.create({ name, trustLevel, nameForm: "namespaced", grants: [] }, ADA);
    return (await this.access.keys.create({ name: "Laptop", policyId: policy.id, memberId: null }, ADA)).id;
  }

  async session(key: KeyId, clientName = "claude-code"): Promise<SessionEntry> {
    return this.access.sessions.findOrOpen(key, { clientName, clientVersion: "2.1", protocolVersion: "2026-07-28" });
  }

  actions(): readonly string[] {
    return this.recorder.entries.map(({ action }) => action);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#disposal.disposeAsync();
  }
}

/** Every call of a tool as it is. */
export function anyCallOf(tool: NamedTool, change: Partial<CallShape> = {}): CallShape {
  return { toolId: tool.id, definitionDigest: tool.definitionDigest, conditions: [], others: "any", ...change };
}
