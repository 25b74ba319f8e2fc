import type { CallId } from "../../src-contract/ids.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { BodyField, BodyVault } from "./ports.ts";

/** Seals a body of a call for the store. @throws {VaultError} `vault_locked`. */
export function sealText(vault: BodyVault, callId: CallId, field: BodyField, text: string): Uint8Array {
  return vault.seal(callId, field, Buffer.from(text));
}

/** Opens a body; null when it was erased. @throws {VaultError} when it cannot be trusted. */
export function openText(
  vault: BodyVault,
  callId: CallId,
  field: BodyField,
  envelope: Uint8Array | null,
): string | null {
  if (envelope === null) return null;
  const bytes = vault.open(callId, field, envelope);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Opens arguments; null when they were erased. */
export function openArguments(
  vault: BodyVault,
  callId: CallId,
  field: "proposed" | "executed",
  envelope: Uint8Array | null,
): JsonObject | null {
  const text = openText(vault, callId, field, envelope);
  return text === null ? null : (JSON.parse(text) as JsonObject); // Sealed by us from a JSON object, and the envelope is authenticated.
}
