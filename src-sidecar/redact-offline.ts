import { randomBytes } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { personalKind, type PersonalKind } from "../src-contract/redaction.ts";
import { createKnownValues, createRedactor } from "./redaction/index.ts";

const DONE = 0;
const USAGE = 2;
const UNREADABLE = 66;
const MAX_BYTES = 64 * 1024 * 1024;

interface Streams {
  readonly input: Readable;
  readonly out: Writable;
  readonly err: Writable;
}

type Failure = { readonly code: "usage" | "too_large" | "not_utf8" | "unreadable"; readonly message: string };

/**
 * Redacts a text from standard input: every rule, and the personal data that was asked for. Needs no studio, knows no vault, keeps nothing.
 *
 * @param parameters `--json`, `--personal <kinds>`.
 * @returns the exit code: 0 done, with findings or without; 2 used wrongly; 66 the text cannot be read. Nothing of the text is written then.
 */
export async function redactCommand(parameters: readonly string[], streams: Streams): Promise<number> {
  const asked = parseParameters(parameters);
  if (asked.kind === "failed") return fail(streams, asked.failure, parameters.includes("--json"), USAGE);
  const given = await readText(streams.input);
  if (given.kind === "failed") return fail(streams, given.failure, asked.isJson, UNREADABLE);
  const redactor = createRedactor({
    knownValues: createKnownValues(randomBytes(32)),
    sessionKey: randomBytes(32),
    personal: asked.personal,
  });
  const { text, findings, stripped } = redactor.redactGiven(given.text);
  await write(streams.out, asked.isJson ? `${JSON.stringify({ text, findings, stripped, unit: "utf-16" })}\n` : text);
  return DONE;
}

type Asked =
  | { readonly kind: "asked"; readonly isJson: boolean; readonly personal: readonly PersonalKind[] }
  | { readonly kind: "failed"; readonly failure: Failure };

function parseParameters(parameters: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: { json: { type: "boolean", default: false }, personal: { type: "string", default: "all" } },
    });
    return { kind: "asked", isJson: values.json, personal: personalKinds(values.personal) };
  } catch (error) {
    return { kind: "failed", failure: { code: "usage", message: error instanceof Error ? error.message : "" } };
  }
}

function personalKinds(list: string): readonly PersonalKind[] {
  if (list === "all") return personalKind.options;
  if (list === "none") return [];
  const kinds = personalKind.array().safeParse(list.split(",").map((kind) => kind.trim()));
  if (kinds.success) return kinds.data;
  throw new Error(`--personal takes all, none, or some of ${personalKind.options.join(",")}.`);
}

type Given = { readonly kind: "text"; readonly text: string } | { readonly kind: "failed"; readonly failure: Failure };

async function readText(input: Readable): Promise<Given> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    // A stream without an encoding gives bytes.
    for await (const piece of input as AsyncIterable<Uint8Array>) {
      size += piece.byteLength;
      if (size > MAX_BYTES)
        return { kind: "failed", failure: { code: "too_large", message: "The text is larger than 64 MiB." } };
      pieces.push(piece);
    }
  } catch (error) {
    const message = `Standard input cannot be read: ${JSON.stringify(String(error))}`;
    return { kind: "failed", failure: { code: "unreadable", message } };
  }
  try {
    // A byte order mark stays: places count in the text as given.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { kind: "text", text: decoder.decode(Buffer.concat(pieces)) };
  } catch {
    return { kind: "failed", failure: { code: "not_utf8", message: "The text is not UTF-8." } }; // The error says no more.
  }
}

async function fail({ out, err }: Streams, failure: Failure, isJson: boolean, exitCode: number): Promise<number> {
  if (isJson) await write(out, `${JSON.stringify({ error: failure })}\n`);
  else await write(err, `gatehouse: ${failure.message}\n`);
  return exitCode;
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.listenerCount("error") === 0) stream.on("error", () => undefined); // A reader that left makes the rest moot.
    stream.write(text, () => resolve());
  });
}
