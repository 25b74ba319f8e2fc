import type { Problem } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { scopesOf, type Draft } from "./draft.ts";

/** Sentences about fields, by the name that the draft has for them; of a difference by `quirks/<its name>`. */
export type DraftProblems = Readonly<Record<string, string>>;

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;

/** What a person can mend before anything is sent. */
export function draftProblems(draft: Draft): DraftProblems {
  return {
    ...(draft.name.trim() === "" && { name: t("problem.name") }),
    ...serverProblems(draft),
    ...(draft.clientKind === "registered" && draft.clientId.trim() === "" && { clientId: t("problem.clientId") }),
    ...(draft.owner === "member" && draft.redirectKind === "fixed" && redirectProblems(draft)),
    ...(scopesOf(draft).some((scope) => !SCOPE.test(scope)) && { otherScopes: t("problem.scopes") }),
  };
}

function serverProblems(draft: Draft): DraftProblems {
  const needed = (key: AddressKey): DraftProblems => (isAddress(draft[key]) ? {} : { [key]: t("problem.url") });
  const optional = (key: AddressKey): DraftProblems => (draft[key].trim() === "" ? {} : needed(key));
  switch (draft.serverKind) {
    case "resource":
      return needed("resource");
    case "issuer":
      return needed("issuer");
    case "endpoints":
      return {
        ...optional("issuer"),
        ...optional("authorizationUrl"),
        ...needed("tokenUrl"),
        ...optional("revocationUrl"),
        ...optional("deviceUrl"),
      };
  }
}

type AddressKey = "resource" | "issuer" | "authorizationUrl" | "tokenUrl" | "revocationUrl" | "deviceUrl";

function redirectProblems({ redirectPort, redirectPath }: Draft): DraftProblems {
  const port = Number(redirectPort);
  const isPort = Number.isInteger(port) && port >= 1024 && port <= 65_535;
  return {
    ...(!isPort && { redirectPort: t("problem.port") }),
    ...(!/^\/[\w/.~-]{0,255}$/.test(redirectPath.trim()) && { redirectPath: t("problem.path") }),
  };
}

/** The sidecar's sentences about fields, under the names that the form uses. */
export function sidecarProblems(problem: Problem | null): DraftProblems {
  if (problem?.code === "name_taken") return { name: problem.message };
  const found: Record<string, string> = {};
  for (const { path, message } of problem?.fields ?? []) {
    const key = formKey(path);
    if (key !== null) found[key] = message;
  }
  return found;
}

const REDIRECT_KEYS: Readonly<Record<string, string>> = { port: "redirectPort", path: "redirectPath" };

function formKey(path: string): string | null {
  const [first, second, third] = path.split("/").slice(1);
  if (first === "name") return "name";
  if (first !== "config" || second === undefined) return null;
  switch (second) {
    case "server":
    case "client":
      return third ?? null;
    case "redirect":
      return REDIRECT_KEYS[third ?? ""] ?? null;
    case "scopes":
      return "otherScopes";
    case "quirks":
      return third === undefined ? null : `quirks/${third}`;
    default:
      return null;
  }
}

/** Whether it is a whole address. Which hosts may be asked is the studio's to say. */
export function isAddress(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}
