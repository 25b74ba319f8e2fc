import type { ConnectorId, RiskClass } from "../../client/index.ts";

/** The classes in the order of their keys: 1 to 4. */
export const riskClasses = ["read-only", "moderate", "dangerous", "unknown"] as const satisfies readonly RiskClass[];

/** What wants a review: nobody has said a class, what was reviewed has changed, or it appeared after the last review. */
export const needs = ["unreviewed", "drifted", "fresh"] as const;
export type Need = (typeof needs)[number];

/** Which tools the desk shows; every part of it stands in the address. */
export type Shown = {
  readonly connectorId: ConnectorId | null;
  readonly riskClass: RiskClass | null;
  readonly need: Need | null;
  readonly text: string;
};

export const EVERYTHING: Shown = { connectorId: null, riskClass: null, need: null, text: "" };

const MAX_TEXT = 200;

/** Reads the search part of the address. What is mistyped is as good as absent. */
export function parseShown(search: Readonly<Record<string, unknown>>): Shown {
  const connector = search["connector"];
  return {
    // An id that a person mistyped is a valid question: nothing is found.
    connectorId: typeof connector === "string" && connector !== "" ? (connector as ConnectorId) : null,
    riskClass: riskClasses.find((one) => one === search["class"]) ?? null,
    need: needs.find((one) => one === search["need"]) ?? null,
    text: textOf(search["q"]).slice(0, MAX_TEXT),
  };
}

/** The same as the search part of an address, without what is as usual. */
export function searchOf({ connectorId, riskClass, need, text }: Shown): Readonly<Record<string, string>> {
  return {
    ...(connectorId === null ? {} : { connector: connectorId }),
    ...(riskClass === null ? {} : { class: riskClass }),
    ...(need === null ? {} : { need }),
    ...(text === "" ? {} : { q: text }),
  };
}

/** Whether any filter hides tools. */
export function isNarrowed(shown: Shown): boolean {
  return Object.keys(searchOf({ ...shown, text: shown.text.trim() })).length > 0;
}

/** The router reads `1e3` and `true` as what they look like; here they are words to look for. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
