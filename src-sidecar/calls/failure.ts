import { ApprovalError } from "../approval/index.ts";
import { AuditError } from "../audit/index.ts";
import type { Json } from "../base/canonical-json.ts";
import { ConnectorError } from "../connectors/index.ts";
import { OAuthError } from "../oauth/index.ts";
import { VaultError } from "../vault/index.ts";
import { CallError } from "./call-error.ts";
import { isLater } from "./is-later.ts";
import type { Cleaner } from "./ports.ts";

/** A failure as an agent may see it (`code`, `message`), and in full for people (`detail`, redacted). */
export interface CallFailure {
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
}

/**
 * Turns what went wrong into words. The message is ours; a server's own text stays in `detail` and passes redaction first. What is no
 * error of a room is masked: the text of a system or database error names paths and statements.
 */
export async function failureOf(error: unknown, cleaner: Cleaner): Promise<CallFailure> {
  if (error instanceof ConnectorError || error instanceof OAuthError) {
    const message = [error.message, error.hint].filter(Boolean).join(" ");
    return { code: error.code, message, detail: error.detail === "" ? null : await detailOf(error.detail, cleaner) };
  }
  if (isOwnError(error)) return { code: error.code, message: error.message, detail: null };
  const message = "Something went wrong inside Gatehouse while the call was carried out.";
  return { code: "internal", message, detail: null };
}

/** Whether a room meant to say this, so that its code and its message may be handed on. */
export function isOwnError(error: unknown): error is CallError | AuditError | VaultError | ApprovalError | OAuthError {
  return (
    error instanceof CallError ||
    error instanceof AuditError ||
    error instanceof VaultError ||
    error instanceof OAuthError ||
    error instanceof ApprovalError
  );
}

/** Text that cannot be checked is left out: the failure itself is worth more than its words. */
async function detailOf(text: string, cleaner: Cleaner): Promise<string | null> {
  try {
    return await cleanText(text, cleaner);
  } catch {
    return null;
  }
}

/** Cleans text of a server. */
function cleanText(text: string, cleaner: Cleaner): string | Promise<string> {
  const cleaned = cleaner.clean(text);
  return isLater(cleaned) ? cleaned.then(({ value }) => textOf(value)) : textOf(cleaned.value);
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : "";
}
