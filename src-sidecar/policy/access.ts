import type { AgentSession, PolicyBody } from "../../src-contract/access.ts";
import type {
  AutonomousScope,
  CallShape,
  CreateStandingInput,
  GrantScopeInput,
  NotApplied,
  StandingApproval,
  Taint,
} from "../../src-contract/gate.ts";
import type {
  ConnectorId,
  KeyId,
  MemberId,
  PolicyId,
  ScopeId,
  SessionId,
  StandingId,
  ToolId,
} from "../../src-contract/ids.ts";
import type { OrgSettings, StopState, Topic } from "../../src-contract/studio.ts";
import type { PlainTrustLevel, Role, TrustLevel } from "../../src-contract/values.ts";
import type { Actor } from "../base/actor.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import type { OrgDb, Recorder } from "../store/index.ts";
import type { Yes } from "./decide.ts";
import type { Judge } from "./judge.ts";
import type { ToolIdentity } from "./standing-entry.ts";

export interface AccessOptions {
  readonly db: OrgDb;
  readonly record: Recorder;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** A tool as it is now. */
  readonly toolNow: (id: ToolId) => NamedTool | undefined;
  /** A member as they are now. */
  readonly memberNow: (id: string) => { readonly role: Role; readonly isActive: boolean } | null;
  /** Whether the vault is open, so that a change of what gives power can be sealed. */
  readonly isOpen: () => boolean;
  /** Whether a value of the vault stands in it. */
  readonly holdsVaultValue: (value: Json) => boolean | Promise<boolean>;
  /** How often the audit log says that each was used. Asked for while the vault is open. */
  readonly usesLogged: (ids: readonly (StandingId | ScopeId)[]) => Promise<ReadonlyMap<string, number>>;
  /** Tells windows what to ask for again. */
  readonly changed: (topics: readonly Topic[]) => void;
}

/** A tool with what people know it by. */
export interface NamedTool extends ToolIdentity {
  readonly connectorId: ConnectorId;
  readonly connectorName: string;
  readonly name: string;
  readonly exposedName: string;
  readonly title: string | null;
}

/** Policies, keys, agents' sessions and settings of one organization. Every change is on the disk and in memory when it resolves. */
export interface Access {
  readonly policies: Policies;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly settings: Settings;
  readonly standing: Standing;
  readonly verdicts: Judge;
  /** Writes the noted uses of keys and sessions, and what is over. Whoever opened this calls it now and then, and before closing. */
  flush(): Promise<void>;
}

/** A policy. `revision` goes up with every change while this process lives. */
export interface PolicyEntry extends PolicyBody {
  readonly id: PolicyId;
  readonly createdAt: number;
  readonly revision: number;
}

export interface Policies {
  /** In the order they were created. */
  list(): readonly PolicyEntry[];
  /** @throws {PolicyError} `not_found`. */
  get(id: PolicyId): PolicyEntry;
  /** @throws {PolicyError} `name_taken`, `not_found` (a connector of a grant), `invalid_input`. */
  create(body: PolicyBody, by: Actor): Promise<PolicyEntry>;
  /** Sessions follow the trust level at once, unless an operator set theirs. @throws as `create`. */
  update(id: PolicyId, body: PolicyBody, by: Actor): Promise<PolicyEntry>;
  /** Removes it with its keys and their sessions; says how many active keys stopped working. @throws {PolicyError} `not_found`. */
  remove(id: PolicyId, by: Actor): Promise<{ readonly keys: number }>;
  /** Drops the grants of a connector in memory. Call it after it was removed, which takes its grants in the database with it. */
  forgetConnector(id: ConnectorId): void;
}

/** A key, without its secret. */
export interface KeyEntry {
  readonly id: KeyId;
  readonly name: string;
  readonly policyId: PolicyId;
  /** The member that calls act as; null: shared by several. */
  readonly member: Actor | null;
  /** Who was shown the secret: whoever created the key, or regenerated it last. */
  readonly createdBy: MemberId;
  readonly createdAt: number;
  readonly regeneratedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly state: "active" | "revoked";
}

export type Authentication =
  | { readonly kind: "ok"; readonly key: KeyEntry; readonly policy: PolicyEntry }
  | { readonly kind: "malformed" | "unknown" | "revoked" };

export interface Keys {
  list(): readonly KeyEntry[];
  /** @throws {PolicyError} `not_found`. */
  get(id: KeyId): KeyEntry;
  /** The key's text leaves here once and is not kept. @throws {PolicyError} `not_found` (policy or member). */
  create(input: KeyInput, by: Actor): Promise<ShownKey>;
  /** The old text stops working and its sessions end before this resolves. @throws {PolicyError} `not_found`, `conflict` (revoked). */
  regenerate(id: KeyId, by: Actor): Promise<ShownKey>;
  /** Stops the key and ends its sessions for good. @throws {PolicyError} `not_found`. */
  revoke(id: KeyId, by: Actor): Promise<void>;
  /** Whose key this is. In memory, in constant time, and notes the use. */
  authenticate(text: string): Authentication;
}

export interface KeyInput {
  readonly name: string;
  readonly policyId: PolicyId;
  readonly memberId: MemberId | null;
}

export interface ShownKey {
  readonly id: KeyId;
  readonly key: string;
}

export type SessionState =
  | { readonly kind: "active" }
  | { readonly kind: "paused"; readonly by: string; readonly reason: string }
  | { readonly kind: "ended" };

/** A live view: it always says how the session stands now. */
export interface SessionEntry {
  readonly id: SessionId;
  readonly keyId: KeyId;
  readonly clientName: string;
  readonly clientVersion: string;
  readonly protocolVersion: string;
  /** `autonomous` as long as a scope of it holds. */
  readonly trustLevel: TrustLevel;
  readonly state: SessionState;
  readonly startedAt: number;
  readonly lastSeenAt: number;
}

/** What an agent says of itself beside its key. */
export interface ClientClaim {
  readonly clientName: string;
  readonly clientVersion: string;
  readonly protocolVersion: string;
}

export interface Sessions {
  /**
   * The live session of this key and client, or a new one; notes that it was seen. Only opening one waits for the disk.
   *
   * What an agent says of itself frees it of nothing: while a session of its key is paused a new one starts paused, and a trust level
   * that an operator tightened holds for the key's new sessions too. A key that names more clients than it can have gets a session of
   * another of its clients.
   *
   * @throws {PolicyError} `not_found` for a key that is gone or revoked.
   */
  findOrOpen(keyId: KeyId, client: ClientClaim): SessionEntry | Promise<SessionEntry>;
  /** Undefined once it has ended. */
  get(id: SessionId): SessionEntry | undefined;
  /** Newest first, at most 200, with the counts of their calls. */
  list(): Promise<readonly AgentSession[]>;
  /** Pauses every live session of its key, because an agent can speak through each. @throws {PolicyError} `not_found` for one that ended; the same below. */
  pause(id: SessionId, reason: string, by: Actor): Promise<AgentSession>;
  /** Resumes every session of its key. */
  resume(id: SessionId, by: Actor): Promise<AgentSession>;
  /**
   * A stricter level holds for every live session of its key at once; a looser one for this session alone. Ends the scope of each session
   * that it holds for.
   */
  setTrust(id: SessionId, trustLevel: PlainTrustLevel, by: Actor): Promise<AgentSession>;
  /** Makes it Autonomous inside a scope, in the place of the one that it has. @throws as `Standing.create`. */
  grantScope(input: GrantScopeInput, by: Granter): Promise<AgentSession>;
  /** Ends its scope, if it has one: it has the level again that it had before. */
  endScope(id: SessionId, by: Actor): Promise<AgentSession>;
  /** What the sessions of its key read that strangers may have written, whether this one has ended or not. */
  taint(session: SessionOfKey): Taint | null;
  /** Notes such a text, unless there is an older one. It counts from the moment of the call, and is on the disk when this resolves. */
  setTaint(session: SessionOfKey, taint: Taint): Promise<void>;
  /** Says that what the sessions of its key read was looked at. The session may have ended. @throws {PolicyError} `not_found`. */
  clearTaint(id: SessionId, by: Actor): Promise<AgentSession>;
}

/** A session by its id, and the key that it has. */
export interface SessionOfKey {
  readonly sessionId: SessionId;
  readonly keyId: KeyId;
}

/** Whoever says yes in advance. Only an admin's yes reaches Dangerous and Unknown tools. */
export interface Granter extends Actor {
  readonly isAdmin: boolean;
}

/** A call, as far as a yes in advance is concerned. */
export interface MatchFacts extends SessionOfKey {
  readonly tool: ToolIdentity;
  readonly arguments: JsonObject;
}

/** What of its asker's fits a call, and what does not and why. */
export interface Matched {
  readonly standing: Yes<StandingId> | null;
  readonly scope: Yes<ScopeId> | null;
  readonly misfits: readonly NotApplied[];
}

export interface ScopeGrant {
  readonly session: SessionEntry;
  readonly tools: readonly CallShape[];
  readonly maxCalls: number;
  readonly forMs: number;
}

/** Standing approvals and the scopes of sessions. */
export interface Standing {
  /** In memory. What ended by its time, its count or a change of its tool fits nothing. */
  match(facts: MatchFacts): Matched;
  /** Promises a use, so that no other call can have it. */
  reserve(id: StandingId | ScopeId): void;
  /** Gives a promised use back. */
  release(id: StandingId | ScopeId): void;
  /** Writes a use, with the intent of the call. */
  used(tx: OrgDb, id: StandingId | ScopeId): Promise<void>;
  /** Makes a promised use a used one, in memory. */
  noteUsed(id: StandingId | ScopeId): void;
  /** Whether it is still given: not revoked, not over, its tool and whoever gave it as they were. */
  stillHolds(id: StandingId | ScopeId): boolean;
  /** Standing approvals, newest first; those that ended for 30 days. */
  list(): readonly StandingApproval[];
  /**
   * @throws {PolicyError} `not_found` (tool, key, session), `conflict` (its definition is another than was seen, nobody reviewed what it
   * became, or its connector's policy asks for more than this person's yes), `admin_needed`, `invalid_input` (an end that has passed; a
   * vault value in a condition).
   */
  create(input: CreateStandingInput, by: Granter): Promise<StandingApproval>;
  /** It lets nothing run from the moment of the call. @throws {PolicyError} `not_found`. */
  revoke(id: StandingId, by: Actor): Promise<StandingApproval>;
  /** Ends whatever counts its uses, scopes too; how many. */
  endCounted(by: Actor): Promise<number>;
  /** The scope that a session has; null: none that holds. */
  scopeOf(id: SessionId): AutonomousScope | null;
  /**
   * Reads them and counts their uses in the log. Called at every unlock, after the rows were found to be the organization's own; before
   * that nothing is approved in advance.
   */
  takeUp(): Promise<void>;
}

export interface Settings {
  get(): OrgSettings;
  set(settings: OrgSettings, by: Actor): Promise<OrgSettings>;
  stopState(): StopState;
  /** Stops all calls from the moment of the call until `lift`; across restarts once it resolves. */
  stop(reason: string, by: Actor): Promise<StopState>;
  lift(by: Actor): Promise<StopState>;
}
