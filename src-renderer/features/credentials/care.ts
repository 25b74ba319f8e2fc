import type { CredentialSummary } from "../../client/index.ts";

/** Which credentials the list shows. */
export const careFilters = ["all", "care", "missing", "due", "unused"] as const;
export type CareFilter = (typeof careFilters)[number];

/** Reads the filter of an address; what is mistyped is as good as absent. */
export function parseCare(search: Readonly<Record<string, unknown>>): CareFilter {
  return careFilters.find((filter) => filter === search["show"]) ?? "all";
}

/** Whether someone should do something about it. What nothing uses is pointed out apart: without a value it harms no call. */
export function needsCare({ health, usedBy }: Pick<CredentialSummary, "health" | "usedBy">): boolean {
  if (health === "no-value") return usedBy.length > 0;
  return health !== "ok" && health !== "unused";
}

/** Whether no connector uses it. */
export function isUnused({ usedBy }: Pick<CredentialSummary, "usedBy">): boolean {
  return usedBy.length === 0;
}

/** The credentials that a filter lets through, in their order. */
export function shownBy(filter: CareFilter, credentials: readonly CredentialSummary[]): readonly CredentialSummary[] {
  switch (filter) {
    case "all":
      return credentials;
    case "care":
      return credentials.filter(needsCare);
    case "missing":
      return credentials.filter(({ hasValue }) => !hasValue);
    case "due":
      return credentials.filter(({ health }) => health === "due");
    case "unused":
      return credentials.filter(isUnused);
  }
}
