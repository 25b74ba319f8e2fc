import type { Writable } from "node:stream";

/** Where a command's answers go. Complaints of a command without `--json` go to `err`. */
export interface Output {
  readonly out: Writable;
  readonly err: Writable;
}

/** What a command answers: `json` for scripts, `lines` for people. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** What a person is told where there are no lines. A pipe gets nothing. */
  readonly none?: string;
}

/** A command that could not be carried out: `code` for scripts, `message` for people, `exitCode` for both. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** Writes a line and waits until it has left, so that the process may end right after. */
export function printLine(stream: Writable, line: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that left (`| head`) makes the line moot: the stream says so to its callback, and again as an event that nobody needs.
    if (stream.listenerCount("error") === 0) stream.on("error", () => undefined);
    stream.write(`${line}\n`, () => resolve());
  });
}

/** Tells a person beside the answer what to do or what goes on; a script need not read it. */
export function tell(output: Output, line: string): Promise<void> {
  return printLine(output.err, visible(line));
}

/** Writes an answer for whom it is meant. */
export async function printAnswer(output: Output, isJson: boolean, { json, lines, none }: Answer): Promise<void> {
  if (!isJson && lines.length === 0 && none !== undefined) await tell(output, none);
  for (const line of isJson ? [JSON.stringify(json)] : lines.map(visible)) await printLine(output.out, line);
}

/** Names come from servers, agents and files: what a terminal would obey is shown as its code. */
function visible(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Tells of a failure where the caller looks for it, and returns the exit code. */
export async function printFailure(output: Output, failure: CommandError, isJson: boolean): Promise<number> {
  const { code, message } = failure;
  if (isJson) await printLine(output.out, JSON.stringify({ error: { code, message } }));
  else await tell(output, `gatehouse: ${message}`);
  return failure.exitCode;
}
