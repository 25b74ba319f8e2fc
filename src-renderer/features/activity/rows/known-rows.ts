/** A page of a list that is read from its newest end. */
export type RowPage<T> = { readonly rows: readonly T[]; readonly hasMore: boolean };

/** What is known of such a list so far: everything from the newest row down to the last one, without a gap. */
export type KnownRows<T> = RowPage<T>;

type Key = string | number;
export type KeyOf<T> = (row: T) => Key;

/** Takes in the newest page, read again. What it does not reach is kept, unless rows between the two were never seen. */
export function withNewest<T>(known: KnownRows<T> | null, page: RowPage<T>, keyOf: KeyOf<T>): KnownRows<T> {
  const oldest = page.rows.at(-1);
  const newestKnown = known?.rows[0];
  if (known === null || oldest === undefined || newestKnown === undefined || !page.hasMore) return page;
  if (keyOf(newestKnown) < keyOf(oldest)) return page;
  const rest = known.rows.filter((row) => keyOf(row) < keyOf(oldest));
  return { rows: [...page.rows, ...rest], hasMore: rest.length > 0 ? known.hasMore : page.hasMore };
}

/** Takes in a page that was asked for from the last row on. */
export function withOlder<T>(known: KnownRows<T>, page: RowPage<T>, keyOf: KeyOf<T>): KnownRows<T> {
  const last = known.rows.at(-1);
  const older = last === undefined ? page.rows : page.rows.filter((row) => keyOf(row) < keyOf(last));
  return { rows: [...known.rows, ...older], hasMore: page.hasMore };
}

/** Takes in one row as it is now; null: it no longer belongs to the list. */
export function withRow<T>(known: KnownRows<T>, key: Key, row: T | null, keyOf: KeyOf<T>): KnownRows<T> {
  const rows = known.rows.flatMap((old) => (keyOf(old) === key ? (row === null ? [] : [row]) : [old]));
  return { ...known, rows };
}
