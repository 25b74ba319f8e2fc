import type { ConnectorId, KeyId, OrgId, ToolId } from "../../src-contract/ids.ts";
import type { OrgFault, StudioAbout } from "../../src-contract/studio.ts";
import type { AuditLog, Verification } from "../audit/index.ts";
import type { Clock } from "../base/clock.ts";
import type { Secret } from "../base/secret.ts";
import type { CallDesk, CallPorts, CallableTool } from "../calls/index.ts";
import type { Catalog, ConnectorEntry } from "../catalog/index.ts";
import type { Connections } from "../connectors/index.ts";
import type { Attempts, Members, MemberSessions } from "../identity/index.ts";
import type { Access } from "../policy/index.ts";
import type { OAuth } from "../oauth/index.ts";
import type { Redaction } from "../redaction/index.ts";
import type { Connection } from "../rpc/index.ts";
import type { AuditDraft, OpenDatabase, OrgDb, OrgTables } from "../store/index.ts";
import type { Primitives, Proof, Vault } from "../vault/index.ts";
import type { EventHub } from "./event-hub.ts";
import type { Keychain } from "./keychain.ts";
import type { Authority } from "./authority.ts";
import type { Discoverer } from "./discover.ts";
import type { Remembered } from "./log-anchors.ts";
import type { Rotator } from "./rotation.ts";
import type { SecretIndex } from "./secret-index.ts";

/** One organization, open: all its rooms. */
export interface Org {
  readonly id: OrgId;
  readonly name: string;
  renamed(name: string): void;
  readonly createdAt: number;
  readonly clock: Clock;
  readonly events: EventHub;
  readonly members: Members;
  readonly memberSessions: MemberSessions;
  readonly attempts: Attempts;
  readonly db: OrgDb;
  readonly database: Pick<OpenDatabase<OrgTables>, "copyTo">;
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly rotator: Rotator;
  readonly authority: Authority;
  readonly secrets: SecretIndex;
  readonly catalog: Catalog;
  readonly oauth: OAuth;
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
  /** What the vault was opened with since it was last locked; null: it is locked. */
  readonly openedBy: Proof["kind"] | null;
  noteOpened(by: Proof["kind"] | null): void;
  /** True while the vault is an older copy of itself and no admin has said what to do. */
  readonly isRolledBack: boolean;
  readonly redaction: Redaction;
  /** Takes this organization's secrets out of a line of the process log. */
  redactLine(line: string): string;
  /** Removes what an eye does not see. */
  stripControls(text: string): string;
  /** Redacts text that a connector sent, for people. */
  cleanText(text: string): string;
  lastCallAt(id: ConnectorId): number | null;
  /** Tells agents that their tools, prompts or resources may have changed. */
  listsChanged(): void;
  /** Ends what agents hold open with a key that is no longer what it was. */
  keyEnded(id: KeyId): void;
  verifyAudit(): Promise<Verification>;
  /** Introduces the audit log's next key, now that the vault is open. */
  signAudit(): Promise<void>;
  /** What is remembered of the log outside its database counts no more: a person took an older copy for what counts. */
  forgetAnchors(): void;
  /** What is remembered of the log and is not in it any more; null: nothing is missing. Nothing is signed meanwhile. */
  logLoss(): Promise<readonly Remembered[] | null>;
  /** Takes the log as it ends for what counts, and signs again. @returns why it does not; null: it does. */
  acceptLogEnd(entry: AuditDraft): Promise<string | null>;
  close(): Promise<void>;
}

/** An organization as the studio's own database knows it. */
export interface OrgFacts {
  readonly id: OrgId;
  readonly name: string;
  readonly createdAt: number;
}

/** An organization whose database was not opened, and why. Nothing of its file was changed. */
export interface ClosedOrg extends OrgFacts {
  readonly fault: OrgFault;
  /** For people. */
  readonly reason: string;
}

/** The studio, as handlers see it. */
export interface Studio {
  readonly clock: Clock;
  readonly primitives: Primitives;
  readonly home: string;
  readonly keychain: Keychain;
  /** Every connection of the people's door. */
  readonly connections: ReadonlySet<Connection>;
  about(): StudioAbout;
  /** All organizations of the home that are open, oldest first. */
  orgs(): readonly Org[];
  /** Those that could not be opened. */
  closedOrgs(): readonly ClosedOrg[];
  /** An organization; null where there is none (any more). */
  org(id: OrgId | null): Org | null;
  /** The organization that people used last, for a connection that has not chosen; null on first run. */
  lastOrg(): Org | null;
  /** Makes a connection look at an organization. */
  look(connection: Connection, org: Org): void;
  /** Makes the database of a new organization and opens it. `discard` undoes that. */
  createOrg(org: {
    readonly id: OrgId;
    readonly name: string;
  }): Promise<{ readonly org: Org; readonly keep: () => Promise<void>; readonly discard: () => Promise<void> }>;
  /** Gives an organization another name in the studio's own list. */
  renameOrg(org: Org, name: string): Promise<void>;
  /** Closes the organization and reads it anew, locked: its rows are no longer what is in memory. */
  reopen(org: Org, actor: string, reason: string): Promise<Org>;
  /**
   * Puts the file of an organization in its place, from a backup: the one that is here is locked and closed first, and opened again as it
   * was when `put` fails.
   *
   * @param mayTake Who does it, for the log; throws when they may not. Asked when nothing else opens, closes or deletes that one any more.
   */
  replaceOrg(facts: OrgFacts, mayTake: () => string, put: () => Promise<void>): Promise<Org>;
  /** Forgets an organization whose keys are destroyed, and deletes its folder. */
  removeOrg(org: Org): Promise<void>;
  /** Told that a person is there. */
  touch(): void;
  /** Locks every vault: runs end, waiting calls wait on, everyone is signed out. With a host, the process ends then. */
  lock(actor: string, reason: string): Promise<void>;
  /** Opens every organization that a headless key fits; how many. */
  openHeadless(key: Secret): Promise<number>;
  /** Whether a headless key was given: organizations made then use the suite that goes with it. */
  readonly isHeadless: boolean;
  log(message: string, detail?: Readonly<Record<string, string | number>>): void;
}
