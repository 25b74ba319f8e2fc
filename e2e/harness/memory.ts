import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const CHUNK_BYTES = 4 * 1024 * 1024;

/** What to look for: names, and the bytes that must not lie around. */
export type Needles = ReadonlyMap<string, Uint8Array>;

/** Why a process's memory cannot be read here; null: it can. */
export function memoryIsClosed(pid: number): string | null {
  if (process.platform !== "linux") return "only Linux shows the memory of a process as a file";
  try {
    closeSync(openSync(`/proc/${pid}/mem`, "r"));
    return null;
  } catch (error) {
    return `this system lets nobody read another process's memory (${String(error)})`;
  }
}

/** How often each needle lies in the readable memory of a process. Those that do not are left out. */
export function findInMemory(pid: number, needles: Needles): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const [start, end] of readableRanges(pid)) {
      for (const chunk of chunksOf(memory, start, end, overlapOf(needles))) {
        for (const [name, needle] of needles) {
          const count = countIn(chunk, needle);
          if (count > 0) found[name] = (found[name] ?? 0) + count;
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

function overlapOf(needles: Needles): number {
  return Math.max(...[...needles.values()].map((needle) => needle.byteLength)) - 1;
}

/** Ranges of addresses that can be read. What the kernel itself shows to every process is not the process's. */
function readableRanges(pid: number): readonly (readonly [start: number, end: number])[] {
  return readFileSync(`/proc/${pid}/maps`, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, start, end, name = ""] = /^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+ *(.*)$/.exec(line) ?? [];
      if (start === undefined || end === undefined || /^\[v(syscall|var|dso)/.test(name)) return [];
      return [[Number.parseInt(start, 16), Number.parseInt(end, 16)] as const];
    });
}

/** A piece of memory. Its first `shared` bytes are the last ones of the piece before, so that nothing is missed between two. */
interface Chunk {
  readonly bytes: Buffer;
  readonly shared: number;
}

function* chunksOf(memory: number, start: number, end: number, overlap: number): Generator<Chunk> {
  const buffer = Buffer.alloc(CHUNK_BYTES + overlap);
  let kept = 0;
  for (let at = start; at < end;) {
    const read = readAt(memory, buffer, kept, Math.min(CHUNK_BYTES, end - at), at);
    if (read === 0) return;
    yield { bytes: buffer.subarray(0, kept + read), shared: kept };
    const total = kept + read;
    kept = Math.min(overlap, total);
    buffer.copyWithin(0, total - kept, total);
    at += read;
  }
}

/** A page may be gone since the map was read: then there is nothing to find in the rest of its range. */
function readAt(memory: number, buffer: Buffer, offset: number, length: number, position: number): number {
  try {
    return readSync(memory, buffer, offset, length, position);
  } catch {
    return 0;
  }
}

/** What lies wholly in the shared part was counted with the chunk before. */
function countIn({ bytes, shared }: Chunk, needle: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
    if (at + needle.byteLength > shared) count += 1;
  }
  return count;
}
