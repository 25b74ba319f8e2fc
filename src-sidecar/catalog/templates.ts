import type { AuthType } from "../../src-contract/auth.ts";

/** What a template may hold for each type of credential, and for the token of a connected account; a placeholder is `{{name}}`. */
const SLOTS: Readonly<Record<AuthType | "account", readonly string[]>> = {
  account: ["token"],
  token: ["secret"],
  basic: ["username", "password", "basic"],
  header: ["secret"],
};

const ALL: readonly string[] = [...new Set([...SLOTS.token, ...SLOTS.basic, ...SLOTS.header])];
const SLOT = /\{\{([^{}]*)\}\}/g;

/**
 * Why a template cannot be filled: it must hold at least one placeholder, each at most once, and none that the credential lacks.
 *
 * @param type Undefined while it is not known which credential fills it.
 */
export function templateProblem(template: string, type?: AuthType | "account"): string | null {
  const known = type === undefined ? ALL : SLOTS[type];
  const names = [...template.matchAll(SLOT)].map(([, name = ""]) => name);
  const shown = known.map((name) => `{{${name}}}`).join(", ");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return `A template for this credential may hold ${shown}, not {{${unknown}}}.`;
  if (names.length === 0) return `The template must contain ${known.length === 1 ? shown : `one of ${shown}`}.`;
  return new Set(names).size === names.length ? null : "The template must contain each placeholder once only.";
}

/** Writes values into the placeholders of a template. A value is never searched for placeholders. */
export function fillTemplate(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replaceAll(SLOT, (whole, name: string) => valueOf(name) ?? whole);
}
