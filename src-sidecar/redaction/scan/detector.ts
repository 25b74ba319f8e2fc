import type { FindingKind } from "../finding.ts";

/** When findings overlap, the highest rank names what they cover together. */
export const RANK = { personal: 0, setting: 1, address: 2, own: 3, token: 4, keyBlock: 5, known: 6 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

export interface RankedFinding {
  readonly kind: FindingKind;
  readonly start: number;
  readonly end: number;
  readonly rank: Rank;
  readonly label?: string;
}

/** Looks for one kind of secret, where one of its keywords stands. */
export interface Detector {
  /** ASCII; found without regard to case. */
  readonly keywords: readonly string[];
  /**
   * Looks around a keyword that stands at `start` to `end` and pushes what it finds.
   *
   * The work must be bounded by a constant, or by how far the returned place lies behind `start`: that is what keeps a hostile
   * text from costing more than its length.
   *
   * @returns Keywords that start before this place need no further look by this detector; 0 when all do.
   */
  detect(text: string, start: number, end: number, findings: RankedFinding[]): number;
}
