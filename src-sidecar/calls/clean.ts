import type { RedactionNote } from "../../src-contract/call.ts";
import type { Json } from "../base/canonical-json.ts";
import { VAULT_VALUE, type Redactor } from "../redaction/index.ts";
import type { Cleaner } from "./ports.ts";

/** Redaction as the path of a call uses it: invisible characters go first, then secrets. */
export function createCleaner(redactor: Redactor): Cleaner {
  return {
    clean: (value) => {
      const stripped = { removed: 0 };
      const { value: cleaned, findings } = redactor.redactJson(stripAll(redactor, value, stripped));
      const notes: RedactionNote[] = findings.map((finding) => ({ ...finding }));
      if (stripped.removed > 0)
        notes.push({ kind: "invisible-characters", placeholder: "", path: "", length: stripped.removed });
      return { value: cleaned, notes };
    },
    scan: (value) => {
      const findings = redactor.scan(value);
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

function stripAll(redactor: Redactor, value: Json, count: { removed: number }): Json {
  if (typeof value === "string") {
    const { text, removed } = redactor.stripControls(value);
    count.removed += removed;
    return text;
  }
  if (value === null || typeof value !== "object") return value;
  if (isArray(value)) return value.map((one) => stripAll(redactor, one, count));
  // Not by assignment: a member called `__proto__` stays a member.
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, stripAll(redactor, member, count)]));
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

// A placeholder of the vault reads `[REDACTED:vault:NAME]`.
function nameIn(placeholder: string): string {
  return placeholder.replace(/^\[REDACTED:vault:/, "").replace(/\]$/, "");
}
