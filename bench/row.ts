/** One measured figure. */
export interface Row {
  readonly suite: string;
  readonly target: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
}
