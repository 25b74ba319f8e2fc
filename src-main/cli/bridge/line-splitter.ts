/** More than the agents' door takes. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * Lines of a stream of UTF-8 bytes; `undefined` stands for a line that was too long and is skipped to its end.
 *
 * Bytes are joined before they are decoded, so a character that was cut between two chunks stays whole.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const take = (): string | undefined => {
    const line = size > MAX_LINE_BYTES ? undefined : Buffer.concat(parts).toString("utf8").trim();
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      size += end - start;
      parts.push(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    size += chunk.length - start;
    if (size > MAX_LINE_BYTES) parts = [];
    else parts.push(chunk.subarray(start));
  }
  if (size > 0) yield take();
}
