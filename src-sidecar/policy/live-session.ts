import * as z from "zod";
import type { KeyId, SessionId } from "../../src-contract/ids.ts";
import type { PlainTrustLevel, TrustLevel } from "../../src-contract/values.ts";
import type { AgentSessionRow } from "../store/index.ts";
import type { ClientClaim, SessionEntry, SessionState } from "./access.ts";

const IDLE_END_MS = 1_800_000; // 30 minutes
const MAX_CLAIM_LENGTH = 120; // Untrusted text that is kept and shown.

const STRICTNESS: Readonly<Record<TrustLevel, number>> = { manual: 2, supervised: 1, autonomous: 0 };

/** Whether more waits for a person at `one` than at `other`. */
export function isStricter(one: TrustLevel, other: TrustLevel): boolean {
  return STRICTNESS[one] > STRICTNESS[other];
}

/** What a session's trust level hangs on beside its row. */
export interface TrustSources {
  /** The trust level of its policy as it is now. */
  readonly policyTrust: () => PlainTrustLevel;
  /** Whether a scope of it holds now. */
  readonly hasScope: () => boolean;
}

/** A session in memory. Its trust level is its policy's until an operator sets another, and Autonomous while it has a scope. */
export class LiveSession implements SessionEntry {
  readonly id: SessionId;
  readonly keyId: KeyId;
  readonly clientName: string;
  readonly clientVersion: string;
  readonly protocolVersion: string;
  readonly startedAt: number;
  readonly #sources: TrustSources;
  lastSeenAt: number;
  state: SessionState;
  /** What an operator set; null: the policy's. */
  override: PlainTrustLevel | null;
  /** Seen since its row was written. */
  isDirty = false;

  constructor(row: AgentSessionRow, sources: TrustSources) {
    this.id = row.id;
    this.keyId = row.key_id;
    this.clientName = row.client_name;
    this.clientVersion = row.client_version;
    this.protocolVersion = row.protocol_version;
    this.startedAt = row.started_at;
    this.lastSeenAt = row.last_seen_at;
    this.state = stateOfRow(row);
    this.#sources = sources;
    this.override = row.trust_level === sources.policyTrust() ? null : row.trust_level;
  }

  get trustLevel(): TrustLevel {
    return this.#sources.hasScope() ? "autonomous" : this.plainTrust;
  }

  /** What it has without a scope, and when its scope ends. */
  get plainTrust(): PlainTrustLevel {
    return this.override ?? this.#sources.policyTrust();
  }

  /** An operator made it stricter than its policy. */
  get isTightened(): boolean {
    return this.override !== null && isStricter(this.override, this.#sources.policyTrust());
  }

  see(now: number): void {
    this.lastSeenAt = now;
    this.isDirty = true;
  }

  /** A paused session stays until someone resumes it, and a tightened one until it is loosened: waiting must not be a way out. */
  isOver(now: number): boolean {
    if (this.state.kind !== "active") return this.state.kind === "ended";
    return now - this.lastSeenAt > IDLE_END_MS && !this.isTightened;
  }
}

/** Tells the sessions of a key apart. */
export function claimIndex(keyId: KeyId, { clientName, clientVersion, protocolVersion }: ClientClaim): string {
  return JSON.stringify([keyId, clientName, clientVersion, protocolVersion]);
}

/** A claim at a length that can be kept and shown. */
export function shortened({ clientName, clientVersion, protocolVersion }: ClientClaim): ClientClaim {
  const short = (text: string) => text.slice(0, MAX_CLAIM_LENGTH);
  return {
    clientName: short(clientName),
    clientVersion: short(clientVersion),
    protocolVersion: short(protocolVersion),
  };
}

const pausedNote = z.object({ by: z.string(), reason: z.string() });

/** The text of the `paused_reason` column: who paused it and why, as JSON. */
export function pausedText(state: SessionState): string | null {
  return state.kind === "paused" ? JSON.stringify({ by: state.by, reason: state.reason }) : null;
}

export function stateOfRow({ state, paused_reason }: Pick<AgentSessionRow, "state" | "paused_reason">): SessionState {
  if (state !== "paused") return { kind: state };
  return { kind: "paused", ...pausedNote.parse(JSON.parse(paused_reason ?? "null")) };
}
