import type { ReactNode } from "react";

/** One column of a DataTable. */
export type Column<T> = {
  readonly id: string;
  readonly header: string;
  /** A grid track: `"minmax(160px, 2fr)"`, `"96px"`. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  /** Makes the column sortable by this value; missing values come last. */
  readonly sortValue?: ((row: T) => string | number | undefined) | undefined;
  readonly align?: "start" | "end" | undefined;
  /** For columns of controls, whose header only assistive technology needs. */
  readonly isHeaderHidden?: boolean | undefined;
};

export type Sort = { readonly columnId: string; readonly isDescending: boolean };
