import * as z from "zod";
import type { KeyId, SessionId } from "../../src-contract/ids.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import type { AgentSessionRow } from "../store/index.ts";
import type { ClientClaim, SessionEntry, SessionState } from "./access.ts";

const IDLE_END_MS = 1_800_000; // 30 minutes
const MAX_CLAIM_LENGTH = 120; // Untrusted text that is kept and shown.

const STRICTNESS: Readonly<Record<TrustLevel, number>> = { manual: 1, supervised: 0 };

/** Whether more waits for a person at `one` than at `other`. */
export function isStricter(one: TrustLevel, other: TrustLevel): boolean {
  return STRICTNESS[one] > STRICTNESS[other];
}

/** A session in memory. Its trust level is its policy's until an operator sets another. */
export class LiveSession implements SessionEntry {
  readonly id: SessionId;
  readonly keyId: KeyId;
  readonly clientName: string;
  readonly clientVersion: string;
  readonly protocolVersion: string;
  readonly startedAt: number;
  readonly #policyTrust: () => TrustLevel;
  lastSeenAt: number;
  state: SessionState;
  /** What an operator set; null: the policy's. */
  override: TrustLevel | null;
  /** Seen since its row was written. */
  isDirty = false;

  /** `policyTrust` gives the trust level of its policy as it is now. */
  constructor(row: AgentSessionRow, policyTrust: () => TrustLevel) {
    this.id = row.id;
    this.keyId = row.key_id;
    this.clientName = row.client_name;
    this.clientVersion = row.client_version;
    this.protocolVersion = row.protocol_version;
    this.startedAt = row.started_at;
    this.lastSeenAt = row.last_seen_at;
    this.state = stateOfRow(row);
    this.#policyTrust = policyTrust;
    this.override = row.trust_level === policyTrust() ? null : row.trust_level;
  }

  get trustLevel(): TrustLevel {
    return this.override ?? this.#policyTrust();
  }

  /** An operator made it stricter than its policy. */
  get isTightened(): boolean {
    return this.override !== null && isStricter(this.override, this.#policyTrust());
  }

  see(now: number): void {
    this.lastSeenAt = now;
    this.isDirty = true;
  }

  /** A paused session stays until someone resumes it: waiting must not be a way out. */
  isOver(now: number): boolean {
    return this.state.kind === "ended" || (this.state.kind === "active" && now - this.lastSeenAt > IDLE_END_MS);
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
