/** A line of more than this is no message of ours: the stream is given up. */
const MAX_LINE_CHARS = 64 * 1024 * 1024;

/**
 * The data of each event of a stream, comments and other fields left out.
 *
 * @throws {RangeError} A line is longer than 64 Mi characters.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* eventData(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of lines(chunks)) {
    if (line === "") {
      if (data.length > 0) yield data.join("\n");
      data = [];
    } else if (line.startsWith("data:")) {
      data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
    } else if (line === "data") {
      data.push("");
    }
  }
  // An event that the stream did not finish is dropped, as the standard says.
}

async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = [];
  let size = 0;
  let hasEndedInCr = false;
  for await (const chunk of chunks) {
    // A line ends with CR, LF or both; the LF of both may come with the next chunk.
    const parts = (hasEndedInCr && chunk.startsWith("\n") ? chunk.slice(1) : chunk).split(/\r\n|\n|\r/);
    hasEndedInCr = chunk.endsWith("\r");
    const rest = parts.pop() ?? "";
    for (const part of parts) {
      yield begun.join("") + part;
      begun = [];
      size = 0;
    }
    begun.push(rest);
    size += rest.length;
    if (size > MAX_LINE_CHARS) throw new RangeError("a line of the stream is too long");
  }
}
