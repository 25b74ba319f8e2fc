import type { AgentSession, PolicyBody } from "../../src-contract/access.ts";
import type { ConnectorId, KeyId, MemberId, PolicyId, SessionId } from "../../src-contract/ids.ts";
import type { OrgSettings, StopState } from "../../src-contract/studio.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import type { Actor } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import type { OrgDb, Recorder } from "../store/index.ts";

export interface AccessOptions {
  readonly db: OrgDb;
  readonly record: Recorder;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Policies, keys, agents' sessions and settings of one organization. Every change is on the disk and in memory when it resolves. */
export interface Access {
  readonly policies: Policies;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly settings: Settings;
  /** Writes the noted uses of keys and sessions. Whoever opened this calls it now and then, and before closing. */
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
  /** A stricter level holds for every live session of its key at once; a looser one for this session alone. */
  setTrust(id: SessionId, trustLevel: TrustLevel, by: Actor): Promise<AgentSession>;
}

export interface Settings {
  get(): OrgSettings;
  set(settings: OrgSettings, by: Actor): Promise<OrgSettings>;
  stopState(): StopState;
  /** Stops all calls, across restarts, until `lift`. */
  stop(reason: string, by: Actor): Promise<StopState>;
  lift(by: Actor): Promise<StopState>;
}
