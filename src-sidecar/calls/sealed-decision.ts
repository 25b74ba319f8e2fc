import * as z from "zod";
import type { CallId } from "../../src-contract/ids.ts";
import { decision, type Decision } from "../approval/index.ts";
import { canonicalJson, type JsonObject } from "../base/canonical-json.ts";
import { VaultError } from "../vault/index.ts";
import { openText, sealText } from "./bodies.ts";
import type { BodyVault } from "./ports.ts";

const sealed = z.object({ seal: z.base64() });

/**
 * A decision as it is stored: in clear for lists, and sealed under the organization's key for this call alone. Whoever can write the
 * database but not open the vault can make the first and not the second.
 */
export function writeDecision(vault: BodyVault, callId: CallId, made: Decision): string {
  const seal = Buffer.from(sealText(vault, callId, "decision", textOf(made))).toString("base64");
  return JSON.stringify({ ...made, seal });
}

function textOf(made: Decision): string {
  return canonicalJson(made as JsonObject); // An absent reason is left out by whoever makes a decision, and by the parser.
}

/** A decision for people to read. It proves nothing. */
export function readDecision(text: string): Decision {
  return decision.parse(JSON.parse(text));
}

/**
 * A decision to act on; null when its seal was not made here for this call.
 *
 * @throws {VaultError} `vault_locked`.
 */
export function openDecision(vault: BodyVault, callId: CallId, text: string): Decision | null {
  const stored: unknown = JSON.parse(text);
  const made = decision.safeParse(stored);
  const proof = sealed.safeParse(stored);
  if (!made.success || !proof.success) return null;
  try {
    const opened = openText(vault, callId, "decision", new Uint8Array(Buffer.from(proof.data.seal, "base64")));
    return opened === textOf(made.data) ? made.data : null;
  } catch (error) {
    if (error instanceof VaultError && error.code !== "vault_locked") return null;
    throw error;
  }
}

/**
 * A stored decision with its seal made anew; null when there is nothing to make anew.
 *
 * @param reseal Seals an envelope of this call's decision anew; null when it is under the newest key already.
 */
export function resealDecision(text: string, reseal: (envelope: Uint8Array) => Uint8Array | null): string | null {
  const stored: unknown = JSON.parse(text);
  const proof = sealed.safeParse(stored);
  if (!proof.success) return null;
  const envelope = reseal(new Uint8Array(Buffer.from(proof.data.seal, "base64")));
  if (envelope === null) return null;
  return JSON.stringify({ ...decision.parse(stored), seal: Buffer.from(envelope).toString("base64") });
}
