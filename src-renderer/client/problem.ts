import { ORPCError } from "@orpc/client";
import type { ErrorCode } from "./contract-types.ts";
import { clientWords } from "./words.ts";

/** Codes of the sidecar, and of the window itself: it never reached the sidecar, or does not know how the call ended. */
export type ProblemCode = ErrorCode | "connection_lost" | "answer_lost";

/** What went wrong, in words for people, with a stable code for branches and for support. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** What to do now. */
  readonly hint: string | undefined;
  /** Which fields were wrong: a JSON pointer and a sentence each. */
  readonly fields: readonly FieldProblem[];
}

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Thrown by the window's own side of the line. */
export class ConnectionError extends Error {
  readonly code: "connection_lost" | "answer_lost";

  constructor(code: "connection_lost" | "answer_lost", options?: ErrorOptions) {
    super(clientWords[code].message, options);
    this.code = code;
  }
}

/** The stable code of anything that a call can throw. */
export function codeOf(error: unknown): ProblemCode {
  if (error instanceof ConnectionError) return error.code;
  // The sidecar's door sends only codes of the contract; whatever else arrives is a fault of ours.
  return error instanceof ORPCError && isContractCode(error.code) ? (error.code as ErrorCode) : "internal";
}

/** Reads anything that a call can throw. Text of an unexpected error is not shown: it was not written for people. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  if (error instanceof ConnectionError) return { code, ...clientWords[error.code], fields: [] };
  if (!(error instanceof ORPCError) || !isContractCode(error.code)) {
    return { code: "internal", ...clientWords.unexpected, fields: [] };
  }
  const data: unknown = error.data;
  return { code, message: error.message, hint: hintIn(data), fields: fieldsIn(data) };
}

/** The sentence about one field of a form, by its JSON pointer or a place inside it. */
export function fieldProblem(problem: Problem | null, pointer: string): string | undefined {
  return problem?.fields.find(({ path }) => path === pointer || path.startsWith(`${pointer}/`))?.message;
}

/** Contract codes are snake case; the transport's own are upper case. */
function isContractCode(code: string): boolean {
  return /^[a-z][a-z_]*$/.test(code);
}

function hintIn(data: unknown): string | undefined {
  const hint = isRecord(data) ? data["hint"] : undefined;
  return typeof hint === "string" ? hint : undefined;
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
