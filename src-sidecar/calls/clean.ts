import type { RedactionNote } from "../../src-contract/call.ts";
import { VAULT_VALUE, type CleanedJson, type FindingSummary, type RedactionService } from "../redaction/index.ts";
import type { CleanedResult } from "./live-call.ts";
import type { Cleaner, ScanFindings } from "./ports.ts";
import { withTextForRedactedBinary } from "./redacted-binary.ts";

/** Redaction as the path of a call uses it. What cannot be checked in time is not let through: both functions throw then, or reject. */
export function createCleaner(redaction: Pick<RedactionService, "clean" | "scan">): Cleaner {
  return {
    clean: (value) => whenDone(redaction.clean(value), cleanedResult),
    scan: (value) => whenDone(redaction.scan(value), scanFindings),
  };
}

/** What is there at once is handed on at once: most answers are small, and a promise for each would cost the path a turn. */
function whenDone<T, R>(work: T | Promise<T>, map: (done: T) => R): R | Promise<R> {
  return work instanceof Promise ? work.then(map) : map(work);
}

function cleanedResult({ value, findings, stripped, phrases }: CleanedJson): CleanedResult {
  const notes: RedactionNote[] = findings.map((finding) => ({ ...finding }));
  if (stripped > 0) notes.push({ kind: "invisible-characters", placeholder: "", path: "", length: stripped });
  return { value: findings.length > 0 ? withTextForRedactedBinary(value) : value, notes, stripped, phrases };
}

function scanFindings(findings: readonly FindingSummary[]): ScanFindings {
  const vaultNames = new Set(
    findings.filter(({ kind }) => kind === VAULT_VALUE).map(({ placeholder }) => nameIn(placeholder)),
  );
  return {
    vaultNames: [...vaultNames],
    findings: findings.filter(({ kind }) => kind !== VAULT_VALUE).map(({ kind, path }) => ({ kind, path })),
  };
}

// A placeholder of the vault reads `[REDACTED:vault:NAME]`.
function nameIn(placeholder: string): string {
  return placeholder.replace(/^\[REDACTED:vault:/, "").replace(/\]$/, "");
}
