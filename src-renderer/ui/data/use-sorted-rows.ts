import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { Column, Sort } from "./column.ts";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

export type SortControl = {
  readonly sort?: Sort | null | undefined;
  readonly onSortChange?: ((sort: Sort | null) => void) | undefined;
};

/** The rows in the order asked for, and how to ask: ascending, descending, as given. */
export function useSortedRows<T extends RowData>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  control: SortControl,
) {
  const [ownSort, setOwnSort] = useState<Sort | null>(null);
  const sort = control.sort === undefined ? ownSort : control.sort;
  const setSort = control.onSortChange ?? setOwnSort;
  const definitions = useMemo(() => columns.map((column) => columnDefinition(column)), [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable<Features, T>({
    features,
    columns: definitions,
    data,
    state: { sorting: sort === null ? [] : [{ id: sort.columnId, desc: sort.isDescending }] },
  });
  const toggle = (columnId: string): void => {
    if (sort?.columnId !== columnId) setSort({ columnId, isDescending: false });
    else setSort(sort.isDescending ? null : { columnId, isDescending: true });
  };
  return { rows: table.getRowModel().rows.map((row) => row.original), sort, toggle };
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function columnDefinition<T extends RowData>(column: Column<T>): ColumnDef<Features, T> {
  return {
    id: column.id,
    header: column.header,
    accessorFn: (row: T) => column.sortValue?.(row),
    enableSorting: column.sortValue !== undefined,
    sortUndefined: "last",
    sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
  };
}

function compare(a: unknown, b: unknown): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}
