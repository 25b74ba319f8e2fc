import { describe, expect, it } from "vitest";
import { withNewest, withOlder, withRow, type RowPage } from "./known-rows.ts";

type Row = { readonly id: number; readonly state?: string };
const keyOf = (row: Row): number => row.id;

/** Rows `from` down to `to`. */
function page(from: number, to: number, hasMore = true): RowPage<Row> {
  return { rows: Array.from({ length: from - to + 1 }, (_, index) => ({ id: from - index })), hasMore };
}
const ids = ({ rows }: RowPage<Row>): readonly number[] => rows.map(keyOf);

describe("rows read from the newest end", () => {
  it("grow at the top when new ones arrive, and keep what was read below", () => {
    const known = withOlder(page(10, 8), page(7, 5, false), keyOf);
    const now = withNewest(known, page(12, 10), keyOf);
    expect(ids(now)).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
    expect(now.hasMore).toBe(false);
  });

  it("start anew when more arrived at once than a page holds, so that no gap is shown as a whole", () => {
    expect(ids(withNewest(page(10, 5), page(20, 15), keyOf))).toEqual([20, 19, 18, 17, 16, 15]);
  });

  it("lose what a newest page that holds everything no longer has", () => {
    expect(ids(withNewest(page(10, 1), page(3, 2, false), keyOf))).toEqual([3, 2]);
    expect(ids(withNewest(page(10, 1), { rows: [], hasMore: false }, keyOf))).toEqual([]);
  });

  it("lose a row that left between two that are still there", () => {
    const newest = { rows: [{ id: 10 }, { id: 8 }], hasMore: true };
    expect(ids(withNewest(page(10, 5), newest, keyOf))).toEqual([10, 8, 7, 6, 5]);
  });

  it("take no row twice when pages overlap", () => {
    expect(ids(withOlder(page(10, 8), page(9, 6), keyOf))).toEqual([10, 9, 8, 7, 6]);
  });

  it("take a row as it is now, or drop it when it no longer belongs", () => {
    const known = page(3, 1);
    expect(withRow(known, 2, { id: 2, state: "over" }, keyOf).rows[1]).toEqual({ id: 2, state: "over" });
    expect(ids(withRow(known, 2, null, keyOf))).toEqual([3, 1]);
  });
});
