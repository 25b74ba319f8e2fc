import { errorMessages, type ErrorCode, type ErrorData } from "../../src-contract/errors.ts";

export type CatalogErrorCode = Extract<
  ErrorCode,
  "name_taken" | "name_reserved" | "not_found" | "conflict" | "in_use" | "invalid_input" | "host_not_allowed"
>;

/** Why a change of the catalog was refused. Nothing was changed. `data` says what to do and which fields were wrong. */
export class CatalogError extends Error {
  readonly code: CatalogErrorCode;
  readonly data: ErrorData;

  constructor(code: CatalogErrorCode, message: string = errorMessages[code], data: ErrorData = {}) {
    super(message);
    this.name = "CatalogError";
    this.code = code;
    this.data = data;
  }
}
