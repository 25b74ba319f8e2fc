import { Fragment, type ReactNode } from "react";

export type ListedProps = {
  readonly items: readonly ReactNode[];
  /** `conjunction`: a, b, and c. `disjunction`: a, b, or c. `unit`: a, b, c. */
  readonly type?: "conjunction" | "disjunction" | "unit" | undefined;
};

/** Several things inside a sentence, joined as the language joins them. */
export function Listed({ items, type = "conjunction" }: ListedProps): ReactNode {
  const pieces = new Intl.ListFormat("en-GB", { type }).formatToParts(items.map((_item, index) => String(index)));
  return pieces.map((piece, index) => (
    // A sentence has its pieces in one order for as long as it is shown.
    <Fragment key={index}>{piece.type === "element" ? items[Number(piece.value)] : piece.value}</Fragment>
  ));
}
