import { authFields, type AuthType } from "../../../client/index.ts";
import { t } from "../messages.ts";

/** What was typed, by field. A field that is absent keeps its value; an empty text removes it. */
export type Typed = Readonly<Record<string, string>>;

/** Sentences about fields, by name. */
export type TypedProblems = Readonly<Record<string, string>>;

const HOLE = "{{secret}}";

/** What a person can mend before anything is sealed. `kept`: the fields that have a value already. */
export function typedProblems(authType: AuthType, typed: Typed, kept: readonly string[]): TypedProblems {
  const found: Record<string, string> = {};
  for (const { name, isRequired } of authFields[authType]) {
    const value = typed[name];
    if (isRequired && (value ?? "").trim() === "" && (value !== undefined || !kept.includes(name)))
      found[name] = t("problem.required");
    else if (value !== undefined && value !== "") {
      const problem = shapeProblem(name, value);
      if (problem !== undefined) found[name] = problem;
    }
  }
  return found;
}

function shapeProblem(name: string, value: string): string | undefined {
  if (name === "template" && value.split(HOLE).length !== 2) return t("problem.template");
  if (name.endsWith("Url") && !isSafeAddress(value)) return t("problem.url");
  return undefined;
}

/** A token endpoint is spoken to over TLS, or on this machine. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
