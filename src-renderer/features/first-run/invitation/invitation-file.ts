import type { InvitationFile } from "../../../client/index.ts";

/** What of an invitation file the form uses. */
export type InvitationPaper = Pick<InvitationFile, "orgName" | "name" | "code" | "expiresAt"> & {
  readonly orgId: string;
};

const MAX_CHARACTERS = 10_000;

/** Reads the text of an invitation file; null when it is none. */
export function parseInvitationFile(text: string): InvitationPaper | null {
  if (text.length > MAX_CHARACTERS) return null;
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || !("gatehouse" in value)) return null;
  if (value.gatehouse !== "invitation/1") return null;
  const paper: Readonly<Record<string, unknown>> = { ...value };
  const { orgId, orgName, name, code, expiresAt } = paper;
  if (typeof orgId !== "string" || typeof orgName !== "string" || typeof name !== "string") return null;
  if (typeof code !== "string" || typeof expiresAt !== "number") return null;
  return { orgId, orgName, name, code, expiresAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // whatever a person chose that is no JSON is no invitation
  }
}
