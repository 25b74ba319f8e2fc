import { authFields, type AuthType } from "../../../client/index.ts";
import type { SecretScope } from "./draft.ts";

/** Types of credential that can be made in a connector's form; the others have a form of their own. */
export const freshTypes = ["token", "basic", "header"] as const satisfies readonly AuthType[];
export type FreshType = (typeof freshTypes)[number];

/** A credential that is made with the connector. Its secrets are not here: they stay in their fields until they are sealed. */
export type Fresh = { readonly authType: FreshType; readonly plain: Readonly<Record<string, string>> };

export const emptyFresh: Fresh = { authType: "token", plain: {} };

/** Names the field of a secret among all of the form's. */
export function secretKey(rowId: string, field: string): string {
  return `${rowId}/${field}`;
}

/** The fields without which the value is not whole; none while it may come later, whole. `filled`: secret fields that are not empty. */
export function missingFields(
  { authType, plain }: Fresh,
  scope: SecretScope,
  rowId: string,
  filled: ReadonlySet<string>,
): readonly string[] {
  if (scope === "team_secret") return [];
  const missing = authFields[authType]
    .filter(({ name, isSecret }) =>
      isSecret ? !filled.has(secretKey(rowId, name)) : (plain[name] ?? "").trim() === "",
    )
    .map(({ name }) => name);
  const isLater = scope === "user_secret" && missing.length === authFields[authType].length;
  return isLater ? [] : missing;
}

/** What is sealed, once the secrets are read out of their fields; nothing where the value comes later. */
export function freshValues(
  { authType, plain }: Fresh,
  scope: SecretScope,
  read: (field: string) => string,
): Readonly<Record<string, string>> {
  if (scope === "team_secret") return {};
  const typed = authFields[authType].map(
    ({ name, isSecret }) => [name, isSecret ? read(name) : (plain[name] ?? "").trim()] as const,
  );
  return Object.fromEntries(typed.filter(([, value]) => value !== ""));
}
