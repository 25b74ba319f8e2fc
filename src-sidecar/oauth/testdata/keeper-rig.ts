import { join } from "node:path";
import type { MemberId, OrgId, ProviderId } from "../../../src-contract/ids.ts";
import type { ProviderConfig } from "../../../src-contract/oauth.ts";
import { createMemoryRecorder, type MemoryRecorder } from "../../../testkit/recorder.ts";
import type { Actor } from "../../base/actor.ts";
import type { Log } from "../../base/log.ts";
import { createNet } from "../../base/net.ts";
import { newId } from "../../base/new-id.ts";
import { Secret } from "../../base/secret.ts";
import { insertMember, type AuditDraft, type OrgDb, type OrgTables } from "../../store/index.ts";
import { openDatabase } from "../../store/open-database.ts";
import { ORG_SCHEMA } from "../../store/schema.ts";
import type { Grant, Protocol } from "../grant.ts";
import type { OAuth } from "../oauth.ts";
import { openOAuth } from "../open-oauth.ts";
import type { OAuthParts, Timing } from "../parts.ts";
import { createProtocol } from "../protocol.ts";
import { grantRef } from "../refs.ts";
import { openGrant, sealGrant } from "../token-request.ts";
import { createRowVault, type RowVault } from "./row-vault.ts";

export const ORG = "01920000-0000-7000-8000-000000000001" as OrgId;
export const ADA: Actor = { id: "01920000-0000-7000-8000-00000000000a" as MemberId, name: "Ada" };
export const OLE: Actor = { id: "01920000-0000-7000-8000-00000000000b" as MemberId, name: "Ole" };

/** The real time, moved as a test likes. */
export interface ShiftedClock {
  now(): number;
  shiftMs: number;
}

export interface RigOptions {
  /** The folder of the database, which may be shared with other processes. */
  readonly folder: string;
  readonly timing?: Partial<Timing>;
  /** Changes what the room is built from. */
  readonly wrap?: (parts: OAuthParts) => OAuthParts;
}

/** The room on a real database, speaking the real protocol to servers of this machine. */
export class KeeperRig implements AsyncDisposable {
  readonly clock: ShiftedClock = { now: () => Date.now() + this.clock.shiftMs, shiftMs: 0 };
  /** Texts that redaction would know, by name. */
  readonly learned = new Map<string, string[]>();
  readonly logged: string[] = [];
  readonly vault: RowVault;
  readonly db: OrgDb;
  readonly recorder: MemoryRecorder<OrgDb, AuditDraft>;
  metadataUrl: string | null = null;
  users: readonly string[] = [];
  oauth!: OAuth;
  readonly #close: () => Promise<void>;

  private constructor(db: OrgDb, close: () => Promise<void>) {
    this.db = db;
    this.#close = close;
    this.vault = createRowVault(db);
    this.recorder = createMemoryRecorder<OrgDb, AuditDraft>(db);
  }

  static async open({ folder, timing = {}, wrap = (parts) => parts }: RigOptions): Promise<KeeperRig> {
    const database = openDatabase<OrgTables>(join(folder, "org.db"), ORG_SCHEMA, "at-commit");
    const net = createNet({ allowedHosts: () => ["127.0.0.1", "localhost"] });
    const rig = new KeeperRig(database.db, async () => {
      net.close();
      await database.close();
    });
    const present = await database.db.selectFrom("member").select("id").execute();
    if (present.length === 0)
      for (const { id, name } of [ADA, OLE])
        await insertMember(database.db, { id, name, role: "admin", state: "active", created_at: 0 });
    const clientMetadataUrl = (): string | null => rig.metadataUrl;
    const protocol = createProtocol({ net, clock: rig.clock, clientMetadataUrl });
    rig.oauth = await openOAuth(wrap(rig.#parts(protocol, net, timing)));
    await rig.oauth.opened();
    return rig;
  }

  get actions(): string[] {
    return this.recorder.entries.map(({ action }) => action);
  }

  /** Everything that the room said to the log and to the audit log. */
  get said(): string {
    return JSON.stringify([this.logged, this.recorder.entries]);
  }

  /** What is sealed, opened. */
  async grant(providerId: ProviderId, member: MemberId | null = ADA.id): Promise<Grant | null> {
    using secret = await this.vault.use(grantRef(ORG, providerId, member));
    return secret && openGrant(secret);
  }

  /** Changes what is sealed, as another process might. */
  async plant(providerId: ProviderId, grant: Grant, member: MemberId | null = ADA.id): Promise<void> {
    using secret = sealGrant(grant);
    await this.vault.put(grantRef(ORG, providerId, member), secret);
  }

  /** The text of a token that was handed out. */
  async token(providerId: ProviderId, member: MemberId | null = ADA.id, minLeftMs = 0): Promise<string> {
    const { value } = await this.oauth.token(providerId, member, minLeftMs);
    return textOf(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.oauth[Symbol.asyncDispose]();
    await this.#close();
  }

  #parts(protocol: Protocol, net: OAuthParts["net"], timing: Partial<Timing>): OAuthParts {
    const log = (fields: Readonly<Record<string, unknown>>, message: string): void =>
      void this.logged.push(JSON.stringify([fields, message]));
    const logger: Log = { info: log, warn: log, error: log };
    return {
      orgId: ORG,
      db: this.db,
      record: this.recorder.record,
      note: this.recorder.record,
      vault: this.vault,
      protocol,
      net,
      clock: this.clock,
      learn: (name, bytes) => {
        this.learned.set(name, [...(this.learned.get(name) ?? []), Buffer.from(bytes).toString()]);
      },
      clientMetadataUrl: () => this.metadataUrl,
      memberName: (id) => (id === ADA.id ? ADA.name : OLE.name),
      connectorsOf: () => this.users,
      changed: () => undefined,
      log: logger,
      timing: { aheadMs: 3_600_000, againMs: 20, lookMs: 10, ...timing },
    };
  }
}

export function textOf(secret: Secret): string {
  const text = Buffer.from(secret.reveal()).toString();
  secret.wipe();
  return text;
}

/** A provider for members at an issuer, with nothing unusual. */
export function providerAt(issuer: string, change: Partial<ProviderConfig> = {}): ProviderConfig {
  return {
    preset: null,
    owner: "member",
    server: { kind: "issuer", issuer },
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
    scopes: ["openid", "offline_access", "notes:read"],
    accountName: { kind: "openid" },
    quirks: {},
    ...change,
  };
}

export const newProviderId = (): ProviderId => newId<ProviderId>();
