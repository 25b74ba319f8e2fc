/** A stretch of units that all belong to one class, as long as it goes; `end` is exclusive. */
export interface Stretch {
  readonly from: number;
  readonly end: number;
}

/**
 * All stretches of at least `least` units whose entry in `table` is not 0.
 *
 * Looks at the last place of where a stretch could be and walks back from there, so that of most text it reads few units.
 */
export function stretches(units: Uint16Array, length: number, table: Uint8Array, least: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  while (from + least <= length) {
    const gap = lastOutside(units, from, from + least, table);
    if (gap >= 0) {
      from = gap + 1;
      continue;
    }
    const end = firstOutside(units, from + least, length, table);
    found.push({ from, end });
    from = end + 1;
  }
  return found;
}

function lastOutside(units: Uint16Array, from: number, end: number, table: Uint8Array): number {
  let at = end - 1;
  while (at >= from && table[units[at] ?? 0] !== 0) at -= 1;
  return at >= from ? at : -1;
}

function firstOutside(units: Uint16Array, from: number, length: number, table: Uint8Array): number {
  let at = from;
  while (at < length && table[units[at] ?? 0] !== 0) at += 1;
  return at;
}
