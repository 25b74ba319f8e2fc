import type * as z from "zod";
import type { redactionRule, RedactionSettings } from "../../src-contract/redaction.ts";
import { STRUCTURAL_KINDS } from "./finder.ts";
import { VAULT_VALUE } from "./finding.ts";
import { PERSONAL_KINDS } from "./detect/personal.ts";
import { NETWORK_LINES } from "./rules/network-lines.ts";
import { TOKEN_RULES } from "./rules/table.ts";

type RedactionRule = z.infer<typeof redactionRule>;

/** Every kind that is looked for, by group; personal data and patterns of the organization's own as far as they are switched on. */
export function redactionRules({ patterns }: Pick<RedactionSettings, "patterns">): RedactionRule[] {
  const network = new Set(NETWORK_LINES.map(({ kind }) => kind));
  const structure = new Set(STRUCTURAL_KINDS);
  const vendor = new Set(
    TOKEN_RULES.map(({ kind }) => kind).filter((kind) => !network.has(kind) && !structure.has(kind)),
  );
  return [
    { kind: VAULT_VALUE, group: "vault" },
    ...inGroup(vendor, "vendor"),
    ...inGroup(structure, "structure"),
    ...inGroup(
      [...network].filter((kind) => !structure.has(kind)),
      "network",
    ),
    ...inGroup(PERSONAL_KINDS, "personal"),
    ...patterns.map(({ name }): RedactionRule => ({ kind: `own-${name}`, group: "own" })),
  ];
}

function inGroup(kinds: Iterable<string>, group: RedactionRule["group"]): RedactionRule[] {
  return [...kinds].sort().map((kind) => ({ kind, group }));
}
