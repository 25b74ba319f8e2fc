import type { OrgKeyRow } from "./rows.ts";
import type { Scope } from "./seal.ts";

/** The versions of the data encryption key and what is still sealed under older ones. */
export interface RotationFacts {
  readonly active: number;
  readonly versions: readonly (Pick<OrgKeyRow, "version" | "state" | "createdAt"> & { readonly secrets: number })[];
  /** What is left to be sealed anew by somebody else. */
  readonly waitingFor: readonly { readonly scope: Scope; readonly scopeId: string; readonly records: number }[];
}
