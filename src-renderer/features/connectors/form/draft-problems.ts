import type { Problem } from "../../../client/index.ts";
import { t } from "../messages.ts";
import type { Draft } from "./draft.ts";
import { missingFields } from "./fresh.ts";

/**
 * Sentences about fields, by `name`, `command`, `url`, `args`, `cwd`; of a binding by `name/<rowId>`, `value/<rowId>`, `template/<rowId>`,
 * `provider/<rowId>`, and `field/<rowId>/<field>` of a new credential.
 */
export type DraftProblems = Readonly<Record<string, string>>;

/** What a person can mend before anything is sent. `filled` holds the secret fields that are not empty. */
export function draftProblems(draft: Draft, filled: ReadonlySet<string>): DraftProblems {
  return {
    ...(draft.name.trim() === "" && { name: t("problem.name") }),
    ...(draft.kind === "mcp-stdio" && draft.command.trim() === "" && { command: t("problem.command") }),
    ...(draft.kind === "mcp-http" && !isAddress(draft.url) && { url: t("problem.url") }),
    ...bindingProblems(draft, filled),
  };
}

function bindingProblems({ bindings }: Draft, filled: ReadonlySet<string>): DraftProblems {
  const found: Record<string, string> = {};
  const seen = new Set<string>();
  for (const { rowId, name, source } of bindings) {
    const key = name.trim().toLowerCase();
    if (key === "") found[`name/${rowId}`] = t("problem.bindingName");
    else if (seen.has(key)) found[`name/${rowId}`] = t("problem.bindingTwice");
    seen.add(key);
    if (source.kind === "oauth") {
      if (source.providerId === null) found[`provider/${rowId}`] = t("problem.provider");
      continue;
    }
    if (source.kind === "static" || source.credentialId !== null) continue;
    for (const field of missingFields(source.fresh, source.kind, rowId, filled))
      found[`field/${rowId}/${field}`] = t("problem.secret");
    const { template } = source.fresh.plain;
    if (source.fresh.authType === "header" && template !== undefined && template.trim() !== "" && !hasHole(template))
      found[`field/${rowId}/template`] = t("problem.template");
  }
  return found;
}

/** The sidecar's sentences about fields, under the names that the form uses. */
export function sidecarProblems(problem: Problem | null, draft: Draft): DraftProblems {
  const found: Record<string, string> = {};
  for (const { path, message } of problem?.fields ?? []) {
    const key = formKey(path, draft);
    if (key !== null) found[key] = message;
  }
  return found;
}

const SOURCE_KEYS: Readonly<Record<string, string>> = {
  template: "template",
  value: "value",
  providerId: "provider",
};

function formKey(path: string, draft: Draft): string | null {
  const [first, second, third, fourth, fifth] = path.split("/").slice(1);
  if (first === "name") return "name";
  if (first !== "config" || second === undefined) return null;
  if (second === "env" || second === "headers") {
    const row = draft.bindings[Number(third)];
    if (row === undefined) return null;
    return `${fourth === "source" ? (SOURCE_KEYS[fifth ?? ""] ?? "name") : "name"}/${row.rowId}`;
  }
  return second;
}

function hasHole(template: string): boolean {
  return template.split("{{secret}}").length === 2;
}

function isAddress(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}
