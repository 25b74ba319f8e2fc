/**
 * Finds many keywords in one pass over a text, without regard to ASCII case (Aho and Corasick, 1975).
 *
 * Flat and dense: one look-up a character in `next`, whose rows are states and whose columns are classes of characters. Class 0
 * is every character that no keyword has, and leads back to the start.
 */
export interface Automaton {
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** Next state times `classCount`, so that a row needs no multiplication. */
  readonly next: Uint32Array;
  /** States that end a keyword have the highest numbers: rows from here on. */
  readonly firstFinalRow: number;
  /** Keywords that end in each of those states. */
  readonly found: readonly (readonly number[])[];
  /** The row that a scan has come to: made once, as small texts are many. One scan has ended before the next begins. */
  readonly row: Uint32Array;
}

interface Node {
  readonly children: Map<number, number>;
  readonly found: Set<number>;
  fail: number;
}

/** @param keywords Of ASCII characters; their places in this list are their numbers. */
export function createAutomaton(keywords: readonly string[]): Automaton {
  const { classes, classCount } = classify(keywords);
  const nodes = trie(keywords, classes);
  const next = new Uint32Array(nodes.length * classCount);
  const states = link(nodes, classCount, next);
  const isFinal = (state: number): boolean => (nodes[state]?.found.size ?? 0) > 0;
  const finals = states.filter(isFinal);
  const order = [...states.filter((state) => !isFinal(state)), ...finals];
  return {
    classes,
    classCount,
    next: renumber(next, order, classCount),
    firstFinalRow: (order.length - finals.length) * classCount,
    found: finals.map((state) => [...(nodes[state]?.found ?? [])]),
    row: new Uint32Array(1),
  };
}

function renumber(next: Uint32Array, order: readonly number[], classCount: number): Uint32Array {
  const rowOf = new Uint32Array(order.length);
  order.forEach((state, place) => (rowOf[state] = place * classCount));
  const rows = new Uint32Array(next.length);
  order.forEach((state, place) => {
    for (let column = 0; column < classCount; column += 1) {
      rows[place * classCount + column] = rowOf[next[state * classCount + column] ?? 0] ?? 0;
    }
  });
  return rows;
}

/** A class for each character that some keyword has; both cases of a letter share one. */
function classify(keywords: readonly string[]): { classes: Uint8Array; classCount: number } {
  const classes = new Uint8Array(0x10000);
  let classCount = 1;
  for (const letter of new Set(keywords.join("").toLowerCase())) {
    classes[letter.charCodeAt(0)] = classCount;
    classes[letter.toUpperCase().charCodeAt(0)] = classCount;
    classCount += 1;
  }
  return { classes, classCount };
}

function trie(keywords: readonly string[], classes: Uint8Array): Node[] {
  const nodes: Node[] = [{ children: new Map(), found: new Set(), fail: 0 }];
  keywords.forEach((keyword, number) => {
    let state = 0;
    for (let at = 0; at < keyword.length; at += 1) {
      const column = classes[keyword.charCodeAt(at)] ?? 0;
      const children = nodes[state]?.children ?? new Map<number, number>();
      const child = children.get(column) ?? nodes.push({ children: new Map(), found: new Set(), fail: 0 }) - 1;
      children.set(column, child);
      state = child;
    }
    nodes[state]?.found.add(number);
  });
  return nodes;
}

/** Fills the transitions breadth first, so that the row of a shorter suffix is complete before it is needed. */
function link(nodes: readonly Node[], classCount: number, next: Uint32Array): readonly number[] {
  const order = [0];
  for (const state of order) {
    const node = nodes[state];
    if (!node) continue;
    for (let column = 0; column < classCount; column += 1) {
      const child = node.children.get(column);
      const fallback = state === 0 ? 0 : (next[node.fail * classCount + column] ?? 0);
      next[state * classCount + column] = child ?? fallback;
      if (child === undefined) continue;
      adopt(nodes, child, fallback);
      order.push(child);
    }
  }
  return order;
}

function adopt(nodes: readonly Node[], child: number, fail: number): void {
  const node = nodes[child];
  if (!node) return;
  node.fail = fail;
  for (const number of nodes[fail]?.found ?? []) node.found.add(number);
}

/** Calls `onFound` with each keyword's number and the place after its last character, in order of that place. */
export function scanKeywords(
  automaton: Automaton,
  units: Uint16Array,
  length: number,
  onFound: (keyword: number, end: number) => void,
): void {
  const { classCount, firstFinalRow, found, row } = automaton;
  row[0] = 0;
  for (
    let at = toFinalRow(automaton, units, 0, length, row);
    at < length;
    at = toFinalRow(automaton, units, at + 1, length, row)
  ) {
    for (const keyword of found[((row[0] ?? 0) - firstFinalRow) / classCount] ?? []) onFound(keyword, at + 1);
  }
}

/** The place of the next character that ends a keyword. A loop of its own, which the compiler keeps tight; `row` goes on from call to call. */
function toFinalRow(automaton: Automaton, units: Uint16Array, from: number, length: number, row: Uint32Array): number {
  const { classes, next, firstFinalRow } = automaton;
  let now = row[0] ?? 0;
  let at = from;
  for (; at < length; at += 1) {
    now = next[now + (classes[units[at] ?? 0] ?? 0)] ?? 0;
    if (now >= firstFinalRow) break;
  }
  row[0] = now;
  return at;
}
