import type { RedactionNote } from "../../src-contract/call.ts";
import type { Json } from "../base/canonical-json.ts";
import { VAULT_VALUE, type Redactor } from "../redaction/index.ts";
import { createBoundedRun } from "./bounded-run.ts";
import type { Cleaner } from "./ports.ts";

// Within these redaction takes a few milliseconds; a time limit of its own would cost more.
const SMALL_CHARACTERS = 64 * 1024;
const SMALL_PARTS = 1_000; // strings, numbers and members
const MAX_CLEAN_MS = 1_000; // Nothing else is answered meanwhile, so it is also how late the kill switch can be.

/**
 * Redaction as the path of a call uses it: invisible characters go first, then secrets. What cannot be checked in time is not let
 * through: both functions throw then.
 */
export function createCleaner(redactor: Redactor): Cleaner {
  const bounded = createBoundedRun();
  const inTime = <T>(value: Json, work: () => T): T => (isSmall(value) ? work() : bounded(work, MAX_CLEAN_MS));
  return {
    clean: (value) => {
      const { cleaned, findings, removed } = inTime(value, () => {
        const stripped = redactor.stripJson(value);
        const redacted = redactor.redactJson(stripped.value);
        return { cleaned: redacted.value, findings: redacted.findings, removed: stripped.removed };
      });
      const notes: RedactionNote[] = findings.map((finding) => ({ ...finding }));
      if (removed > 0) notes.push({ kind: "invisible-characters", placeholder: "", path: "", length: removed });
      return { value: cleaned, notes };
    },
    scan: (value) => {
      const findings = inTime(value, () => redactor.scan(value));
      const vaultNames = new Set(
        findings.filter(({ kind }) => kind === VAULT_VALUE).map(({ placeholder }) => nameIn(placeholder)),
      );
      return {
        vaultNames: [...vaultNames],
        findings: findings.filter(({ kind }) => kind !== VAULT_VALUE).map(({ kind, path }) => ({ kind, path })),
      };
    },
  };
}

/** Walks no further than what is small. */
function isSmall(value: Json): boolean {
  let characters = 0;
  let parts = 0;
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    parts += 1;
    if (typeof next === "string") characters += next.length;
    else if (next !== null && typeof next === "object") for (const member of Object.values(next)) pending.push(member);
    if (characters > SMALL_CHARACTERS || parts + pending.length > SMALL_PARTS) return false;
  }
  return true;
}

// A placeholder of the vault reads `[REDACTED:vault:NAME]`.
function nameIn(placeholder: string): string {
  return placeholder.replace(/^\[REDACTED:vault:/, "").replace(/\]$/, "");
}
