import type { Asker, CredentialRef, Verdict } from "../../src-contract/call.ts";
import type { Taint } from "../../src-contract/gate.ts";
import type { CallId, MemberId } from "../../src-contract/ids.ts";
import type { AccountHealth } from "../../src-contract/oauth.ts";
import type { OrgSettings, Topic } from "../../src-contract/studio.ts";
import type { Role, TrustLevel } from "../../src-contract/values.ts";
import type { AuditLog } from "../audit/index.ts";
import type { ApprovedCall } from "../base/approved-call.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import type { OrgDb } from "../store/index.ts";
import type { LogReader } from "./log-lines.ts";
import type { CallableTool, CleanedResult, Progress } from "./live-call.ts";

/** Which body of a call an envelope holds; part of what it is bound to. */
export type BodyField = "proposed" | "executed" | "result" | "held" | "notice" | "votes" | "decision";

/** The vault, as far as the bodies of calls are concerned. */
export interface BodyVault {
  isOpen(): boolean;
  seal(callId: CallId, field: BodyField, plaintext: Uint8Array): Uint8Array;
  open(callId: CallId, field: BodyField, envelope: Uint8Array): Uint8Array;
}

/** What was found in arguments on their way out. `vaultNames`: credentials whose very value stands there. */
export interface ScanFindings {
  readonly vaultNames: readonly string[];
  readonly findings: readonly { readonly kind: string; readonly path: string }[];
}

/**
 * Redaction, as far as calls are concerned. Small values are answered at once, so that a fast call does not wait for a turn of the loop;
 * all others elsewhere. What cannot be checked in time throws or rejects, and is then not passed on.
 */
export interface Cleaner {
  /** Removes secrets and control characters from what a connector said. */
  clean(value: Json): CleanedResult | Promise<CleanedResult>;
  /** Looks for secrets in arguments on their way out. */
  scan(value: Json): ScanFindings | Promise<ScanFindings>;
}

/** Everything that the verdict depends on. */
export interface VerdictFacts {
  readonly tool: CallableTool;
  readonly asker: Asker;
  readonly arguments: JsonObject;
  readonly trustLevel: TrustLevel;
  readonly isInPolicy: boolean;
  /** Who paused the session; null: it is not paused. */
  readonly pausedBy: string | null;
  readonly vaultNames: readonly string[];
}

/** A member as they are now. */
export interface MemberNow {
  readonly name: string;
  readonly role: Role;
  readonly isActive: boolean;
}

/** What the path of a call needs from the rest of the house. */
export interface CallPorts {
  readonly clock: Clock;
  readonly db: OrgDb;
  readonly audit: Pick<AuditLog, "write" | "onDisk" | "read">;
  readonly vault: BodyVault;
  readonly cleaner: Cleaner;
  readonly settings: () => OrgSettings;
  readonly newCallId: () => CallId;
  /** Gives the verdict. One that rests on a yes in advance has reserved a use of it: it is written as used or given back. */
  readonly decide: (facts: VerdictFacts) => Verdict;
  /** Writes, with the intent, that the yes in advance of this verdict was used. Does nothing for any other verdict. */
  readonly standingUsed: (tx: OrgDb, verdict: Verdict, callId: CallId) => Promise<void>;
  /** Gives a reserved use back: the call ended before its intent was written. */
  readonly standingReleased: (verdict: Verdict) => void;
  /** Whether the yes in advance of this verdict is still given; true for any other verdict. */
  readonly standingHolds: (verdict: Verdict) => boolean;
  /** Whether a person stopped all calls. */
  readonly isStopped: () => boolean;
  /** How the session of an agent stands now; null: it has ended, or no agent asks. */
  readonly sessionNow: (asker: Asker) => { readonly isPaused: boolean; readonly trustLevel: TrustLevel } | null;
  /** What the session of an agent read that strangers may have written; null: nothing, or no agent asks. */
  readonly taintOf: (asker: Asker) => Taint | null;
  /** Notes that an agent got such a text. On the disk, or on its way there before any later entry, when this resolves. */
  readonly noteTaint: (asker: Asker, taint: Taint) => void | Promise<void>;
  /** A member as they are now; null: there is no such member. */
  readonly memberNow: (id: MemberId) => MemberNow | null;
  /** The tool as it is now; undefined when it is gone. */
  readonly toolNow: (tool: Pick<CallableTool, "id">) => CallableTool | undefined;
  /** With which credentials a call would go out. */
  readonly credentialsFor: (tool: CallableTool, actsAs: MemberId | null) => CredentialsFor;
  /** Why the connector cannot be reached at the moment, redacted; null when nothing is known against it. */
  readonly connectorTrouble: (tool: CallableTool) => string | null | Promise<string | null>;
  /** Tools of other connectors that the text of this one's definition speaks of. */
  readonly mentionsOf: (tool: CallableTool) => readonly string[];
  /**
   * Opens a connection that is cold and looks at its tools again, so that a server which changed while nobody was connected is noticed
   * before the call that wakes it. Costs nothing while a connection is warm. @throws {ConnectorError}
   */
  readonly warmUp: (tool: CallableTool, actsAs: MemberId | null) => Promise<void>;
  readonly send: (call: ApprovedCall, options: SendOptions) => Promise<JsonObject>;
  /** Tells windows what to ask for again. */
  readonly changed: (topics: readonly Topic[]) => void;
}

/** With what a call goes out. */
export interface CredentialsFor {
  readonly refs: readonly CredentialRef[];
  /** Names of credentials without a value. */
  readonly missing: readonly string[];
  /** How the accounts are doing that it goes out with, at each provider. */
  readonly accounts: readonly AccountHealth[];
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onProgress: (progress: Progress) => void;
  /** Who wants to read the connector's log. */
  readonly log?: LogReader;
}
