import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";

/** Asks for a passphrase without showing it, or reads it from a file (its first line). Never from an argument: those are public. */
export async function readPassphrase(question: string, file: string | undefined): Promise<string> {
  const text = file === undefined ? await ask(question) : firstLine(file);
  if (text === "") throw new CommandError("usage", EXIT.usage, "The passphrase is empty.");
  return text;
}

/** Reads a secret from a file, or the whole of standard input where it is no terminal. */
export async function readSecretValue(question: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return firstLine(file);
  if (process.stdin.isTTY) return ask(question);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin.setEncoding("latin1")) chunks.push(Buffer.from(String(chunk), "latin1"));
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[0] ?? "";
  } catch (cause) {
    throw new CommandError("usage", EXIT.usage, `${JSON.stringify(file)} cannot be read.`, { cause });
  }
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError("usage", EXIT.usage, "There is no terminal to ask on. Use --passphrase-file.");
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
