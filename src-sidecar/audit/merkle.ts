import { sha256 as sha256Of } from "../base/sha256.ts";

const NODE_PREFIX = Uint8Array.of(1); // RFC 6962 §2.1: a node's hash begins with 0x01, a leaf's with 0x00.

/** The hash of a node over its two children. */
function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE_PREFIX, left, right);
}

/** SHA-256 over parts, one after another, none of which is a key. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return sha256Of(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
}

/**
 * All that is needed to go on with an RFC 6962 tree: the roots of the perfect trees that its leaves fall into, the largest first. At most
 * one hash for each bit of its size.
 */
export class CompactRange {
  readonly #roots: Uint8Array[];
  #size: number;

  constructor(size = 0, roots: readonly Uint8Array[] = []) {
    this.#size = size;
    this.#roots = [...roots];
  }

  get size(): number {
    return this.#size;
  }

  append(leafHash: Uint8Array): void {
    let node = leafHash;
    for (let size = this.#size; size % 2 === 1; size = (size - 1) / 2) {
      const left = this.#roots.pop();
      if (left === undefined) throw new Error("internal: a compact range without its roots");
      node = nodeHash(left, node);
    }
    this.#roots.push(node);
    this.#size += 1;
  }

  /** The tree's root; of no leaves the hash of nothing. */
  root(): Uint8Array {
    const last = this.#roots.at(-1);
    if (last === undefined) return sha256(new Uint8Array());
    return this.#roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  /** One that goes its own way. */
  fork(): CompactRange {
    return new CompactRange(this.#size, this.#roots);
  }
}

/**
 * The inclusion proofs of some leaves, in one reading of all leaves' hashes.
 *
 * @param leaves The hashes in order, in pages of any size; exactly `size` of them are used.
 * @param indices Counted from 0.
 * @see RFC 6962 §2.1.1
 */
export async function inclusionProofs(
  leaves: AsyncIterable<readonly Uint8Array[]>,
  size: number,
  indices: readonly number[],
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const paths = new Map(indices.map((index) => [index, pathOf(index, 0, size)]));
  const trees = new Map<string, Subtree>();
  for (const path of paths.values()) for (const tree of path) trees.set(nameOf(tree), tree);
  const open = [...trees.values()].sort((a, b) => a.from - b.from);
  let at = 0;
  for await (const page of leaves) {
    for (const leaf of page.slice(0, size - at)) {
      for (const tree of open) if (tree.from <= at && at < tree.to) tree.range.append(leaf);
      at += 1;
    }
    if (at >= size) break;
  }
  if (at < size) throw new Error("internal: a proof needs more leaves than there are");
  return new Map(
    [...paths].map(([index, path]) => [index, path.map((tree) => (trees.get(nameOf(tree)) ?? tree).range.root())]),
  );
}

interface Subtree {
  readonly from: number;
  readonly to: number;
  readonly range: CompactRange;
}

/** The trees whose roots lead from a leaf to the root, from the leaf's neighbour upwards. */
function pathOf(index: number, from: number, to: number): readonly Subtree[] {
  if (to - from <= 1) return [];
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  const middle = from + split;
  return index < middle
    ? [...pathOf(index, from, middle), { from: middle, to, range: new CompactRange() }]
    : [...pathOf(index, middle, to), { from, to: middle, range: new CompactRange() }];
}

function nameOf({ from, to }: Subtree): string {
  return `${from}-${to}`;
}

/**
 * The root that a leaf and its inclusion proof lead to; null when the proof is not one of such a tree.
 *
 * @see RFC 9162 §2.1.3.2
 */
export function rootFromProof(
  leafHash: Uint8Array,
  { index, size }: { readonly index: number; readonly size: number },
  proof: readonly Uint8Array[],
): Uint8Array | null {
  if (index >= size) return null;
  let at = index;
  let last = size - 1;
  let node = leafHash;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else node = nodeHash(node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}
