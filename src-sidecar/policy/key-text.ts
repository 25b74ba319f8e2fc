import type { KeyId } from "../../src-contract/ids.ts";

const KEY = /^tools\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

export const KEY_SECRET_BYTES = 32;

/** The two halves of a connector key. */
export interface ParsedKey {
  readonly id: KeyId;
  readonly secret: Uint8Array;
}

/** Takes `tools.{id}.{secret}` apart; null for anything else, another spelling of the same bytes included. */
export function parseKey(text: string): ParsedKey | null {
  const [, id, encoded] = KEY.exec(text) ?? [];
  if (id === undefined || encoded === undefined) return null;
  const secret = Buffer.from(encoded, "base64url");
  // 43 characters hold two bits more than 32 bytes: only one of four spellings is ours.
  if (secret.byteLength !== KEY_SECRET_BYTES || secret.toString("base64url") !== encoded) return null;
  return { id: id as KeyId, secret }; // The expression above takes UUIDs only, and `formatKey` puts nothing but a KeyId there.
}

/** The text that an agent is given. */
export function formatKey(id: KeyId, secret: Uint8Array): string {
  return `tools.${id}.${Buffer.from(secret).toString("base64url")}`;
}
