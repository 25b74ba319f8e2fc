import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";

/**
 * Asks for a passphrase without showing it, or reads it from a file (its first line; `-`: standard input). Never from an argument: those
 * are public.
 */
export async function readPassphrase(question: string, file: string | undefined): Promise<string> {
  const text = file === undefined ? await ask(question) : firstLine(file);
  if (text === "") throw new CommandError("usage", EXIT.usage, "The passphrase is empty.");
  return text;
}

/** Asks for a new passphrase twice on a terminal, so that a slip of a finger locks nobody out. */
export async function readNewPassphrase(question: string, file: string | undefined): Promise<string> {
  const passphrase = await readPassphrase(question, file);
  if (file === undefined && (await ask("The same again: ")) !== passphrase)
    throw new CommandError("usage", EXIT.usage, "The two differ. Nothing was changed.");
  return passphrase;
}

/** Asks on the terminal, shown as it is typed unless it is secret. @throws {CommandError} `usage`: there is no terminal. */
export function ask(question: string, isShown = false): Promise<string> {
  return askOn(question, isShown ? process.stderr : new Writable({ write: (_chunk, _encoding, done) => done() }));
}

/** The whole of standard input, without the line break at its end. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin.setEncoding("latin1")) chunks.push(Buffer.from(String(chunk), "latin1"));
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

/** The first line of a file; `-`: of standard input. @throws {CommandError} `usage`. */
export function firstLine(file: string): string {
  return readWhole(file).split(/\r?\n/)[0] ?? "";
}

/** A text file; `-`: standard input. @throws {CommandError} `usage`. */
export function readWhole(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new CommandError("usage", EXIT.usage, `${JSON.stringify(file)} cannot be read.`, { cause });
  }
}

async function askOn(question: string, output: Writable): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError(
      "usage",
      EXIT.usage,
      `There is no terminal to ask on (${question.trim()}). Give it with a file.`,
    );
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
