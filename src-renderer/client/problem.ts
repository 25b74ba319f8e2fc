import { ORPCError } from "@orpc/client";
import type { ErrorCode } from "./contract-types.ts";
import { clientWords } from "./words.ts";

/** Codes of the sidecar, and of the window itself: it never reached the sidecar, or does not know how the call ended. */
export type ProblemCode = ErrorCode | WindowCode;
type WindowCode = "connection_lost" | "answer_lost" | "turning";

/** What went wrong, in words for people, with a stable code for branches and for support. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** What to do now. */
  readonly hint: string | undefined;
  /** Which fields were wrong: a JSON pointer and a sentence each. */
  readonly fields: readonly FieldProblem[];
  /** With `host_not_allowed`: the host that an admin could allow. */
  readonly host?: string | undefined;
}

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Thrown by the window's own side of the line. */
export class ConnectionError extends Error {
  readonly code: WindowCode;

  constructor(code: WindowCode, options?: ErrorOptions) {
    super(clientWords[code].message, options);
    this.code = code;
  }
}

/** The stable code of anything that a call can throw. */
export function codeOf(error: unknown): ProblemCode {
  return error instanceof ConnectionError ? error.code : (contractCode(error) ?? "internal");
}

/** Reads anything that a call can throw. Text of an unexpected error is not shown: it was not written for people. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ConnectionError) return { code: error.code, ...clientWords[error.code], fields: [] };
  const code = contractCode(error);
  if (code === null || !(error instanceof ORPCError)) {
    return { code: "internal", ...clientWords.unexpected, fields: [] };
  }
  const data: unknown = error.data;
  return {
    code,
    message: error.message,
    hint: textIn(data, "hint"),
    fields: fieldsIn(data),
    host: textIn(data, "host"),
  };
}

/** The sentence about one field of a form, by its JSON pointer or a place inside it. */
export function fieldProblem(problem: Problem | null, pointer: string): string | undefined {
  return problem?.fields.find(({ path }) => path === pointer || path.startsWith(`${pointer}/`))?.message;
}

/** The contract's codes are in snake case; the transport's own are in upper case. */
function contractCode(error: unknown): ErrorCode | null {
  const code: unknown = error instanceof ORPCError ? error.code : undefined;
  // The sidecar's door sends no other lower-case code than the contract's.
  return typeof code === "string" && /^[a-z][a-z_]*$/.test(code) ? (code as ErrorCode) : null;
}

function textIn(data: unknown, name: "hint" | "host"): string | undefined {
  const text = isRecord(data) ? data[name] : undefined;
  return typeof text === "string" ? text : undefined;
}

function fieldsIn(data: unknown): readonly FieldProblem[] {
  const fields: unknown = isRecord(data) ? data["fields"] : undefined;
  return Array.isArray(fields) ? fields.filter(isFieldProblem) : [];
}

function isFieldProblem(field: unknown): field is FieldProblem {
  return isRecord(field) && typeof field["path"] === "string" && typeof field["message"] === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
