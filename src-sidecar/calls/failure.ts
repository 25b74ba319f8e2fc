import type { Cleaner } from "./ports.ts";

/** A failure as an agent may see it (`code`, `message`), and in full for people (`detail`, redacted). */
export interface CallFailure {
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
}

/**
 * Turns what went wrong at a connector into words. The message is ours; the server's own text stays in `detail` and passes
 * redaction first. Anything that is no error of a room is masked.
 */
export function failureOf(error: unknown, cleaner: Cleaner): CallFailure {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return {
      code: "internal",
      message: "Something went wrong inside Gatehouse while the call was carried out.",
      detail: null,
    };
  }
  const hint = "hint" in error && typeof error.hint === "string" ? error.hint : "";
  const detail = "detail" in error && typeof error.detail === "string" ? cleanText(error.detail, cleaner) : null;
  return { code: error.code, message: cleanText([error.message, hint].filter(Boolean).join(" "), cleaner), detail };
}

function cleanText(text: string, cleaner: Cleaner): string {
  const cleaned = cleaner.clean(text).value;
  return typeof cleaned === "string" ? cleaned : "";
}
