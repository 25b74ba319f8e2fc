import type { ProviderQuirks } from "../../../client/index.ts";

/** How one difference is typed. */
export type QuirkRule =
  | { readonly kind: "choice"; readonly key: ChoiceKey; readonly values: readonly string[] }
  | { readonly kind: "text" | "list" | "params" | "seconds"; readonly key: TextKey };

type ChoiceKey = "clientAuth" | "bodyFormat" | "scopeSeparator" | "pkce" | "expiresInUnit" | "splitEndpoints";
type TextKey = Exclude<keyof ProviderQuirks, ChoiceKey>;
export type QuirkKey = ChoiceKey | TextKey;

/** Every difference that a provider can have, in the order of the form. The resource has a value and two words: `never`, or nothing. */
export const quirkRules: readonly QuirkRule[] = [
  { kind: "choice", key: "clientAuth", values: ["basic", "post", "none", "key"] },
  { kind: "choice", key: "pkce", values: ["unadvertised", "off"] },
  { kind: "text", key: "resource" },
  { kind: "params", key: "authorizeParams" },
  { kind: "params", key: "tokenParams" },
  { kind: "choice", key: "scopeSeparator", values: [" ", ","] },
  { kind: "choice", key: "bodyFormat", values: ["form", "json"] },
  { kind: "list", key: "issuerAliases" },
  { kind: "choice", key: "splitEndpoints", values: ["yes"] },
  { kind: "text", key: "refreshUrl" },
  { kind: "text", key: "deleteTokenUrl" },
  { kind: "text", key: "tokenPath" },
  { kind: "text", key: "okPath" },
  { kind: "list", key: "tokenTypes" },
  { kind: "choice", key: "expiresInUnit", values: ["s", "ms"] },
  { kind: "seconds", key: "defaultTtl" },
  { kind: "list", key: "dropScopes" },
  { kind: "list", key: "deadErrors" },
];

/** The differences as their fields hold them; an absent one is as the specifications say. */
export type TypedQuirks = Readonly<Partial<Record<QuirkKey, string>>>;

const NEVER = "never";

/** What the fields show. */
export function typedQuirks(quirks: ProviderQuirks): TypedQuirks {
  const typed = quirkRules.map(({ key }) => [key, textOf(key, quirks)] as const);
  return Object.fromEntries(typed.filter(([, text]) => text !== ""));
}

function textOf(key: QuirkKey, quirks: ProviderQuirks): string {
  switch (key) {
    case "resource":
      return quirks.resource === undefined ? "" : quirks.resource.kind === "never" ? NEVER : quirks.resource.value;
    case "authorizeParams":
    case "tokenParams":
      return Object.entries(quirks[key] ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join("\n");
    case "issuerAliases":
    case "tokenTypes":
    case "dropScopes":
    case "deadErrors":
      return (quirks[key] ?? []).join(" ");
    case "splitEndpoints":
      return quirks.splitEndpoints === true ? "yes" : "";
    case "clientAuth":
    case "bodyFormat":
    case "scopeSeparator":
    case "pkce":
    case "expiresInUnit":
    case "refreshUrl":
    case "deleteTokenUrl":
    case "tokenPath":
    case "okPath":
    case "defaultTtl":
      return String(quirks[key] ?? "");
  }
}

/** What was typed, as the contract has it. Its limits are the sidecar's to check, by the same names. */
export function readQuirks(typed: TypedQuirks): ProviderQuirks {
  const read = quirkRules.flatMap((rule): readonly (readonly [string, unknown])[] => {
    const text = typed[rule.key] ?? "";
    return text.trim() === "" && rule.key !== "scopeSeparator"
      ? []
      : text === ""
        ? []
        : [[rule.key, valueOf(rule, text)]];
  });
  // Each value is of the kind that its rule says.
  const quirks: ProviderQuirks = Object.fromEntries(read);
  return quirks;
}

function valueOf(rule: QuirkRule, text: string): unknown {
  if (rule.key === "resource") return text.trim() === NEVER ? { kind: NEVER } : { kind: "value", value: text.trim() };
  switch (rule.kind) {
    case "choice":
      return rule.key === "splitEndpoints" ? true : text;
    case "text":
      return text.trim();
    case "list":
      return text.trim().split(/[\s,]+/);
    case "params":
      return Object.fromEntries(linesOf(text).map(paramOf));
    case "seconds":
      return Number(text.trim());
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function paramOf(line: string): readonly [string, string] {
  const at = line.indexOf("=");
  return at === -1 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
