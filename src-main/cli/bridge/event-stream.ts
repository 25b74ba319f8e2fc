/** An event of more than this is no message of ours: the stream is given up. */
const MAX_EVENT_CHARS = 64 * 1024 * 1024;

/**
 * The data of each event of a stream, comments and other fields left out.
 *
 * @throws {RangeError} An event is longer than 64 Mi characters.
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
  let rest = "";
  for await (const chunk of chunks) {
    rest += chunk;
    if (rest.length > MAX_EVENT_CHARS) throw new RangeError("an event is too long");
    // A line may end in CR LF; a CR at the very end may still get its LF.
    const parts = rest.split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest.endsWith("\r")) yield rest.slice(0, -1);
}
