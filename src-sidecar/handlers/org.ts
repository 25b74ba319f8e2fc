import type { ConnectorId, KeyId, OrgId, ToolId } from "../../src-contract/ids.ts";
import type { StudioAbout } from "../../src-contract/studio.ts";
import type { AuditLog, Verification } from "../audit/index.ts";
import type { Clock } from "../base/clock.ts";
import type { CallDesk, CallPorts, CallableTool } from "../calls/index.ts";
import type { Catalog, ConnectorEntry } from "../catalog/index.ts";
import type { Connections } from "../connectors/index.ts";
import type { Attempts, Members, MemberSessions } from "../identity/index.ts";
import type { Access } from "../policy/index.ts";
import type { OrgDb } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Authority } from "./authority.ts";
import type { Discoverer } from "./discover.ts";
import type { EventHub } from "./event-hub.ts";
import type { SecretIndex } from "./secret-index.ts";

/** One organization, open: all its rooms. */
export interface Org {
  readonly id: OrgId;
  readonly name: string;
  readonly createdAt: number;
  readonly members: Members;
  readonly memberSessions: MemberSessions;
  readonly attempts: Attempts;
  readonly db: OrgDb;
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly authority: Authority;
  readonly secrets: SecretIndex;
  readonly catalog: Catalog;
  readonly access: Access;
  readonly connections: Connections;
  readonly discoverer: Discoverer;
  readonly desk: CallDesk;
  readonly callPorts: CallPorts;
  /** The tool as the path of a call knows it; undefined when it is gone. */
  callable(connector: ConnectorEntry, id: ToolId): CallableTool | undefined;
  /** Feeds redaction with every value that the vault opens. */
  learnSecrets(): Promise<void>;
  forgetSecrets(): void;
  /** Redacts text that a connector sent, for people. */
  cleanText(text: string): string;
  lastCallAt(id: ConnectorId): number | null;
  /** Tells agents that their tools, prompts or resources may have changed. */
  listsChanged(): void;
  /** Ends what agents hold open with a key that is no longer what it was. */
  keyEnded(id: KeyId): void;
  verifyAudit(): Promise<Verification>;
  close(): Promise<void>;
}

/** The studio, as handlers see it. */
export interface Studio {
  readonly clock: Clock;
  readonly events: EventHub;
  readonly home: string;
  about(): StudioAbout;
  /** The organization; null on first run. */
  org(): Org | null;
  /** Makes the database of a new organization and opens it. `discard` undoes that. */
  createOrg(org: {
    readonly id: OrgId;
    readonly name: string;
  }): Promise<{ readonly org: Org; readonly keep: () => Promise<void>; readonly discard: () => Promise<void> }>;
  /** Closes the organization and reads it anew, locked: its rows are no longer what is in memory. */
  reopen(actor: string): Promise<void>;
  /** Told that a person is there. */
  touch(): void;
  /** Locks the vault: runs end, waiting calls wait on, everyone is signed out. */
  lock(actor: string, reason: string): Promise<void>;
  log(message: string, detail?: Readonly<Record<string, string | number>>): void;
}
