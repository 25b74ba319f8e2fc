import type { AuthType, CredentialHealth, CredentialSummary } from "../../client/index.ts";
import type { Tone } from "../../ui/risk/state-badge.tsx";
import { t } from "./messages.ts";

/** How a state of health looks and is called in a list. */
export type HealthLook = { readonly label: string; readonly tone: Tone; readonly dot: "filled" | "ring" };

const TONES: Readonly<Record<CredentialHealth, Tone>> = {
  ok: "good",
  "no-value": "warn",
  due: "warn",
  unused: "neutral",
  unreadable: "danger",
};

/** The health of a credential for the person who looks, in a word. */
export function healthLook({ health, scope }: Pick<CredentialSummary, "health" | "scope">): HealthLook {
  const isHollow = health === "no-value" || health === "unused";
  const label = health === "no-value" ? t(`health.no-value.${scope}`) : t(`health.${health}`);
  return { label, tone: TONES[health], dot: isHollow ? "ring" : "filled" };
}

const FIELDS = ["secret", "username", "password", "template"] as const;
type FieldName = (typeof FIELDS)[number];

function isFieldName(name: string): name is FieldName {
  const known: readonly string[] = FIELDS;
  return known.includes(name);
}

/** What a field of auth material is called. */
export function fieldLabel(authType: AuthType, name: string): string {
  if (name === "secret" && authType === "token") return t("field.token");
  return isFieldName(name) ? t(`field.${name}`) : name;
}

/** What to type into it; undefined where its name says enough. */
export function fieldHint(name: string): string | undefined {
  return name === "template" ? t("field.template.hint") : undefined;
}
