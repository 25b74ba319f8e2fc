import type { AuthType } from "../../src-contract/auth.ts";

/** What a template may hold for each type of credential; a placeholder is `{{name}}`. */
const SLOTS: Readonly<Record<AuthType, readonly string[]>> = {
  token: ["secret"],
  basic: ["username", "password", "basic"],
  header: ["secret"],
  oauth2_client_credentials: ["secret"],
  oauth2_authorization_code: ["secret"],
};

const ALL: readonly string[] = [...new Set(Object.values(SLOTS).flat())];
const SLOT = /\{\{([^{}]*)\}\}/g;

/**
 * Why a template cannot be filled: it must hold at least one placeholder, each at most once, and none that the credential lacks.
 *
 * @param type Undefined while it is not known which credential fills it.
 */
export function templateProblem(template: string, type?: AuthType): string | null {
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
