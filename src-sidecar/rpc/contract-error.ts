import { ORPCError } from "@orpc/server";
import { ValidationError } from "@orpc/contract";
import { errorMessages, type ErrorCode, type ErrorData } from "../../src-contract/errors.ts";

/** An error of the contract, ready to cross the port. */
export function contractError(
  code: ErrorCode,
  message: string = errorMessages[code],
  data: ErrorData = {},
): ORPCError<ErrorCode, ErrorData> {
  return new ORPCError(code, { message, data });
}

/**
 * Turns whatever a handler threw into an error of the contract. What no room meant to say is masked as `internal`.
 *
 * @param codes Codes of rooms that the contract calls by another name.
 */
export function toContractError(
  error: unknown,
  codes: Readonly<Record<string, ErrorCode>>,
): ORPCError<ErrorCode, ErrorData> {
  if (error instanceof ORPCError) return fromOrpc(error as ORPCError<string, unknown>); // Its type parameters say nothing that is relied on.
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    const code = codes[error.code] ?? error.code;
    if (isErrorCode(code)) return contractError(code, error.message, dataOf(error));
  }
  return contractError("internal");
}

function fromOrpc(error: ORPCError<string, unknown>): ORPCError<ErrorCode, ErrorData> {
  if (isErrorCode(error.code)) return contractError(error.code, error.message, dataOf(error));
  if (error.cause instanceof ValidationError && error.code === "BAD_REQUEST") {
    const fields = error.cause.issues.map(({ path, message }) => ({ path: pointerOf(path), message }));
    return contractError("invalid_input", errorMessages.invalid_input, { fields });
  }
  return contractError("internal");
}

function dataOf(error: Error): ErrorData {
  const source: object = "data" in error && typeof error.data === "object" && error.data !== null ? error.data : error;
  const data: { hint?: string; fields?: NonNullable<ErrorData["fields"]>; host?: string } = {};
  if ("hint" in source && typeof source.hint === "string") data.hint = source.hint;
  if ("host" in source && typeof source.host === "string") data.host = source.host;
  if ("fields" in source && Array.isArray(source.fields) && source.fields.length > 0)
    data.fields = source.fields as NonNullable<ErrorData["fields"]>; // The rooms' errors carry the contract's fields; the reply is checked against its schema.
  return data;
}

function pointerOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): string {
  return (path ?? []).map((part) => `/${String(typeof part === "object" ? part.key : part)}`).join("");
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorMessages, code);
}
